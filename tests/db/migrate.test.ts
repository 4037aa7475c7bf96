import { afterAll, expect, it } from 'vitest'
import { migrate } from '../../db/migrate.ts'
import { openTestDatabase } from '../helpers/database.ts'

const database = await openTestDatabase()
afterAll(() => database.close())

it('applies nothing twice', async () => {
  expect(await migrate(database.pool)).toEqual([])
})

it('refuses a database whose migration was altered after it had been applied', async () => {
  await database.pool.query(
    `update migrations set checksum = 'other' where name = '0001_people.sql'`,
  )
  await expect(migrate(database.pool)).rejects.toThrow('изменился шаг 0001_people.sql')
})
