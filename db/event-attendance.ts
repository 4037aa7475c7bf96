/** Who came to an event, what they thought of it, and what they got of it. */
import type { Db } from './db.ts'
import { holdEvent, type Mark, noteEventChanged } from './event-marks.ts'
import { toJson } from './json.ts'
import type { Said } from './said.ts'

/** The word counts from so long before the beginning to so long after the end. */
export const WORD_BEFORE_MINUTES = 30
export const WORD_AFTER_MINUTES = 120

/** Code words of published events that begin within a day of the given time: another event may not have the same. */
export async function codeWordsAround(db: Db, { at }: { at: Date }): Promise<string[]> {
  const { rows } = await db.query<{ code_word: string }>(
    `select code_word from events
      where code_word is not null and status = 'published'
        and starts_at between $1::timestamptz - interval '15 days' and $1::timestamptz + interval '15 days'`,
    [at],
  )
  return rows.map(({ code_word }) => code_word)
}

export interface Attended {
  event_id: number
  title: string
  /** False: it was noted before. */
  fresh: boolean
}

/**
 * Notes that the person is at the event whose word this is, in small letters and without ё. Null when no event takes
 * that word now. Registered or not; for whoever was counted before nothing changes.
 */
export async function attend(
  tx: Db,
  { word, personId, now }: { word: string; personId: number; now: Date },
): Promise<Attended | null> {
  const { rows } = await tx.query<{ id: number; title: string }>(
    `select id, title from events
      where status = 'published' and translate(lower(code_word), 'ё', 'е') = $1
        and starts_at - ${WORD_BEFORE_MINUTES} * interval '1 minute' <= $2
        and starts_at + (minutes + ${WORD_AFTER_MINUTES}) * interval '1 minute' >= $2
      order by starts_at desc, id limit 1 for no key update`,
    [word, now],
  )
  const [event] = rows
  if (!event) return null
  const { rowCount } = await tx.query(
    `insert into event_people as p (event_id, person_id, attended_at, materials_due)
     values ($1, $2, $3, exists (select from event_materials where event_id = $1))
     on conflict (event_id, person_id) do update
       set attended_at = $3, materials_due = excluded.materials_due, to_tell = nullif(p.to_tell, 'event')
     where p.attended_at is null`,
    [event.id, personId, now],
  )
  const fresh = rowCount === 1
  if (fresh) await noteEventChanged(tx, event.id)
  return { event_id: event.id, title: event.title, fresh }
}

/** Keeps the opinion of somebody who came, 1 to 5; the last counts. «same»: it was said before. */
export async function rateEvent(
  tx: Db,
  given: { eventId: number; personId: number; rating: number; now: Date },
): Promise<'rated' | 'same' | 'not there'> {
  const { eventId, personId, rating, now } = given
  await holdEvent(tx, eventId)
  const { rows } = await tx.query<{ rating: number | null; attended_at: Date | null }>(
    'select rating, attended_at from event_people where event_id = $1 and person_id = $2 for update',
    [eventId, personId],
  )
  const [known] = rows
  if (!known?.attended_at) return 'not there'
  if (known.rating === rating) return 'same'
  await tx.query(
    `update event_people set rating = $3, rated_at = $4, asked_at = coalesce(asked_at, $4)
      where event_id = $1 and person_id = $2`,
    [eventId, personId, rating, now],
  )
  await noteEventChanged(tx, eventId)
  return 'rated'
}

export interface Material {
  id: number
  content: Said
}

/**
 * Keeps what those who came get, and notes that it is to be sent to them. `origin`: the update that brought it, known:
 * nothing changes. Returns to how many it goes at once; whoever is counted later gets it then. Call it in a transaction.
 */
export async function addMaterial(
  tx: Db,
  given: { eventId: number; origin: string; content: Said; addedBy: number; now: Date },
): Promise<number | null> {
  const { eventId, origin, content, addedBy, now } = given
  await holdEvent(tx, eventId)
  const { rowCount: added } = await tx.query(
    `insert into event_materials (event_id, origin, content, added_by, added_at) values ($1, $2, $3, $4, $5)
     on conflict (origin) do nothing`,
    [eventId, origin, toJson(content), addedBy, now],
  )
  if (added !== 1) return null
  const { rowCount } = await tx.query(
    'update event_people set materials_due = true where event_id = $1 and attended_at is not null',
    [eventId],
  )
  await noteEventChanged(tx, eventId)
  return rowCount ?? 0
}

/** What was added after the given one, in order. */
export async function listMaterials(
  db: Db,
  { eventId, after }: { eventId: number; after: number },
): Promise<Material[]> {
  const { rows } = await db.query<Material>(
    'select id, content from event_materials where event_id = $1 and id > $2 order by id',
    [eventId, after],
  )
  return rows
}

export interface Participant {
  name: string | null
  institution: string | null
  position: string | null
  mark: Mark | null
  attended_at: Date | null
  rating: number | null
}

/** Everybody who has pressed something or came: those who go first, then who waits, declined, came unasked. */
export async function listParticipants(
  db: Db,
  { eventId }: { eventId: number },
): Promise<Participant[]> {
  const { rows } = await db.query<Participant>(
    `select person.name, coalesce(i.name, person.institution_words) as institution, person.position,
            p.mark, p.attended_at, p.rating
       from event_people p
       join people person on person.id = p.person_id and person.erased_at is null
       left join institutions i on i.id = person.institution_id
      where p.event_id = $1 and (p.mark is not null or p.attended_at is not null)
      order by array_position(array['going', 'waiting', 'declined'], p.mark) nulls first,
               p.mark <> 'waiting' nulls first, case when p.mark = 'waiting' then p.place end,
               person.name, p.person_id`,
    [eventId],
  )
  return rows
}

/** Forgets what a person had to do with events: who came counts on without a name. Call it in a transaction. */
export async function forgetInEventPeople(
  tx: Db,
  { personId }: { personId: number },
): Promise<void> {
  await tx.query(
    `insert into event_erased as known (event_id, came, rated, stars)
     select event_id, 1, count(rating), coalesce(sum(rating), 0) from event_people
      where person_id = $1 and attended_at is not null group by event_id
     on conflict (event_id) do update
       set came = known.came + 1, rated = known.rated + excluded.rated, stars = known.stars + excluded.stars`,
    [personId],
  )
  await tx.query(
    `update events set revision = revision + 1
      where id in (select event_id from event_people where person_id = $1 order by event_id)`,
    [personId],
  )
  await tx.query('delete from event_people where person_id = $1', [personId])
  await tx.query('delete from event_cards where person_id = $1', [personId])
  await tx.query('update event_materials set added_by = null where added_by = $1', [personId])
}
