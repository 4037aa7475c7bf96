/** A tutor's answer that did not reach the teacher: whose it was, the ticket back in their hands, and waiting for a person. */
import type { Db } from './db.ts'
import { serves } from './duty.ts'
import type { Held } from './sending.ts'
import type { Ticket } from './tickets.ts'

/** Who said this in a ticket's thread; null when they are gone. */
export async function authorOfMessage(
  db: Db,
  { messageId }: { messageId: number },
): Promise<number | null> {
  const { rows } = await db.query<{ author_id: number | null }>(
    'select author_id from ticket_messages where id = $1',
    [messageId],
  )
  return rows[0]?.author_id ?? null
}

/**
 * The answer cannot be delivered: the ticket is its tutor's again, or in the queue when they are gone. Null when it is
 * not answered any more, so that of several parts of an answer the first decides.
 */
export async function takeBackAnswer(
  tx: Db,
  { ticketId, leaseUntil, now }: { ticketId: number; leaseUntil: Date; now: Date },
): Promise<Ticket | null> {
  const { rows } = await tx.query<Ticket>(
    `with back as (
       update tickets
          set status = case when ${HAS_TUTOR} then 'claimed' else 'open' end,
              tutor_id = case when ${HAS_TUTOR} then tutor_id end,
              lease_until = case when ${HAS_TUTOR} then $2::timestamptz end,
              answered_at = null, revision = revision + 1
        where id = $1 and status = 'answered' returning *),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $3, 'undelivered' from back)
     select * from back`,
    [ticketId, leaseUntil, now],
  )
  return rows[0] ?? null
}

const HAS_TUTOR = serves('tickets.tutor_id')

/** The person has blocked the bot: the delivery keeps its content, and is due when they come back. */
export async function waitForReturn(
  db: Db,
  { id, owner, error }: Held & { error: string },
): Promise<void> {
  await db.query(
    `update deliveries
        set status = 'planned', due_at = 'infinity', error = $3, lease_owner = null, lease_until = null
      where id = $1 and lease_owner = $2 and status in ('planned', 'sending')`,
    [id, owner, error],
  )
}

/** The person of this chat is back: what waited for them is due. */
export async function endWaiting(
  db: Db,
  { chatKey, now }: { chatKey: string; now: Date },
): Promise<void> {
  await db.query(
    `update deliveries set due_at = $2, error = null
      where chat_key = $1 and status = 'planned' and due_at = 'infinity'`,
    [chatKey, now],
  )
}
