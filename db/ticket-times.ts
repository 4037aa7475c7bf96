/** What happens to tickets because of the time: each due thing is done by one statement, once, whoever looks first. */
import type { Db } from './db.ts'
import type { Ticket } from './tickets.ts'

/** At most so many at a time; the rest is for the next look. */
interface Look {
  now: Date
  limit: number
}

/** SQL conditions on `tickets`; `$1` is the present. */
const LEASE_IS_OVER = `status = 'claimed' and lease_until <= $1`
const REMINDER_IS_DUE = `status = 'open' and reminded_at is null and remind_at <= $1`
const IS_OVERDUE = `status in ('open', 'claimed') and overdue_told_at is null and promised_by <= $1`
const IS_UNCONTESTED = `status = 'answered' and answered_at <= $2`

/** Whether any of the functions below would find something. `answeredBefore`: those are closed. */
export async function isDeskDue(
  db: Db,
  { now, answeredBefore }: { now: Date; answeredBefore: Date },
): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>(
    `select exists (select from tickets where ${LEASE_IS_OVER})
         or exists (select from tickets where ${REMINDER_IS_DUE})
         or exists (select from tickets where ${IS_OVERDUE})
         or exists (select from tickets where ${IS_UNCONTESTED}) as due`,
    [now, answeredBefore],
  )
  return rows[0]?.due ?? false
}

export interface EndedLease {
  id: number
  /** Who had it until now. */
  tutor_id: number
  revision: number
}

/** Puts tickets whose lease ran out back into the queue. */
export async function endLeases(db: Db, { now, limit }: Look): Promise<EndedLease[]> {
  const { rows } = await db.query<EndedLease>(
    `with due as (
       select id, tutor_id from tickets where ${LEASE_IS_OVER}
        order by lease_until limit $2 for update skip locked),
     ended as (
       update tickets t
          set status = 'open', tutor_id = null, lease_until = null, reminded_at = null, revision = t.revision + 1
         from due where t.id = due.id returning t.id, due.tutor_id, t.revision),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $1, tutor_id, 'lease ended' from ended)
     select * from ended order by id`,
    [now, limit],
  )
  return rows
}

/** Tickets that nobody takes, each once for its stay in the queue. */
export async function takeReminders(db: Db, { now, limit }: Look): Promise<Ticket[]> {
  const { rows } = await db.query<Ticket>(
    `with due as (
       select id from tickets where ${REMINDER_IS_DUE}
        order by remind_at limit $2 for update skip locked),
     reminded as (
       update tickets t set reminded_at = $1 from due where t.id = due.id returning t.*),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $1, 'reminded' from reminded)
     select * from reminded order by waiting_since, id`,
    [now, limit],
  )
  return rows
}

/** Tickets not answered by the promised time, each once for each promise. */
export async function takeOverdue(db: Db, { now, limit }: Look): Promise<Ticket[]> {
  const { rows } = await db.query<Ticket>(
    `with due as (
       select id from tickets where ${IS_OVERDUE}
        order by promised_by limit $2 for update skip locked),
     overdue as (
       update tickets t set overdue_told_at = $1, revision = t.revision + 1
         from due where t.id = due.id returning t.*),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $1, 'overdue' from overdue)
     select * from overdue order by waiting_since, id`,
    [now, limit],
  )
  return rows
}

/** Closes tickets answered at `answeredBefore` or earlier that nobody contested. Returns their ids. */
export async function closeUncontested(
  db: Db,
  { now, limit, answeredBefore }: Look & { answeredBefore: Date },
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with due as (
       select id from tickets where ${IS_UNCONTESTED}
        order by answered_at limit $3 for update skip locked),
     closed as (
       update tickets t set status = 'closed', closed_at = $1, revision = t.revision + 1
         from due where t.id = due.id returning t.id),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $1, 'uncontested' from closed)
     select id from closed order by id`,
    [now, answeredBefore, limit],
  )
  return rows.map(({ id }) => id)
}
