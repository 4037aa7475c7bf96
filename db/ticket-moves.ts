/** What a tutor does with a ticket beyond taking and answering it: handing over, prolonging, rejecting, joining. */
import type { Db } from './db.ts'
import { serves } from './duty.ts'
import { droppingCards } from './ticket-cards.ts'
import { answerTicket, claimTicket, type Ticket, untilPromised } from './tickets.ts'

/**
 * Answers the tutor's ticket; one whose lease ran out while they wrote is taken again for it, if it is still free. Null
 * when somebody else has it. Call it in a transaction.
 */
export async function answerOrRetake(
  tx: Db,
  answer: { ticketId: number; tutorId: number; leaseUntil: Date; now: Date },
): Promise<Ticket | null> {
  const answered = await answerTicket(tx, answer)
  if (answered) return answered
  return (await claimTicket(tx, answer)) ? answerTicket(tx, answer) : null
}

/** Gives the tutor's ticket to another one, who has to be able to answer; null when it is not theirs, or they cannot. */
export async function handOverTicket(
  db: Db,
  move: { ticketId: number; tutorId: number; toId: number; leaseUntil: Date; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with moved as (
       update tickets set tutor_id = $3, lease_until = ${untilPromised('$4::timestamptz', '$5')}, revision = revision + 1
        where id = $1 and tutor_id = $2 and status = 'claimed' and $2 <> $3 and ${serves('$3')} returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act, details)
       select id, $5, $2, 'handed over', jsonb_build_object('to', $3::bigint) from moved)
     select * from moved`,
    [move.ticketId, move.tutorId, move.toId, move.leaseUntil, move.now],
  )
  return rows[0] ?? null
}

/** Prolongs the tutor's lease up to the promised time; null when it is not theirs, or reaches as far already. */
export async function prolongTicket(
  db: Db,
  { ticketId, tutorId, now }: { ticketId: number; tutorId: number; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with prolonged as (
       update tickets set lease_until = promised_by, revision = revision + 1
        where id = $1 and tutor_id = $2 and status = 'claimed' and lease_until < promised_by returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'prolonged' from prolonged)
     select * from prolonged`,
    [ticketId, tutorId, now],
  )
  return rows[0] ?? null
}

/** Closes the tutor's ticket without an answer; null when it is not theirs. The reason is said in the ticket's thread. */
export async function rejectTicket(
  db: Db,
  { ticketId, tutorId, now }: { ticketId: number; tutorId: number; now: Date },
): Promise<Ticket | null> {
  const { rows } = await db.query<Ticket>(
    `with rejected as (
       update tickets set status = 'closed', closed_at = $3, lease_until = null, revision = revision + 1
        where id = $1 and tutor_id = $2 and status = 'claimed' returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'rejected' from rejected),
     ${droppingCards('rejected')}
     select * from rejected`,
    [ticketId, tutorId, now],
  )
  return rows[0] ?? null
}

/**
 * Closes a ticket as the same question as another one, which is not closed: whoever asked waits for that one's answer.
 * Of a tutor it must be the own one; with no tutor (the program joins) it must be open. What was joined to it before
 * comes along. Returns the ticket with the other one, or null when either has changed meanwhile.
 */
export async function joinTicket(
  db: Db,
  join: { ticketId: number; intoId: number; tutorId: number | null; now: Date },
): Promise<{ joined: Ticket; into: Ticket } | null> {
  const { rows } = await db.query<Ticket>(
    `with target as materialized (
       select id from tickets where id = $2 and id <> $1 and status <> 'closed' for update),
     joined as (
       update tickets t
          set status = 'closed', closed_at = $4, joined_to = target.id, lease_until = null,
              revision = t.revision + 1
         from target
        where t.id = $1
          and case when $3::bigint is null then t.status = 'open'
                   else t.status = 'claimed' and t.tutor_id = $3 end
       returning t.*),
     along as (
       update tickets set joined_to = $2 where joined_to = $1 and exists (select from joined)),
     widened as (
       update tickets set revision = revision + 1 where id = $2 and exists (select from joined) returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act, details)
       select id, $4, $3, 'joined', jsonb_build_object('to', $2::bigint) from joined
       union all
       select id, $4, $3, 'joined by', jsonb_build_object('ticket', $1::bigint) from widened),
     ${droppingCards('joined')}
     select * from joined union all select * from widened`,
    [join.ticketId, join.intoId, join.tutorId, join.now],
  )
  const [joined, into] = rows
  return joined && into ? { joined, into } : null
}

/** Tickets whose askers wait for this one's answer, too. */
export async function listJoinedTickets(db: Db, ticketId: number): Promise<Ticket[]> {
  const { rows } = await db.query<Ticket>(
    'select * from tickets where joined_to = $1 order by id',
    [ticketId],
  )
  return rows
}
