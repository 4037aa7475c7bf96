import { expect, it } from 'vitest'
import { walk } from '../helpers/desk-walk.ts'
import { createDatabase, describeWith } from '../helpers/servers.ts'

const STEPS = 150
const STEPS_ON_SERVER = 40
/** `SEED=…` walks one's own way, the one that a failure has named. */
const seeds = process.env.SEED ? [Number(process.env.SEED)] : [1]

it.each(seeds)(
  'keeps states, cards and messages as the model says over a long walk in a group, seed %i',
  async (seed) => {
    await expect(walk({ seed, steps: STEPS, inGroup: true })).resolves.toBeUndefined()
  },
)

it.each(seeds)(
  'keeps them as the model says over a long walk without a group, seed %i',
  async (seed) => {
    await expect(walk({ seed, steps: STEPS, inGroup: false })).resolves.toBeUndefined()
  },
)

describeWith('TEST_DATABASE_URL', (server) => {
  it.each([true, false])(
    'keeps them as the model says on PostgreSQL, in a group: %s',
    async (inGroup) => {
      const { url: databaseUrl, drop } = await createDatabase(server)
      const walked = walk({ seed: seeds[0] ?? 1, steps: STEPS_ON_SERVER, inGroup, databaseUrl })
      await expect(walked.finally(drop)).resolves.toBeUndefined()
    },
  )
})
