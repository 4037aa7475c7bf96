import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { findFact, moveTutorChat, sayFact, sayFactOnce } from '../../db/facts.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { now } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const name = 'tutor_chat'
const move = (from: string) => moveTutorChat(database.pool, { from, to: 'telegram:-1005', now })

it('knows nothing that was never said', async () => {
  expect(await findFact(database.pool, { name })).toBeNull()
})

it('keeps what is known when the settings say it again, and follows the group', async () => {
  await sayFactOnce(database.pool, { name, value: 'telegram:-5', now })
  await move('telegram:-6')
  expect(await findFact(database.pool, { name })).toBe('telegram:-5')
  await move('telegram:-5')
  expect(await sayFactOnce(database.pool, { name, value: 'telegram:-5', now })).toBe(
    'telegram:-1005',
  )
  await sayFact(database.pool, { name, value: 'telegram:-9', now })
  expect(await findFact(database.pool, { name })).toBe('telegram:-9')
})
