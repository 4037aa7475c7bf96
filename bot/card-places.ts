/** Puts cards of tickets where tutors see them. */
import type { Db } from '../db/db.ts'
import type { DeskChat } from '../db/duty.ts'
import { saveCard } from '../db/ticket-cards.ts'
import { renderCard } from './cards.ts'
import { chatIdOf } from './chat-key.ts'
import { PRIORITY } from './content.ts'
import type { Parts } from './context.ts'

/**
 * Plans a card of the ticket in the chat and returns the delivery's ids, for flushing after the commit; none when there
 * is no such ticket. `nth` tells it from other cards of the ticket in that chat: planned twice, it is one.
 */
export async function planCard(
  tx: Db,
  { outbox, centre }: Pick<Parts, 'outbox' | 'centre'>,
  {
    ticketId,
    chat: { chatKey, personId },
    nth = '',
    priority = PRIORITY.card,
    now,
  }: { ticketId: number; chat: DeskChat; nth?: string; priority?: number; now: Date },
): Promise<number[]> {
  const card = await renderCard(tx, ticketId, { centre })
  if (!card) return []
  const key = `ticket:${ticketId}:card:${personId ?? chatIdOf(chatKey)}${nth && `:${nth}`}`
  const content = { method: 'sendMessage', payload: card.payload, ticket: ticketId }
  const delivery = { key, kind: 'card', chatKey, personId, content, priority, dueAt: now } as const
  const deliveryId = await outbox.plan(tx, delivery)
  await saveCard(tx, { ticketId, chatKey, deliveryId, revision: card.revision })
  return [deliveryId]
}
