import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import {
  endInboxLeases,
  finishUpdates,
  forgetSeenUpdates,
  hasFreeUpdates,
  keepUpdates,
  returnUpdates,
  storeUpdates,
  takeAlbum,
  takeUpdates,
} from '../../db/inbox.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() => database.pool.query('truncate inbox, updates_seen'))

const update = (updateId: number, chatKey = 'chat', press = false) => ({
  updateId,
  chatKey,
  press,
  body: { update_id: updateId },
})
const store = (...updates: ReturnType<typeof update>[]) =>
  storeUpdates(database.pool, { updates, now })
const take = async (owner = 'one', limit = 10, leaseSeconds = 15) => {
  const taken = await takeUpdates(database.pool, { owner, leaseSeconds, limit })
  return taken.map((row) => row.update_id)
}
const finish = (updateId: number, owner = 'one') =>
  finishUpdates(database.pool, { updateIds: [updateId], owner })
const slowly = () =>
  database.pool.query(`update inbox set taken_at = taken_at - interval '1 second'`)

it('stores an update once, also when it comes twice at once or after it was handled', async () => {
  expect(await store(update(1), update(1), update(2))).toBe(2)
  expect(await take()).toEqual([1])
  await finish(1)
  expect(await store(update(1), update(2))).toBe(0)
  expect(await take()).toEqual([2])
})

it('gives out of each chat only the first', async () => {
  await store(update(1, 'a'), update(2, 'a'), update(3, 'b'))
  expect(await take()).toEqual([1, 3])
  expect(await take('other')).toEqual([])
  await finish(1)
  expect(await take('other')).toEqual([2])
})

it('gives each of many updates to one of many claimers', async () => {
  await store(...Array.from({ length: 40 }, (_, index) => update(index, `chat ${index}`)))
  const owners = Array.from({ length: 10 }, (_, index) => `owner ${index}`)
  const taken = (await Promise.all(owners.map((owner) => take(owner, 7)))).flat()
  expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index))
})

it('gives an update to another when its lease has run out, and it was not prolonged', async () => {
  await store(update(1, 'a'))
  await take('alive', 1, -1)
  await keepUpdates(database.pool, { owner: 'alive', leaseSeconds: 15 })
  await store(update(2, 'b'))
  await take('lost', 1, -1)
  expect(await take('third')).toEqual([2])
})

it('does not let a process that lost its lease finish the update of another', async () => {
  await store(update(1))
  await take('lost', 1, -1)
  await take('other')
  await finish(1, 'lost')
  await finish(1, 'other')
  expect(await hasFreeUpdates(database.pool)).toBe(false)
  expect(await store(update(1))).toBe(0)
})

it('holds a failed update back, and its chat with it', async () => {
  await store(update(1), update(2))
  await take()
  const failed = { updateIds: [1], owner: 'one', seconds: 30, counted: true }
  await returnUpdates(database.pool, failed)
  expect(await take()).toEqual([])
  await endInboxLeases(database.pool)
  expect(await take()).toEqual([1])
})

it('lets a press pass what has been in work for long, but nothing that has not begun', async () => {
  await store(update(1), update(2, 'chat', true), update(3), update(4, 'chat', true))
  expect(await take()).toEqual([1])
  expect(await take()).toEqual([])
  await slowly()
  expect(await take()).toEqual([2])
  await slowly()
  expect(await take()).toEqual([])
})

const part = (updateId: number, album = 'a', chatKey = 'chat') => ({
  ...update(updateId, chatKey),
  album,
})
const settles = () =>
  database.pool.query(
    `update inbox set lease_until = lease_until - interval '1 second' where lease_owner is null`,
  )

it('lets the parts of an album wait for each other, and gives them out together', async () => {
  await store(part(1))
  expect(await take()).toEqual([])
  await settles()
  await store(part(3), part(2, 'another'))
  expect(await take()).toEqual([])
  await settles()
  const [first] = await takeUpdates(database.pool, { owner: 'one', leaseSeconds: 15, limit: 9 })
  expect(first).toMatchObject({ update_id: 1, album: 'a' })
  const rest = await takeAlbum(database.pool, { first: first!, owner: 'one', leaseSeconds: 15 })
  expect(rest.map(({ update_id }) => update_id)).toEqual([3])
  await store(part(4))
  await finishUpdates(database.pool, { updateIds: [1, 3], owner: 'one' })
  await settles()
  expect(await take()).toEqual([2])
})

it('lets a press pass an album that is arriving, but nothing else', async () => {
  await store(part(1))
  await store(update(2), update(3, 'chat', true))
  expect(await take()).toEqual([])
  await database.pool.query('delete from inbox where update_id = 2')
  expect(await take()).toEqual([3])
})

it('gives an album time after a crash, until the messenger has brought the rest', async () => {
  await store(part(1))
  await settles()
  await endInboxLeases(database.pool)
  expect(await take()).toEqual([])
  await settles()
  await settles()
  await settles()
  expect(await take()).toEqual([1])
  await endInboxLeases(database.pool)
  expect(await take()).toEqual([1])
})

it('forgets the numbers of old updates, but not of those that are still to be handled', async () => {
  await store(update(1), update(2))
  await take('one', 1)
  await finish(1)
  await forgetSeenUpdates(database.pool, { before: soon, limit: 10 })
  expect(await store(update(1), update(2))).toBe(1)
})
