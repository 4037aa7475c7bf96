/** Who comes to an event: one mark for each person, places in the order of asking, freed ones to those who wait. */
import type { Db } from './db.ts'
import { isInvited } from './event-invited.ts'
import type { EarlierPress } from './inbox.ts'

/** «waiting»: wants to come, and every place is taken. */
export type Mark = 'going' | 'waiting' | 'declined'

/** What has come of a press: the mark as it is now, by this press or an earlier one; or why there is none. */
export type Marked = { kind: 'marked'; mark: Mark } | { kind: 'begun' | 'cancelled' | 'unknown' }

interface Press {
  eventId: number
  personId: number
  now: Date
}

/**
 * The person wants to come: gets a place, or one in the waiting list. `before` is who asked for the same earlier and is
 * still to be answered: they are served first. Call it in a transaction.
 */
export async function askForPlace(
  tx: Db,
  { eventId, personId, before, now }: Press & { before: readonly EarlierPress[] },
): Promise<Marked> {
  const closed = await whyClosed(tx, { eventId, personId, now })
  if (closed) return closed
  const earlier = before.length > 0 ? await findTold(tx, { eventId, before }) : []
  const marked = await givePlaces(tx, { eventId, personIds: [...earlier, personId], now })
  if (marked.length > 0) await noteEventChanged(tx, eventId)
  const own = marked.find((each) => each.person_id === personId)
  const mark = own?.mark ?? (await findMark(tx, { eventId, personId })) ?? 'going'
  return { kind: 'marked', mark }
}

/** The person does not come: their place goes to the first who waits. Call it in a transaction. */
export async function declinePlace(tx: Db, { eventId, personId, now }: Press): Promise<Marked> {
  const closed = await whyClosed(tx, { eventId, personId, now })
  if (closed) return closed
  const before = await findMark(tx, { eventId, personId })
  if (before === 'declined') return { kind: 'marked', mark: 'declined' }
  await tx.query(
    `insert into event_people (event_id, person_id, mark, marked_at, revision) values ($1, $2, 'declined', $3, 1)
     on conflict (event_id, person_id) do update
       set mark = 'declined', place = null, marked_at = $3, revision = event_people.revision + 1`,
    [eventId, personId, now],
  )
  await afterLeaving(tx, { eventId, left: before, now })
  return { kind: 'marked', mark: 'declined' }
}

/**
 * Gives the free places to those who wait, the first first, and notes that they are to be told. Nobody loses a place
 * that they have. Returns who moved up. Call it in a transaction, also after the capacity was changed.
 */
export async function fillPlaces(
  tx: Db,
  { eventId, now }: { eventId: number; now: Date },
): Promise<number[]> {
  await holdEvent(tx, eventId)
  const { rows } = await tx.query<{ person_id: number }>(
    `update event_people set mark = 'going', marked_at = $2, revision = revision + 1,
            to_tell = coalesce(nullif(to_tell, 'event'), 'place')
      where event_id = $1 and person_id in (
        select p.person_id from event_people p
         where p.event_id = $1 and p.mark = 'waiting' order by p.place
         limit (select case when e.capacity is null then null else greatest(0, e.capacity -
                  (select count(*) from event_people g where g.event_id = e.id and g.mark = 'going')) end
                  from events e where e.id = $1 and e.status = 'published' and e.starts_at > $2))
        and exists (select from events e where e.id = $1 and e.status = 'published' and e.starts_at > $2)
      returning person_id`,
    [eventId, now],
  )
  if (rows.length > 0) await noteQueueMoved(tx, eventId)
  await noteEventChanged(tx, eventId)
  return rows.map(({ person_id }) => person_id)
}

