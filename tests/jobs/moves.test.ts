/** What a delivery learns of its chat: it has become another one, its topic is gone, the bot is out of it. */
import { afterAll, beforeEach, expect, it } from 'vitest'
import { groupGoneSince, moveDeskChat, noteGroupBack } from '../../db/desk-chat.ts'
import { findFact, sayFact } from '../../db/facts.ts'
import { hasLostCards } from '../../db/lost-cards.ts'
import { saveCard } from '../../db/ticket-cards.ts'
import { transaction } from '../../db/transaction.ts'
import { createOutbox } from '../../jobs/outbox.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery } from '../helpers/deliveries.ts'
import { createScriptedNotifier } from '../helpers/notifier.ts'
import { makePerson, makeTicket, now } from '../helpers/people.ts'

const OLD = 'telegram:-5'
const NEW = 'telegram:-1005'

const database = await openTestDatabase()
const { pool } = database
afterAll(() => database.close())
beforeEach(async () => {
  await pool.query('truncate deliveries, facts, tickets, people cascade')
  await sayFact(pool, { name: 'tutor_chat', value: OLD, now })
})

function open() {
  const notifier = createScriptedNotifier()
  return { notifier, outbox: createOutbox({ pool, notifier, clock: () => now }) }
}

/** A ticket with a card in the old chat. */
async function card(status: 'planned' | 'sent') {
  const ticket = await makeTicket(pool, await makePerson(pool))
  const id = await open().outbox.plan(pool, aDelivery({ chatKey: OLD, kind: 'card' }))
  await pool.query('update deliveries set status = $2 where id = $1', [id, status])
  await saveCard(pool, { ticketId: ticket.id, chatKey: OLD, deliveryId: id, revision: 1 })
  return ticket
}

it('sends at once to what the group has become, and remembers it', async () => {
  const { notifier, outbox } = open()
  notifier.next({ kind: 'moved', chatKey: NEW })
  expect(await outbox.post(aDelivery({ chatKey: OLD }))).toMatchObject({ kind: 'sent' })
  expect(notifier.sent.map(({ chatKey }) => chatKey)).toEqual([OLD, NEW])
  expect(await findFact(pool, { name: 'tutor_chat' })).toBe(NEW)
  expect(await findFact(pool, { name: 'tutor_chat_before' })).toBe(OLD)
})

it('wants new cards for those that were sent, not for those on their way', async () => {
  await card('planned')
  const move = () => transaction(pool, (tx) => moveDeskChat(tx, { from: OLD, to: NEW, now }))
  await move()
  expect(await hasLostCards(pool, { now })).toBe(false)
  await sayFact(pool, { name: 'tutor_chat', value: OLD, now })
  await card('sent')
  await move()
  await move()
  expect(await hasLostCards(pool, { now })).toBe(true)
})

it('leaves the tutors’ group where it is when another one moves', async () => {
  await transaction(pool, (tx) => moveDeskChat(tx, { from: 'telegram:-77', to: NEW, now }))
  expect(await findFact(pool, { name: 'tutor_chat' })).toBe(OLD)
  expect(await findFact(pool, { name: 'tutor_chat_before' })).toBeNull()
})

it('sends with other content where the place is gone, and gives up where every place is', async () => {
  const { notifier, outbox } = open()
  notifier.next({ kind: 'elsewhere', content: { there: true } })
  expect(await outbox.post(aDelivery({ content: { there: false } }))).toMatchObject({
    kind: 'sent',
  })
  expect(notifier.sent.map(({ content }) => content)).toEqual([{ there: false }, { there: true }])
  notifier.next(...Array.from({ length: 9 }, () => ({ kind: 'elsewhere', content: {} }) as const))
  expect(await outbox.post(aDelivery())).toMatchObject({ kind: 'planned' })
  expect(notifier.sent).toHaveLength(6)
})

it('knows since when it is out of the group, and brings its cards up to date when it is back', async () => {
  const { notifier, outbox } = open()
  const ticket = await card('sent')
  notifier.next({ kind: 'blocked', why: 'blocked' })
  await outbox.post(aDelivery({ chatKey: OLD, personId: null }))
  expect(await groupGoneSince(pool)).toEqual(now)
  expect(await noteGroupBack(pool, { chatKey: OLD })).toBe(true)
  expect(await noteGroupBack(pool, { chatKey: OLD })).toBe(false)
  const { rows } = await pool.query(
    'select shown_revision from ticket_cards where ticket_id = $1',
    [ticket.id],
  )
  expect(rows).toEqual([{ shown_revision: 0 }])
})
