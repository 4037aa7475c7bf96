import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { holdPolling, releasePolling } from '../../db/polling.ts'
import { openTestDatabase } from '../helpers/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() => database.pool.query('delete from polling'))

const hold = (holder: string, leaseSeconds = 10) =>
  holdPolling(database.pool, { messenger: 'telegram', holder, leaseSeconds })

it('lets one of many processes poll, and prolong', async () => {
  const holders = Array.from({ length: 10 }, (_, index) => `process ${index}`)
  const held = await Promise.all(holders.map((holder) => hold(holder)))
  expect(held.filter(Boolean)).toHaveLength(1)
  expect(await hold(holders[held.indexOf(true)]!)).toBe(true)
})

it('passes the polling on when it is released or its holder is gone', async () => {
  await hold('one')
  await releasePolling(database.pool, { messenger: 'telegram', holder: 'two' })
  expect(await hold('two')).toBe(false)
  await releasePolling(database.pool, { messenger: 'telegram', holder: 'one' })
  expect(await hold('two', -1)).toBe(true)
  expect(await hold('three')).toBe(true)
})