/** The person gives up everything ahead: their places go to others. Call it in a transaction. */
export async function leaveEvents(
  tx: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<void> {
  const { rows } = await tx.query<{ event_id: number; mark: Mark }>(
    `select p.event_id, p.mark from event_people p join events e on e.id = p.event_id
      where p.person_id = $1 and p.mark in ('going', 'waiting') and e.starts_at > $2
      order by p.event_id`,
    [personId, now],
  )
  for (const { event_id: eventId, mark: left } of rows) {
    await holdEvent(tx, eventId)
    await tx.query(
      `update event_people set mark = null, place = null, marked_at = $3, revision = revision + 1
        where event_id = $1 and person_id = $2`,
      [eventId, personId, now],
    )
    await afterLeaving(tx, { eventId, left, now })
  }
}

/**
 * Nobody else changes the event or its people until the transaction ends. Comes before anything else that locks: two
 * changes that meet wait for each other, and neither is given up.
 */
export async function holdEvent(tx: Db, eventId: number): Promise<void> {
  await tx.query('select from events where id = $1 for no key update', [eventId])
}

/** The card of its methodists shows less than is true. */
export async function noteEventChanged(tx: Db, eventId: number): Promise<void> {
  await tx.query('update events set revision = revision + 1 where id = $1', [eventId])
}

/** Holds the event until the transaction ends, so that presses are decided one after the other. Null: it is open. */
async function whyClosed(
  tx: Db,
  { eventId, personId, now }: Press,
): Promise<Exclude<Marked, { kind: 'marked' }> | null> {
  const { rows } = await tx.query<{ status: string; begun: boolean; told: boolean }>(
    `select status, starts_at <= $3 as begun,
            exists (select from event_people p where p.event_id = e.id and p.person_id = $2) as told
       from events e where id = $1 for no key update`,
    [eventId, personId, now],
  )
  const [event] = rows
  if (!event) return { kind: 'unknown' }
  if (!event.told && !(await isInvited(tx, { eventId, personId }))) return { kind: 'unknown' }
  if (event.status === 'cancelled') return { kind: 'cancelled' }
  return event.begun ? { kind: 'begun' } : null
}

/** People of these chats who were told of the event and have not changed their mind since, in that order. */
async function findTold(
  tx: Db,
  { eventId, before }: { eventId: number; before: readonly EarlierPress[] },
): Promise<number[]> {
  const { rows } = await tx.query<{ person_id: number }>(
    `select p.person_id
       from unnest($2::text[], $3::timestamptz[]) with ordinality as press (chat_key, at, nth)
       join accounts a on a.messenger = split_part(press.chat_key, ':', 1)
                      and a.external_id = split_part(press.chat_key, ':', 2)
       join event_people p on p.person_id = a.person_id and p.event_id = $1
      where (p.marked_at is null or p.marked_at < press.at)
        and exists (select from consents n where n.person_id = p.person_id and n.withdrawn_at is null)
      order by press.nth`,
    [eventId, before.map(({ chat_key }) => chat_key), before.map(({ received_at }) => received_at)],
  )
  return rows.map(({ person_id }) => person_id)
}

/** Marks those who had no place so far, in this order. The event is held: what is counted here stays true. */
async function givePlaces(
  tx: Db,
  { eventId, personIds, now }: { eventId: number; personIds: readonly number[]; now: Date },
): Promise<{ person_id: number; mark: Mark }[]> {
  const { rows } = await tx.query<{ person_id: number; mark: Mark }>(
    `with event as (
       select capacity - (select count(*) from event_people where event_id = $1 and mark = 'going') as free
         from events where id = $1),
     wanting as (
       select given.person_id, row_number() over (order by given.nth) as nth
         from unnest($2::bigint[]) with ordinality as given (person_id, nth)
         left join event_people p on p.event_id = $1 and p.person_id = given.person_id
        where p.mark is null or p.mark = 'declined'
        order by given.nth)
     insert into event_people (event_id, person_id, mark, marked_at, place, revision)
     select $1, w.person_id, case when event.free is null or w.nth <= event.free then 'going' else 'waiting' end,
            $3, nextval('event_places'), 1
       from (select * from wanting order by nth) w, event
     on conflict (event_id, person_id) do update
       set mark = excluded.mark, marked_at = excluded.marked_at, place = excluded.place,
           revision = event_people.revision + 1
     returning person_id, mark`,
    [eventId, personIds, now],
  )
  return rows
}

async function findMark(
  db: Db,
  { eventId, personId }: { eventId: number; personId: number },
): Promise<Mark | null> {
  const { rows } = await db.query<{ mark: Mark | null }>(
    'select mark from event_people where event_id = $1 and person_id = $2',
    [eventId, personId],
  )
  return rows[0]?.mark ?? null
}

async function afterLeaving(
  tx: Db,
  { eventId, left, now }: { eventId: number; left: Mark | null; now: Date },
): Promise<void> {
  if (left === 'going') await fillPlaces(tx, { eventId, now })
  else await noteEventChanged(tx, eventId)
  if (left === 'waiting') await noteQueueMoved(tx, eventId)
}

/** Those who wait are shown which place they have now. */
async function noteQueueMoved(tx: Db, eventId: number): Promise<void> {
  await tx.query(
    `update event_people set revision = revision + 1 where event_id = $1 and mark = 'waiting'`,
    [eventId],
  )
}
