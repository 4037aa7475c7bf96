/** Tickets of people who leave: what they asked is closed, what they took goes back to the queue. */
import type { Db } from './db.ts'
import { serves } from './duty.ts'
import { droppingCards } from './ticket-cards.ts'

/**
 * Closes every unfinished ticket of a person who leaves: there is nobody to answer. One for whose answer others wait,
 * too, goes on. Returns the ids of those closed.
 */
export async function closeTicketsOf(
  db: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with closed as (
       update tickets set status = 'closed', closed_at = $2, lease_until = null, revision = revision + 1
        where person_id = $1 and status <> 'closed'
          and not exists (select from tickets other where other.joined_to = tickets.id)
       returning id),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $2, 'asker left' from closed),
     ${droppingCards('closed')}
     select id from closed`,
    [personId, now],
  )
  return rows.map((row) => row.id)
}

/** Puts everything a leaving tutor holds back into the queue, of which the desk is reminded soon. Returns the tickets' ids. */
export async function releaseTicketsOf(
  db: Db,
  { tutorId, now }: { tutorId: number; now: Date },
): Promise<number[]> {
  return release(db, { which: 'tutor_id = $2', given: [tutorId], now })
}

/** The same for whoever holds tickets and cannot answer: lost the role, withdrew consent, or blocked the bot. */
export async function releaseTicketsOfGone(db: Db, { now }: { now: Date }): Promise<number[]> {
  return release(db, { which: `not ${serves('tutor_id')}`, given: [], now })
}

/** Whether `releaseTicketsOfGone` would find any. */
export async function hasTicketsOfGone(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ held: boolean }>(
    `select exists (
       select from tickets where status = 'claimed' and not ${serves('tutor_id')}) as held`,
  )
  return rows[0]?.held ?? false
}

async function release(
  db: Db,
  { which, given, now }: { which: string; given: number[]; now: Date },
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with released as (
       update tickets
          set status = 'open', tutor_id = null, lease_until = null, revision = revision + 1,
              reminded_at = null, remind_at = least(remind_at, $1)
        where status = 'claimed' and ${which} returning id),
     history as (
       insert into ticket_history (ticket_id, at, act) select id, $1, 'tutor left' from released)
     select id from released order by id`,
    [now, ...given],
  )
  return rows.map((row) => row.id)
}
