import { afterAll, expect, it } from 'vitest'
import { planDelivery } from '../../db/deliveries.ts'
import { saveCard } from '../../db/ticket-cards.ts'
import { claimTicket, returnTicket } from '../../db/tickets.ts'
import { ticketsWithOldCards } from '../../db/unfinished.ts'
import type { SendResult } from '../../jobs/notifier.ts'
import { createRefreshCard } from '../../jobs/refresh-card.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

/** A ticket whose card has arrived, and a messenger that counts the edits of it. */
async function sentCard(result: SendResult) {
  const ticket = await makeTicket(db, await makePerson(db))
  const chatKey = 'telegram:-1'
  const key = `ticket:${ticket.id}:card:group`
  const delivery = { key, kind: 'card', chatKey, personId: null, content: {}, priority: 5 } as const
  const { id: deliveryId } = await planDelivery(db, { ...delivery, dueAt: now, now })
  await db.query(`update deliveries set status = 'sent', message_id = '7' where id = $1`, [
    deliveryId,
  ])
  await saveCard(db, { ticketId: ticket.id, chatKey, deliveryId, revision: ticket.revision })
  const edits: unknown[] = []
  const notifier = {
    edit: () => Promise.reject(new Error('nothing is edited')),
    send: () => Promise.reject(new Error('a card is edited, not sent')),
    editCard: async (card: unknown) => {
      edits.push(card)
      return result
    },
  }
  const refresh = createRefreshCard({ pool: db, notifier, clock: () => now })
  return { ticket, edits, refresh: () => refresh({ ticketId: ticket.id }) }
}

async function takeAndReturn(ticketId: number): Promise<void> {
  const tutor = await makePerson(db)
  await claimTicket(db, { ticketId, tutorId: tutor.id, leaseUntil: soon, now })
  await returnTicket(db, { ticketId, tutorId: tutor.id, now })
}

it('edits a card once for several changes, and not at all when it shows the latest', async () => {
  const { ticket, edits, refresh } = await sentCard({ kind: 'sent', messageId: '7' })
  await refresh()
  expect(edits).toEqual([])
  await takeAndReturn(ticket.id)
  await refresh()
  await refresh()
  expect(edits).toEqual([{ chatKey: 'telegram:-1', messageId: '7', ticketId: ticket.id }])
})

it('leaves the card alone for as long as the messenger asks to wait, and then tries again', async () => {
  const { ticket, edits, refresh } = await sentCard({ kind: 'wait', seconds: 30, everyone: false })
  await takeAndReturn(ticket.id)
  await refresh()
  await refresh()
  expect(edits).toHaveLength(1)
  expect(await ticketsWithOldCards(db, { limit: 10 })).not.toContainEqual({ id: ticket.id })
  await db.query(`update ticket_cards set wait_until = clock_timestamp() - interval '1 second'`)
  expect(await ticketsWithOldCards(db, { limit: 10 })).toContainEqual({ id: ticket.id })
  await refresh()
  expect(edits).toHaveLength(2)
})

it('gives up a card that was deleted', async () => {
  const { ticket, edits, refresh } = await sentCard({
    kind: 'gone',
  })
  await takeAndReturn(ticket.id)
  await refresh()
  await refresh()
  expect(edits).toHaveLength(1)
})
