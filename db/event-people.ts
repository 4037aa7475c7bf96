/** People and an event: who is told of it, what each is still to be told, and what each one's own copy shows. */
import type { Db } from './db.ts'
import { invite } from './event-invited.ts'
import type { Mark } from './event-marks.ts'
import { noteEventChanged } from './event-marks.ts'
import { findEvent } from './events.ts'

export interface EventPerson {
  event_id: number
  person_id: number
  mark: Mark | null
  /** Of those who wait the first is 1; null for everybody else. */
  queue: number | null
  calendar_at: Date | null
  attended_at: Date | null
  rating: number | null
  revision: number
}

/** What somebody is to be told: of the event itself, or of what became of it. */
export type ToTell = 'event' | 'place' | 'moved' | 'changed' | 'cancelled'

const QUEUE = `case when p.mark = 'waiting' then
  (select count(*) from event_people q where q.event_id = p.event_id and q.mark = 'waiting' and q.place <= p.place) end`

/** The columns of an `EventPerson` p. */
export const EVENT_PERSON = `p.event_id, p.person_id, p.mark, ${QUEUE} as queue, p.calendar_at, p.attended_at, p.rating, p.revision`

/** Null for somebody who was neither told of the event nor has pressed anything. */
export async function findEventPerson(
  db: Db,
  { eventId, personId }: { eventId: number; personId: number },
): Promise<EventPerson | null> {
  const { rows } = await db.query<EventPerson>(
    `select ${EVENT_PERSON} from event_people p where p.event_id = $1 and p.person_id = $2`,
    [eventId, personId],
  )
  return rows[0] ?? null
}

/**
 * Fixes the audience of an event that was just published: each is to be told of it. Returns how many they are. Call it
 * in the transaction that publishes.
 */
export async function announceEvent(
  tx: Db,
  { eventId }: { eventId: number; now: Date },
): Promise<number> {
  const event = await findEvent(tx, { id: eventId })
  if (event?.status !== 'published') return 0
  const people = await invite(tx, event)
  await noteEventChanged(tx, eventId)
  return people
}

/** The event has another time: those concerned are to be told, the others see it in their copies. */
export async function tellMoved(
  tx: Db,
  { eventId }: { eventId: number; now: Date },
): Promise<void> {
  await noteNews(tx, eventId, 'moved')
}

/** The same of another place or link. */
export async function tellChanged(
  tx: Db,
  { eventId }: { eventId: number; now: Date },
): Promise<void> {
  await noteNews(tx, eventId, 'changed')
}

/** The event is cancelled: those concerned are to be told; who was not told of it yet never is. */
export async function tellCancelled(
  tx: Db,
  { eventId }: { eventId: number; now: Date },
): Promise<void> {
  await tx.query(
    `update deliveries d set status = 'failed', error = 'the event was cancelled', content = '{}',
            lease_owner = null, lease_until = null
       from event_people p
      where p.event_id = $1 and d.id in (p.announced_by, p.told_by) and d.status = 'planned'`,
    [eventId],
  )
  await tx.query(
    `update event_people p set revision = revision + 1,
            to_tell = case when ${CONCERNED} then 'cancelled' end
      where p.event_id = $1`,
    [eventId],
  )
  await noteEventChanged(tx, eventId)
}

/** What the copies of the event show has changed; nobody is written to for that. */
export async function refreshCopies(tx: Db, { eventId }: { eventId: number }): Promise<void> {
  await tx.query('update event_people set revision = revision + 1 where event_id = $1', [eventId])
  await noteEventChanged(tx, eventId)
}

/** How many are told by message when the event is moved or cancelled. */
export async function countConcerned(db: Db, { eventId }: { eventId: number }): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from event_people p where p.event_id = $1 and ${CONCERNED}`,
    [eventId],
  )
  return rows[0]?.count ?? 0
}

/** The person has taken the event to their own calendar: they get its changes. */
export async function noteInCalendar(
  tx: Db,
  { eventId, personId, now }: { eventId: number; personId: number; now: Date },
): Promise<void> {
  await tx.query(
    `insert into event_people (event_id, person_id, calendar_at) values ($1, $2, $3)
     on conflict (event_id, person_id) do update set calendar_at = coalesce(event_people.calendar_at, $3)`,
    [eventId, personId, now],
  )
}

/** Whoever wants to come, or has it in their calendar. */
const CONCERNED = `(p.mark in ('going', 'waiting') or p.calendar_at is not null)`

/** News that was planned and not sent gives way to this; that the time is another one must not be lost with it. */
async function noteNews(tx: Db, eventId: number, news: 'moved' | 'changed'): Promise<void> {
  await tx.query(
    `with dropped as (
       update deliveries d set status = 'failed', error = 'newer news took its place', content = '{}',
              lease_owner = null, lease_until = null
         from event_people p
        where p.event_id = $1 and d.id = p.told_by and d.status = 'planned' returning d.id, d.key)
     update event_people p set revision = revision + 1,
            to_tell = case
              when p.to_tell = 'event' then 'event'
              when not ${CONCERNED} then null
              when $2 = 'moved' or p.to_tell = 'moved'
                or exists (select from dropped where id = p.told_by and key like 'event:%:moved:%') then 'moved'
              else 'changed' end
      where p.event_id = $1`,
    [eventId, news],
  )
  await noteEventChanged(tx, eventId)
}
