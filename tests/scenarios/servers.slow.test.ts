import { it } from 'vitest'
import { createDatabase, describeWith } from '../helpers/servers.ts'
import { tellTheWholeStory } from './story.ts'

describeWith('TEST_DATABASE_URL', (server) => {
  it('answers from documents and through a tutor on PostgreSQL', async () => {
    const database = await createDatabase(server)
    await tellTheWholeStory({ DATABASE_URL: database.url })
    await database.drop()
  })

  describeWith('TEST_REDIS_URL', (redis) => {
    it('answers from documents and through a tutor on PostgreSQL with Redis', async () => {
      const database = await createDatabase(server)
      await tellTheWholeStory({ DATABASE_URL: database.url, REDIS_URL: redis })
      await database.drop()
    })
  })
})
