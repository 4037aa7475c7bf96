/** Brings a ticket's cards to its latest state: changes made while an edit waits for its turn need no edit of their own. */
import type { Db } from '../db/db.ts'
import { findOldCards, holdCard, markCardShown } from '../db/ticket-cards.ts'
import type { Notifier, SendResult } from './notifier.ts'

/** The handler of the job `refresh-card`. What cannot be edited now `due` finds again. */
export function createRefreshCard({
  pool,
  notifier,
}: {
  pool: Db
  notifier: Notifier
}): (payload: { ticketId: number }) => Promise<void> {
  return async ({ ticketId }) => {
    for (const card of await findOldCards(pool, { ticketId })) {
      const { chat_key: chatKey, message_id: messageId, delivery_id: deliveryId, revision } = card
      const result = await notifier.editCard({ chatKey, messageId, ticketId })
      if (isOver(result)) await markCardShown(pool, { deliveryId, revision })
      if (result.kind === 'wait') await holdCard(pool, { deliveryId, seconds: result.seconds })
    }
  }
}

/** Edited, or a message that can never be edited again: deleted, or in a chat that the bot has left. */
function isOver({ kind }: SendResult): boolean {
  return kind === 'sent' || kind === 'refused' || kind === 'blocked'
}
