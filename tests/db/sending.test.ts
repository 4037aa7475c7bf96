import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { findDelivery, type NewDelivery, planDelivery } from '../../db/deliveries.ts'
import {
  claimDelivery,
  doubtExpiredSends,
  dueDeliveries,
  markSent,
  putBack,
  startSending,
} from '../../db/sending.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery, endHolds } from '../helpers/deliveries.ts'
import { now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() => database.pool.query('delete from deliveries'))

const planned = async (part: Partial<NewDelivery> = {}) =>
  (await planDelivery(database.pool, { ...aDelivery(part), now })).id
const claim = (id: number, owner = 'one', at = now) =>
  claimDelivery(database.pool, { id, owner, leaseSeconds: 60, now: at })
const start = (id: number, owner = 'one', leaseSeconds = 45) =>
  startSending(database.pool, { id, owner, leaseSeconds, now })
const statusOf = async (id: number) => (await findDelivery(database.pool, { id }))?.status

it('gives a delivery to one of many claimers', async () => {
  const id = await planned()
  const owners = Array.from({ length: 20 }, (_, index) => `owner ${index}`)
  const claims = await Promise.all(owners.map((owner) => claim(id, owner)))
  expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1)
})

it('does not give out what is not due', async () => {
  const id = await planned({ dueAt: soon })
  expect(await claim(id)).toBeNull()
  expect(await claim(id, 'one', soon)).not.toBeNull()
})

it('keeps the order of one chat, also while the first waits for its next try', async () => {
  const first = await planned({ chatKey: 'telegram:order' })
  const second = await planned({ chatKey: 'telegram:order' })
  await claim(first)
  await putBack(database.pool, { id: first, owner: 'one', seconds: 30, error: 'away' })
  expect(await claim(second)).toBeNull()
  await markSent(database.pool, { id: first, messageId: '1', now })
  expect(await claim(second)).not.toBeNull()
})

it('lets a reply overtake what is less urgent, or due later, in the same chat', async () => {
  await planned({ chatKey: 'telegram:urgent', kind: 'broadcast', priority: 9 })
  await planned({ chatKey: 'telegram:urgent', kind: 'reminder', dueAt: soon })
  expect(await claim(await planned({ chatKey: 'telegram:urgent' }))).not.toBeNull()
})

it('does not let a sender go on that has lost its lease to another', async () => {
  const id = await planned()
  await claim(id, 'slow')
  await endHolds(database.pool)
  expect(await claim(id, 'fast')).not.toBeNull()
  expect(await start(id, 'slow')).toBe(false)
  expect(await start(id, 'fast')).toBe(true)
})

it('repeats a send that a kill interrupted, but only when it was on the wire', async () => {
  const waiting = await planned()
  await claim(waiting)
  const onTheWire = await planned()
  await claim(onTheWire)
  await start(onTheWire)
  await endHolds(database.pool)
  expect(await doubtExpiredSends(database.pool, { limit: 10 })).toBe(1)
  expect(await findDelivery(database.pool, { id: onTheWire })).toMatchObject({
    status: 'planned',
    repeats: 1,
  })
  expect(await findDelivery(database.pool, { id: waiting })).toMatchObject({ repeats: 0 })
})

it('never repeats a broadcast, and nothing for ever', async () => {
  const broadcast = await planned({ kind: 'broadcast' })
  const reply = await planned()
  await database.pool.query('update deliveries set repeats = 2 where id = $1', [reply])
  for (const id of [broadcast, reply]) {
    await claim(id)
    await start(id)
  }
  await endHolds(database.pool)
  await doubtExpiredSends(database.pool, { limit: 10 })
  expect(await statusOf(broadcast)).toBe('in_doubt')
  expect(await statusOf(reply)).toBe('in_doubt')
})

it('does not repeat what turns out to have been sent', async () => {
  const id = await planned()
  await claim(id)
  await start(id)
  await endHolds(database.pool)
  await doubtExpiredSends(database.pool, { limit: 10 })
  await markSent(database.pool, { id, messageId: '7', now })
  expect(await claim(id, 'other')).toBeNull()
  expect(await findDelivery(database.pool, { id })).toMatchObject({ status: 'sent', content: {} })
})

it('lists of each chat only the first that is due, the urgent before the rest', async () => {
  const broadcast = await planned({ kind: 'broadcast', priority: 9 })
  const first = await planned({ chatKey: 'telegram:list' })
  await planned({ chatKey: 'telegram:list' })
  await planned({ dueAt: soon })
  expect(await dueDeliveries(database.pool, { now, limit: 10 })).toEqual([
    { id: first },
    { id: broadcast },
  ])
})

it('gives out nothing that has lost its point, and lets what comes after it pass', async () => {
  const late = await planned({ chatKey: 'telegram:late', pointlessAt: soon })
  const next = await planned({ chatKey: 'telegram:late' })
  expect(await claim(next)).toBeNull()
  expect(await claim(late, 'one', soon)).toBeNull()
  expect(await claim(next, 'one', soon)).not.toBeNull()
})

it('does not send what loses its point while it waits for its place', async () => {
  const id = await planned({ pointlessAt: soon })
  await claim(id)
  const held = { id, owner: 'one', leaseSeconds: 45 }
  expect(await startSending(database.pool, { ...held, now: soon })).toBe(false)
  expect(await startSending(database.pool, { ...held, now })).toBe(true)
})
