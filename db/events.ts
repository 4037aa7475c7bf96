/** Events of networking sites: drafted by a methodist, published once, changed, moved, cancelled. */
import type { Audience } from './audiences.ts'
import type { Db } from './db.ts'
import { toJson } from './json.ts'

/** What methodists say of an event. */
export interface EventFacts {
  site_id: number | null
  title: string
  description: string
  /** By the wall clock of `zone`, «2026-11-25T15:00»: what people agreed on. Null while nothing is said. */
  starts_local: string | null
  zone: string
  /** That moment. */
  starts_at: Date | null
  minutes: number
  place: string
  link: string
  /** Null: no limit. */
  capacity: number | null
  audience: Audience
  /** Minutes before the beginning, the earliest reminder first. */
  remind_before: number[]
}

export interface EventRow extends EventFacts {
  id: number
  /** The site's name. */
  site: string | null
  status: 'draft' | 'published' | 'cancelled'
  code_word: string | null
  /** Of the calendar entry: grows with every change that people are told of. */
  sequence: number
  /** Grows with everything that its card or preview shows. */
  revision: number
  /** The revision of the draft that its methodist has seen whole; null: none yet. */
  previewed: number | null
  created_by: number | null
  created_at: Date
  published_at: Date | null
  cancelled_at: Date | null
  cancel_reason: string | null
}

/** An event that is or was published: it has a time. */
export type PlannedEvent = EventRow & { starts_local: string; starts_at: Date }

/** The columns of an `EventRow` e, with its site s of `EVENT_SITE`. */
export const EVENT_COLUMNS = `e.id, e.site_id, s.name as site, e.title, e.description,
  to_char(e.starts_local, 'YYYY-MM-DD"T"HH24:MI') as starts_local, e.zone, e.starts_at, e.minutes,
  e.place, e.link, e.capacity, e.audience, e.remind_before, e.status, e.code_word, e.sequence,
  e.revision, e.previewed, e.created_by, e.created_at, e.published_at, e.cancelled_at, e.cancel_reason`

export const EVENT_SITE = 'left join sites s on s.id = e.site_id'

/** Null when there is none of this id. */
export async function findEvent(db: Db, { id }: { id: number }): Promise<EventRow | null> {
  const { rows } = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from events e ${EVENT_SITE} where e.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/**
 * Changes a published event that is not over. `sequence` is the one that the methodist saw; `told`: people are told, so
 * that it grows. Null when it is not so any more.
 */
export async function changeEvent(
  tx: Db,
  given: {
    id: number
    sequence: number
    facts: Partial<EventFacts>
    told: boolean
    now: Date
  },
): Promise<PlannedEvent | null> {
  const { id, sequence, facts, told, now } = given
  const { sql, values } = assignments(facts, 5)
  return planned(
    await writeEvent(
      tx,
      `update events set ${sql} revision = revision + 1,
              sequence = case when $4 then sequence + 1 else sequence end
        where id = $1 and sequence = $2 and ${IS_AHEAD('$3')} returning *`,
      [id, sequence, now, told, ...values],
    ),
  )
}

/** Cancels a published event that is not over; null when it is not so any more. */
export async function cancelEvent(
  tx: Db,
  given: { id: number; sequence: number; reason: string | null; now: Date },
): Promise<PlannedEvent | null> {
  const { id, sequence, reason, now } = given
  return planned(
    await writeEvent(
      tx,
      `update events set status = 'cancelled', cancelled_at = $3, cancel_reason = $4,
              sequence = sequence + 1, revision = revision + 1
        where id = $1 and sequence = $2 and ${IS_AHEAD('$3')} returning *`,
      [id, sequence, now, reason],
    ),
  )
}

/** How many published events of the site have not begun. */
export async function countComing(
  db: Db,
  { siteId, now }: { siteId: number; now: Date },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from events where site_id = $1 and status = 'published' and starts_at > $2`,
    [siteId, now],
  )
  return rows[0]?.count ?? 0
}

/** What was agreed on by the wall clock and begins after `since`, drafts as well, for making the moments anew. */
export async function agreedTimes(
  db: Db,
  { since }: { since: Date },
): Promise<Pick<PlannedEvent, 'id' | 'starts_local' | 'zone' | 'starts_at'>[]> {
  const { rows } = await db.query<PlannedEvent>(
    `select ${EVENT_COLUMNS} from events e ${EVENT_SITE}
      where e.starts_local is not null and e.status <> 'cancelled' and e.starts_at > $1 order by e.id`,
    [since],
  )
  return rows
}

/** The same time by the wall clock is another moment now. False when it was moved meanwhile. */
export async function setMoment(
  tx: Db,
  { id, zone, local, at }: { id: number; zone: string; local: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update events set starts_at = $4, revision = revision + 1
      where id = $1 and zone = $2 and starts_local = $3::timestamp and status <> 'cancelled'`,
    [id, zone, local, at],
  )
  return rowCount === 1
}

/** Forgets that an erased person made events; what they did not publish goes. */
export async function forgetInEvents(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query(`delete from events where created_by = $1 and status = 'draft'`, [personId])
  await tx.query('update events set created_by = null where created_by = $1', [personId])
}

/** Published and not over. `now` names a parameter. */
const IS_AHEAD = (now: string) =>
  `status = 'published' and starts_at + minutes * interval '1 minute' > ${now}`

/** Columns are named here and nowhere else: nothing from outside gets into the statement. */
const FACTS = {
  site_id: 'bigint',
  title: 'text',
  description: 'text',
  starts_local: 'timestamp',
  zone: 'text',
  starts_at: 'timestamptz',
  minutes: 'integer',
  place: 'text',
  link: 'text',
  capacity: 'integer',
  audience: 'jsonb',
  remind_before: 'integer[]',
} as const satisfies Record<keyof EventFacts, string>

/** `title = $3::text, ` for each fact that is given; nothing for those that are not. */
export function assignments(
  facts: Partial<EventFacts>,
  first: number,
): { sql: string; values: unknown[] } {
  const given = Object.entries(FACTS).flatMap(([column, type]) => {
    // The keys of FACTS are those of the facts.
    const value = facts[column as keyof EventFacts]
    return value === undefined ? [] : [{ column, type, value }]
  })
  return {
    sql: given.map(({ column, type }, n) => `${column} = $${first + n}::${type}, `).join(''),
    values: given.map(({ column, value }) => (column === 'audience' ? toJson(value) : value)),
  }
}

export async function writeEvent(
  db: Db,
  update: string,
  values: unknown[],
): Promise<EventRow | null> {
  const { rows } = await db.query<EventRow>(
    `with e as (${update}) select ${EVENT_COLUMNS} from e ${EVENT_SITE}`,
    values,
  )
  return rows[0] ?? null
}

/** The table's own rule says that what is published has a time. */
export function planned(event: EventRow | null): PlannedEvent | null {
  return event as PlannedEvent | null
}
