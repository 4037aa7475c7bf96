/** Cards of tickets in tutors' chats: which message each is, and which state it shows. */
import type { Db } from './db.ts'
import { DESK_CHATS, type DeskChat } from './duty.ts'

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

/**
 * A part of the statement that finishes tickets, `finished` being the name of its rows: their cards that have not left
 * do not leave any more, and were never planned. Those that a tutor has asked for come all the same.
 */
export const droppingCards = (finished: string): string => `
  dropped as (
    delete from deliveries d using ticket_cards c, ${finished} as f
     where c.ticket_id = f.id and d.id = c.delivery_id and d.kind = 'card'
       and d.priority > 0 and d.status = 'planned' and d.repeats = 0)`

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
      where c.ticket_id = $1 and not c.lost and (c.wait_until is null or c.wait_until < clock_timestamp())`,
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

/**
 * Of so many open tickets, the longest waiting, every chat of the desk has a card; the others are in the queue's list.
 * Of a claimed one the group has a card, or the tutor who has it.
 */
const SHOWN_TICKETS = 10

/** Where a ticket has no card at all is the matter of `db/lost-cards.ts`. */
const MISSING_CARDS = `
  with desk as materialized (${DESK_CHATS})
  select t.id as "ticketId", desk.chat_key as "chatKey", desk.person_id as "personId"
    from ((select id, tutor_id from tickets where status = 'open' order by waiting_since, id limit ${SHOWN_TICKETS})
          union all select id, tutor_id from tickets where status = 'claimed') t
   cross join desk
   where not exists (
       select from ticket_cards c where c.ticket_id = t.id and c.chat_key = desk.chat_key)
     and exists (
       select from ticket_cards c join desk other on other.chat_key = c.chat_key
        where c.ticket_id = t.id and not c.lost)`

export interface MissingCard extends DeskChat {
  ticketId: number
}

/** Cards that some chats of the desk have and others have not: a tutor came later, or went on duty. */
export async function findMissingCards(db: Db): Promise<MissingCard[]> {
  const { rows } = await db.query<MissingCard>(
    `select * from (${MISSING_CARDS}) as missing order by "ticketId", "personId"`,
  )
  return rows
}

export async function hasMissingCards(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ missing: boolean }>(
    `select exists (${MISSING_CARDS}) as missing`,
  )
  return rows[0]?.missing ?? false
}

/** The message that is the ticket's newest card in the chat; null when there is none. */
export async function findCardMessage(
  db: Db,
  { ticketId, chatKey }: { ticketId: number; chatKey: string },
): Promise<string | null> {
  const { rows } = await db.query<{ message_id: string }>(
    `select d.message_id from ticket_cards c
       join deliveries d on d.id = c.delivery_id and d.status = 'sent'
      where c.ticket_id = $1 and d.chat_key = $2 and not c.lost order by d.id desc limit 1`,
    [ticketId, chatKey],
  )
  return rows[0]?.message_id ?? null
}

/** The card's message is gone: not edited any more; an unfinished ticket gets another card. */
export async function markCardLost(db: Db, { deliveryId }: { deliveryId: number }): Promise<void> {
  await db.query('update ticket_cards set lost = true where delivery_id = $1', [deliveryId])
}

/** The person of this chat is back: cards that did not arrive are to be sent anew, the others brought up to date. */
export async function reviveCards(tx: Db, { chatKey }: { chatKey: string }): Promise<void> {
  await tx.query(
    `delete from ticket_cards c using deliveries d
      where d.id = c.delivery_id and c.chat_key = $1 and d.status = 'failed'`,
    [chatKey],
  )
  await tx.query(
    `update ticket_cards c set shown_revision = 0, wait_until = null
       from tickets t where t.id = c.ticket_id and t.status <> 'closed' and c.chat_key = $1`,
    [chatKey],
  )
}
