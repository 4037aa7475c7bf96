/** Cards of tickets in tutors' chats: which message each is, and which state it shows. */
import type { Db } from './db.ts'

/** Remembers that this delivery is the ticket's card in this chat. */
export async function saveCard(
  db: Db,
  card: { ticketId: number; chatKey: string; deliveryId: number; revision: number },
): Promise<void> {
  await db.query(
    `insert into ticket_cards (ticket_id, chat_key, delivery_id, shown_revision)
     values ($1, $2, $3, $4) on conflict do nothing`,
    [card.ticketId, card.chatKey, card.deliveryId, card.revision],
  )
}

export interface OldCard {
  delivery_id: number
  chat_key: string
  message_id: string
  /** The ticket's revision at the moment of looking: an edit made after it shows at least that. */
  revision: number
}

/** The ticket's cards that have arrived, show less than is true and may be edited now. Chats are where the message is now. */
export async function findOldCards(db: Db, { ticketId }: { ticketId: number }): Promise<OldCard[]> {
  const { rows } = await db.query<OldCard>(
    `select c.delivery_id, d.chat_key, d.message_id, t.revision
       from ticket_cards c
       join tickets t on t.id = c.ticket_id and t.revision > c.shown_revision
       join deliveries d on d.id = c.delivery_id and d.status = 'sent'
      where c.ticket_id = $1 and (c.wait_until is null or c.wait_until < clock_timestamp())`,
    [ticketId],
  )
  return rows
}

/** The card's chat has had its share: not edited for so many seconds, and then to what is true by then. */
export async function holdCard(
  db: Db,
  { deliveryId, seconds }: { deliveryId: number; seconds: number },
): Promise<void> {
  await db.query(
    `update ticket_cards set wait_until = clock_timestamp() + $2 * interval '1 second'
      where delivery_id = $1`,
    [deliveryId, seconds],
  )
}

/** The card shows this revision now, or will never show another. */
export async function markCardShown(
  db: Db,
  { deliveryId, revision }: { deliveryId: number; revision: number },
): Promise<void> {
  await db.query(
    `update ticket_cards set shown_revision = greatest(shown_revision, $2) where delivery_id = $1`,
    [deliveryId, revision],
  )
}
