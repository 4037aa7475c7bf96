import { afterAll, expect, it } from 'vitest'
import { findDelivery, planDelivery } from '../../db/deliveries.ts'
import { claimDelivery, startSending } from '../../db/sending.ts'
import { saveCard } from '../../db/ticket-cards.ts'
import { closeTicketsOf } from '../../db/ticket-leavers.ts'
import { joinTicket, rejectTicket } from '../../db/ticket-moves.ts'
import { hasCard } from '../../db/ticket-sharing.ts'
import { answerTicket, claimTicket } from '../../db/tickets.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery } from '../helpers/deliveries.ts'
import { makePerson, makeTicket, now, soon } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

/** A claimed ticket with a card that waits for the group's limit. */
async function waitingCard({ priority = 5 } = {}) {
  const tutor = await makePerson(db)
  const ticket = await makeTicket(db, await makePerson(db))
  const chatKey = `telegram:-${ticket.id}`
  const card = aDelivery({ kind: 'card', chatKey, priority, dueAt: now })
  const { id: deliveryId } = await planDelivery(db, { ...card, now })
  await saveCard(db, { ticketId: ticket.id, chatKey, deliveryId, revision: 1 })
  const held = { ticketId: ticket.id, tutorId: tutor.id, leaseUntil: soon, now }
  await claimTicket(db, held)
  return { ticket, held, deliveryId }
}

it('drops a card that has not left when its question is answered, rejected, joined to another or withdrawn', async () => {
  const cards = [await waitingCard(), await waitingCard(), await waitingCard(), await waitingCard()]
  const [answered, rejected, joined, withdrawn] = cards as [Card, Card, Card, Card]
  const other = await makeTicket(db, await makePerson(db))
  await answerTicket(db, answered.held)
  await rejectTicket(db, rejected.held)
  await joinTicket(db, { ...joined.held, intoId: other.id })
  await closeTicketsOf(db, { personId: Number(withdrawn.ticket.person_id), now })
  const left = await Promise.all(
    cards.map(({ deliveryId }) => findDelivery(db, { id: deliveryId })),
  )
  expect(left).toEqual([null, null, null, null])
  expect(await hasCard(db, answered.ticket.id)).toBe(false)
})

it('stops a card that waits at the gate when its question is answered', async () => {
  const { held, deliveryId: id } = await waitingCard()
  const sender = { id, owner: crypto.randomUUID(), leaseSeconds: 60, now }
  expect(await claimDelivery(db, sender)).not.toBeNull()
  await answerTicket(db, held)
  expect(await startSending(db, sender)).toBe(false)
})

it('lets a card come that is on its way, or that a tutor has asked for', async () => {
  const [onTheWay, asked] = [await waitingCard(), await waitingCard({ priority: 0 })]
  const sender = { id: onTheWay.deliveryId, owner: crypto.randomUUID(), leaseSeconds: 60, now }
  await claimDelivery(db, sender)
  await startSending(db, sender)
  await answerTicket(db, onTheWay.held)
  await answerTicket(db, asked.held)
  expect(await findDelivery(db, { id: onTheWay.deliveryId })).toMatchObject({ status: 'sending' })
  expect(await findDelivery(db, { id: asked.deliveryId })).toMatchObject({ status: 'planned' })
})

type Card = Awaited<ReturnType<typeof waitingCard>>
