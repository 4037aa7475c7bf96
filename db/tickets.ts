/** Tickets: what the documents do not answer, from the queue through a tutor's hands to the teacher. */
import type { Db } from './db.ts'
import { serves } from './duty.ts'
import { droppingCards } from './ticket-cards.ts'

export type TicketStatus = 'open' | 'claimed' | 'answered' | 'closed'

export interface Ticket {
  /** The number people see: № 127. */
  id: number
  question_id: number
  person_id: number | null
  status: TicketStatus
  tutor_id: number | null
  opened_at: Date
  promised_by: Date
  lease_until: Date | null
  /** Since when a tutor's answer is waited for: the opening, or the latest clarification of an answered one. */
  waiting_since: Date
  /** Still in the queue at that time, the desk is reminded of it, once for each stay in the queue. */
  remind_at: Date
  reminded_at: Date | null
  /** When it was told that the promise is broken. */
  overdue_told_at: Date | null
  /** Closed with that ticket, whose answer is the answer to this one. */
  joined_to: number | null
  answered_at: Date | null
  closed_at: Date | null
  /** Grows with every change: a card that shows less is out of date. */
  revision: number
}

/** Opens a ticket for the question, or returns the one it has already (`fresh: false`). */
export async function openTicket(
  db: Db,
  ticket: {
    questionId: number
    personId: number | null
    promisedBy: Date
    remindAt: Date
    now: Date
  },
): Promise<{ ticket: Ticket; fresh: boolean }> {
  const { rows } = await db.query<Ticket>(
    `with opened as (
       insert into tickets (question_id, person_id, promised_by, opened_at, waiting_since, remind_at)
       values ($1, $2, $3, $4, $4, $5)
       on conflict (question_id) do nothing returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $4, $2, 'opened' from opened)
     select * from opened`,
    [ticket.questionId, ticket.personId, ticket.promisedBy, ticket.now, ticket.remindAt],
  )
  if (rows[0]) return { ticket: rows[0], fresh: true }
  const before = await findTicketOfQuestion(db, ticket.questionId)
  if (!before) throw new Error(`the ticket of question ${ticket.questionId} vanished`)
  return { ticket: before, fresh: false }
}

export async function findTicket(db: Db, ticketId: number): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(`select * from tickets where id = $1`, [ticketId])
  return rows[0] ?? null
}

export async function findTicketOfQuestion(db: Db, questionId: number): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(`select * from tickets where question_id = $1`, [
    questionId,
  ])
  return rows[0] ?? null
}

/** The person's own unanswered ticket with the same words, joined to another or not: asking twice does not queue twice. */
export async function findSameTicket(
  db: Db,
  { personId, text }: { personId: number; text: string },
): Promise<Ticket | null> {
  const { rows } = await db.query<{ id: number }>(
    `select t.id from tickets t join questions q on q.id = t.question_id
       left join tickets main on main.id = t.joined_to
      where t.person_id = $1 and coalesce(main.status, t.status) in ('open', 'claimed')
        and lower(btrim(q.text)) = lower(btrim($2)) order by t.id limit 1`,
    [personId, text],
  )
  return rows[0] ? findTicket(db, rows[0].id) : null
}

/** A lease does not reach past the time that was promised, unless that is over: then it is as long as any. */
export const untilPromised = (lease: string, now: string): string =>
  `case when promised_by > ${now} then least(${lease}, promised_by) else ${lease} end`

/** Gives the ticket to the tutor, at most until the time promised; null when somebody was faster. */
export async function claimTicket(
  db: Db,
  claim: { ticketId: number; tutorId: number; leaseUntil: Date; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with claimed as (
       update tickets set status = 'claimed', tutor_id = $2, lease_until = ${untilPromised('$3::timestamptz', '$4')},
              revision = revision + 1
        where id = $1 and status = 'open' returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $4, $2, 'claimed' from claimed)
     select * from claimed`,
    [claim.ticketId, claim.tutorId, claim.leaseUntil, claim.now],
  )
  return rows[0] ?? null
}

/** Puts the tutor's own ticket back into the queue; null when it is not theirs, or not claimed any more. */
export async function returnTicket(
  db: Db,
  { ticketId, tutorId, now }: { ticketId: number; tutorId: number; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with returned as (
       update tickets set status = 'open', tutor_id = null, lease_until = null, reminded_at = null,
              revision = revision + 1
        where id = $1 and tutor_id = $2 and status = 'claimed' returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'returned' from returned)
     select * from returned`,
    [ticketId, tutorId, now],
  )
  return rows[0] ?? null
}

/** Marks the tutor's ticket answered, also by one more message; null when it is not theirs. */
export async function answerTicket(
  db: Db,
  { ticketId, tutorId, now }: { ticketId: number; tutorId: number; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with answered as (
       update tickets set status = 'answered', answered_at = $3, lease_until = null, revision = revision + 1
        where id = $1 and tutor_id = $2 and status in ('claimed', 'answered') returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'answered' from answered),
     ${droppingCards('answered')}
     select * from answered`,
    [ticketId, tutorId, now],
  )
  return rows[0] ?? null
}

/**
 * The teacher goes on: an answered ticket, or one closed at `closedSince` or later, returns to its tutor (to the queue
 * when the tutor is gone) with a new promise; an unanswered one stays where it is. Null when it is not theirs or too old.
 */
export async function continueTicket(
  db: Db,
  next: {
    ticketId: number
    personId: number
    promisedBy: Date
    remindAt: Date
    leaseUntil: Date
    closedSince: Date
    now: Date
  },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with continued as (
       update tickets
          set status = case when ${HAS_TUTOR} then 'claimed' else 'open' end,
              tutor_id = case when ${HAS_TUTOR} then tutor_id end,
              lease_until = case when not ${HAS_TUTOR} then null
                                 when status = 'claimed' then lease_until else $4::timestamptz end,
              promised_by = case when ${IS_WAITING} then promised_by else $3 end,
              waiting_since = case when ${IS_WAITING} then waiting_since else $6 end,
              remind_at = case when ${IS_WAITING} then remind_at else $7 end,
              reminded_at = case when ${IS_WAITING} then reminded_at end,
              overdue_told_at = case when ${IS_WAITING} then overdue_told_at end,
              closed_at = null, joined_to = null, revision = revision + 1
        where id = $1 and person_id = $2 and (status <> 'closed' or closed_at >= $5) returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $6, $2, 'continued' from continued)
     select * from continued`,
    [
      next.ticketId,
      next.personId,
      next.promisedBy,
      next.leaseUntil,
      next.closedSince,
      next.now,
      next.remindAt,
    ],
  )
  return rows[0] ?? null
}

/** The ticket's tutor is still one who can answer. */
const HAS_TUTOR = serves('tickets.tutor_id')

/** An answer is waited for already. */
const IS_WAITING = `status in ('open', 'claimed')`

/** The teacher says that the answer helped; null when it is not theirs, or not answered. */
export async function resolveTicket(
  db: Db,
  { ticketId, personId, now }: { ticketId: number; personId: number; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with closed as (
       update tickets set status = 'closed', closed_at = $3, revision = revision + 1
        where id = $1 and person_id = $2 and status = 'answered' returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'resolved' from closed)
     select * from closed`,
    [ticketId, personId, now],
  )
  return rows[0] ?? null
}
