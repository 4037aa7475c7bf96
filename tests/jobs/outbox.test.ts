import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { findDelivery } from '../../db/deliveries.ts'
import { findFact, sayFact } from '../../db/facts.ts'
import { transaction } from '../../db/transaction.ts'
import { createDeliver } from '../../jobs/deliver.ts'
import { createOutbox } from '../../jobs/outbox.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery, endHolds } from '../helpers/deliveries.ts'
import { createScriptedNotifier } from '../helpers/notifier.ts'
import { makePerson, now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(() => database.pool.query('delete from deliveries'))

function open() {
  const notifier = createScriptedNotifier()
  const parts = { pool: database.pool, notifier, clock: () => now }
  return { notifier, outbox: createOutbox(parts), deliver: createDeliver(parts) }
}

it('sends at once and says what the messenger called it', async () => {
  const { notifier, outbox } = open()
  const delivery = aDelivery()
  expect(await outbox.post(delivery)).toMatchObject({ kind: 'sent', messageId: '1' })
  expect(notifier.sent).toMatchObject([{ chatKey: delivery.chatKey, content: delivery.content }])
})

it('sends the same key once and answers the second time as the first', async () => {
  const { notifier, outbox } = open()
  const delivery = aDelivery()
  const results = await Promise.all([outbox.post(delivery), outbox.post(delivery)])
  expect(results[1]).toEqual(results[0])
  expect(notifier.sent).toHaveLength(1)
})

it('sends nothing of a transaction that failed', async () => {
  const { notifier, outbox, deliver } = open()
  let id = 0
  const failed = transaction(database.pool, async (tx) => {
    id = await outbox.plan(tx, aDelivery())
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  await deliver({ deliveryId: id })
  expect(await outbox.flush([id])).toEqual([])
  expect(notifier.sent).toEqual([])
})

it('keeps the order of one chat when several are flushed', async () => {
  const { notifier, outbox } = open()
  const to = { chatKey: 'telegram:5' }
  const ids = await transaction(database.pool, async (tx) => [
    await outbox.plan(tx, aDelivery({ ...to, content: ['первое'] })),
    await outbox.plan(tx, aDelivery({ ...to, content: ['второе'] })),
    await outbox.plan(tx, aDelivery({ ...to, content: ['третье'] })),
  ])
  await outbox.flush(ids.toReversed())
  expect(notifier.sent.map(({ content }) => content)).toEqual([['первое'], ['второе'], ['третье']])
})

it('leaves for later what is not due', async () => {
  const { notifier, outbox } = open()
  expect(await outbox.post(aDelivery({ dueAt: soon }))).toMatchObject({ kind: 'planned' })
  expect(notifier.sent).toEqual([])
})

it('tries again later what certainly was not sent, and then goes on with the chat', async () => {
  const { notifier, outbox, deliver } = open()
  notifier.next({ kind: 'unsent', reason: 'ECONNREFUSED' })
  const first = await outbox.post(aDelivery({ chatKey: 'telegram:6', content: ['1'] }))
  expect(first.kind).toBe('planned')
  const second = await outbox.post(aDelivery({ chatKey: 'telegram:6', content: ['2'] }))
  expect(second.kind).toBe('planned')
  await endHolds(database.pool)
  await deliver({ deliveryId: first.id })
  expect(notifier.sent.map(({ content }) => content)).toEqual([['1'], ['1'], ['2']])
})

it('obeys when it is asked to wait', async () => {
  const { notifier, outbox, deliver } = open()
  notifier.next({ kind: 'wait', seconds: 30, everyone: false })
  const { id } = await outbox.post(aDelivery())
  await deliver({ deliveryId: id })
  expect(notifier.sent).toHaveLength(1)
  const { rows } = await database.pool.query(
    'select lease_until - clock_timestamp() > $1 as held from deliveries',
    ['29 seconds'],
  )
  expect(rows).toEqual([{ held: true }])
})

it('repeats a send of which nobody saw the end, and says that it is a repetition', async () => {
  const { notifier, outbox, deliver } = open()
  notifier.next({ kind: 'unknown', reason: 'ECONNRESET', denied: false })
  const { id } = await outbox.post(aDelivery())
  await endHolds(database.pool)
  await deliver({ deliveryId: id })
  expect(notifier.sent.map(({ carefully }) => carefully)).toEqual([false, true])
  expect(await findDelivery(database.pool, { id })).toMatchObject({ status: 'sent', repeats: 1 })
})

it('leaves a broadcast in doubt', async () => {
  const { notifier, outbox, deliver } = open()
  notifier.next({ kind: 'unknown', reason: 'ECONNRESET', denied: false })
  const result = await outbox.post(aDelivery({ kind: 'broadcast' }))
  expect(result.kind).toBe('in-doubt')
  await endHolds(database.pool)
  await deliver({ deliveryId: result.id })
  expect(notifier.sent).toHaveLength(1)
})

it('does not try a person again who blocked the bot, until they write', async () => {
  const { notifier, outbox } = open()
  const person = await makePerson(database.pool)
  const to = { personId: person.id, chatKey: `telegram:${person.external_id}` }
  notifier.next({ kind: 'blocked', why: 'blocked' })
  expect(await outbox.post(aDelivery({ ...to, kind: 'reminder' }))).toMatchObject({
    kind: 'failed',
  })
  expect(await outbox.post(aDelivery({ ...to, kind: 'reminder' }))).toMatchObject({
    kind: 'failed',
  })
  expect(notifier.sent).toHaveLength(1)
  expect(await outbox.post(aDelivery(to))).toMatchObject({ kind: 'sent' })
})

it('follows a group that became another one, with all that waits for it', async () => {
  const { notifier, outbox, deliver } = open()
  await sayFact(database.pool, { name: 'tutor_chat', value: 'telegram:-7', now })
  notifier.next({ kind: 'moved', chatKey: 'telegram:-1007' })
  const { id } = await outbox.post(aDelivery({ chatKey: 'telegram:-7' }))
  await deliver({ deliveryId: id })
  expect(notifier.sent.map(({ chatKey }) => chatKey)).toEqual(['telegram:-7', 'telegram:-1007'])
  expect(await findFact(database.pool, { name: 'tutor_chat' })).toBe('telegram:-1007')
})

it('gives up what is refused, and keeps the reason', async () => {
  const { notifier, outbox } = open()
  notifier.next({ kind: 'refused', reason: '400: message is too long' })
  expect(await outbox.post(aDelivery())).toMatchObject({
    kind: 'failed',
    reason: '400: message is too long',
  })
})
