/** Brings a ticket's cards to its latest state: changes made while an edit waits for its turn need no edit of their own. */
import type { Pool } from '../db/db.ts'
import { moveDeskChat, noteGroupGone } from '../db/desk-chat.ts'
import { findOldCards, holdCard, markCardLost, markCardShown } from '../db/ticket-cards.ts'
import { transaction } from '../db/transaction.ts'
import type { Notifier } from './notifier.ts'

/** The handler of the job `refresh-card`. What cannot be edited now `due` finds again, and replaces cards that are lost. */
export function createRefreshCard({
  pool,
  notifier,
  clock,
}: {
  pool: Pool
  notifier: Notifier
  clock: () => Date
}): (payload: { ticketId: number }) => Promise<void> {
  return async ({ ticketId }) => {
    for (const card of await findOldCards(pool, { ticketId })) {
      const { chat_key: chatKey, message_id: messageId, delivery_id: deliveryId, revision } = card
      const result = await notifier.editCard({ chatKey, messageId, ticketId })
      const now = clock()
      switch (result.kind) {
        case 'sent':
        case 'refused':
          await markCardShown(pool, { deliveryId, revision })
          break
        case 'gone':
          await markCardLost(pool, { deliveryId })
          break
        case 'blocked':
          await noteGroupGone(pool, { chatKey, now })
          await markCardShown(pool, { deliveryId, revision })
          break
        case 'moved':
          await transaction(pool, (tx) =>
            moveDeskChat(tx, { from: chatKey, to: result.chatKey, now }),
          )
          break
        case 'wait':
          await holdCard(pool, { deliveryId, seconds: result.seconds })
      }
    }
  }
}
