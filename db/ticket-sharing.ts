/** One answer to many askers: what was joined to a ticket is answered with it and then goes its own way. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'
import type { Said } from './said.ts'
import type { Ticket, TicketStatus } from './tickets.ts'
import { anyWordOf } from './words.ts'

/**
 * Every ticket joined to this one, which was answered with the message just now, is answered itself: the message is in
 * its own thread, and its asker closes it or goes on with the same tutor alone. Call it in that transaction, after those
 * who wait were told.
 */
export async function shareAnswer(
  tx: Db,
  { ticketId, messageId, now }: { ticketId: number; messageId: number; now: Date },
): Promise<Ticket[]> {
  const { rows } = await tx.query<Ticket>(
    `with main as (select id, tutor_id from tickets where id = $1),
     shared as (
       update tickets t
          set status = 'answered', joined_to = null, tutor_id = main.tutor_id, answered_at = $3, closed_at = null,
              lease_until = null, revision = t.revision + 1
         from main where t.joined_to = main.id returning t.*),
     said as (
       insert into ticket_messages (ticket_id, author_id, side, origin, content, said_at)
       select shared.id, m.author_id, m.side, m.origin || ':' || shared.id, m.content, m.said_at
         from shared cross join ticket_messages m where m.id = $2
       on conflict (origin) do nothing),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act, details)
       select id, $3, tutor_id, 'answered', jsonb_build_object('with', $1::bigint) from shared)
     select * from shared order by id`,
    [ticketId, messageId, now],
  )
  return rows
}

/** What was joined to a ticket that got no answer stands for itself again, closed as that one is. Returns the ids. */
export async function partJoined(
  tx: Db,
  { ticketId, now }: { ticketId: number; now: Date },
): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `with parted as (
       update tickets set joined_to = null, closed_at = $2, revision = revision + 1
        where joined_to = $1 returning id),
     history as (
       insert into ticket_history (ticket_id, at, act, details)
       select id, $2, 'rejected', jsonb_build_object('with', $1::bigint) from parted)
     select id from parted order by id`,
    [ticketId, now],
  )
  return rows.map(({ id }) => id)
}

/**
 * The tutor's ticket is answered by what another one was answered with; whoever joined it gets the same. Returns what was
 * said; null when the ticket is not the tutor's any more or the other one has no answer. Call it in a transaction.
 */
export async function answerWith(
  tx: Db,
  same: { ticketId: number; fromId: number; tutorId: number; now: Date },
): Promise<{
  messageId: number
  content: Said
  author: string | null
  position: string | null
} | null> {
  const { rows: answers } = await tx.query<{
    id: number
    author_id: number | null
    content: Said
    author: string | null
    position: string | null
  }>(
    `select m.id, m.author_id, m.content, p.name as author, p.position
       from ticket_messages m join tickets t on t.id = m.ticket_id left join people p on p.id = m.author_id
      where m.ticket_id = $1 and m.side = 'tutor' and m.content ? 'text' and t.answered_at is not null
      order by m.id desc limit 1`,
    [same.fromId],
  )
  const [answer] = answers
  if (!answer) return null
  const { rows } = await tx.query<{ id: number }>(
    `with answered as (
       update tickets set status = 'answered', answered_at = $3, lease_until = null, revision = revision + 1
        where id = $1 and tutor_id = $2 and status = 'claimed' returning id),
     said as (
       insert into ticket_messages (ticket_id, author_id, side, origin, content, said_at)
       select answered.id, $4, 'tutor', 'same:' || answered.id || ':' || $5::bigint, $6, $3 from answered
       on conflict (origin) do update set said_at = excluded.said_at returning id),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act, details)
       select id, $3, $2, 'answered', jsonb_build_object('as', $7::bigint) from answered)
     select said.id from said, answered`,
    [
      same.ticketId,
      same.tutorId,
      same.now,
      answer.author_id,
      answer.id,
      toJson(answer.content),
      same.fromId,
    ],
  )
  const { content, author, position } = answer
  return rows[0] ? { messageId: rows[0].id, content, author, position } : null
}

export interface AskedTicket {
  id: number
  status: TicketStatus
  question: string
  person_id: number | null
  municipality: string | null
  answered_at: Date | null
  /** It came with files, or what was said goes beyond the question. */
  is_plain: boolean
}

/**
 * Tickets that share a word with the text, likeliest first: those in the queue, and with `answeredSince` those that were
 * answered then or later. What is joined to another one is left out.
 */
export async function listAskedAlike(
  db: Db,
  wanted: { text: string; except: number | null; answeredSince: Date | null; limit: number },
): Promise<AskedTicket[]> {
  const { rows } = await db.query<AskedTicket>(
    `select t.id, t.status, q.text as question, t.person_id, t.answered_at,
            coalesce(q.municipality, i.territory) as municipality,
            jsonb_array_length(q.attachments) = 0 and not exists (
              select from ticket_messages m where m.ticket_id = t.id and m.side = 'teacher') as is_plain
       from tickets t
       join questions q on q.id = t.question_id
       left join people asker on asker.id = t.person_id
       left join institutions i on i.id = asker.institution_id
      where t.joined_to is null and t.id is distinct from $2
        and (t.status in ('open', 'claimed') or t.answered_at >= $3)
        and q.words @@ ${anyWordOf('$1')}
      order by ts_rank(q.words, ${anyWordOf('$1')}) desc, t.id limit $4`,
    [wanted.text, wanted.except, wanted.answeredSince, wanted.limit],
  )
  return rows
}

/** The person's own ticket that waits for this one's answer, perhaps itself; null when they have not asked it. */
export async function findOwnJoined(
  db: Db,
  { ticketId, personId }: { ticketId: number; personId: number },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `select * from tickets where person_id = $2 and (id = $1 or joined_to = $1) order by id limit 1`,
    [ticketId, personId],
  )
  return rows[0] ?? null
}

/** Somebody who waited for this ticket's answer asks further alone: the card counts one less. */
export async function noteParted(tx: Db, { ticketId }: { ticketId: number }): Promise<void> {
  await tx.query('update tickets set revision = revision + 1 where id = $1', [ticketId])
}

/** Whether any chat has a card of the ticket; one that was joined to another has none. */
export async function hasCard(db: Db, ticketId: number): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from ticket_cards where ticket_id = $1 and not lost limit 1',
    [ticketId],
  )
  return rowCount === 1
}

/** Whoever opens a ticket for these words does it alone, until the transaction ends: of two at once the second sees the first. */
export async function lockWords(tx: Db, { hash }: { hash: number }): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, $2)', [7_305, hash])
}
