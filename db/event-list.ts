/** Events as lists: what is ahead for a person, what they take part in, and for methodists everything. */
import { type Audience, audienceCondition } from './audiences.ts'
import type { Db } from './db.ts'
import type { Mark } from './event-marks.ts'

/** «own»: going, waiting or been there; «past» and «drafts» are for methodists. */
export const EVENT_FILTERS = ['ahead', 'own', 'past', 'drafts'] as const

export type EventFilter = (typeof EVENT_FILTERS)[number]

export interface ListedEvent {
  id: number
  title: string
  site_id: number | null
  site: string | null
  status: 'draft' | 'published' | 'cancelled'
  starts_at: Date | null
  zone: string
  capacity: number | null
  mark: Mark | null
  /** Of those who wait the first is 1. */
  queue: number | null
  came: boolean
  going: number
  waiting: number
}

const IS_OVER = `e.starts_at + e.minutes * interval '1 minute' <= $2`

const CONDITIONS: Record<EventFilter, string> = {
  ahead: `e.status <> 'draft' and not (${IS_OVER})
    and (e.status = 'published' or p.mark is not null or $3)`,
  own: `e.status <> 'draft' and (p.attended_at is not null or p.mark in ('going', 'waiting') and not (${IS_OVER}))`,
  past: `e.status <> 'draft' and ${IS_OVER} and $3`,
  drafts: `e.status = 'draft' and e.created_by = $1 and $3`,
}

const ORDERS: Record<EventFilter, string> = {
  ahead: 'e.starts_at, e.id',
  own: 'e.starts_at desc, e.id desc',
  past: 'e.starts_at desc, e.id desc',
  drafts: 'e.id desc',
}

/** Longer lists are not looked through by anybody. */
const LONGEST = 500

/**
 * All events of the list that the person may see, in order; `all`: the person is a methodist and sees those of every
 * audience, drafts of their own, and what is over.
 */
export async function listEvents(
  db: Db,
  given: { personId: number; all: boolean; filter: EventFilter; now: Date },
): Promise<ListedEvent[]> {
  const { personId, all, filter, now } = given
  const { rows } = await db.query<ListedEvent & { told: boolean; audience: Audience }>(
    `select e.id, e.title, e.site_id, s.name as site, e.status, e.starts_at, e.zone, e.capacity, e.audience, p.mark, p.attended_at is not null as came, p.person_id is not null as told,
            case when p.mark = 'waiting' then (select count(*) from event_people q
              where q.event_id = e.id and q.mark = 'waiting' and q.place <= p.place) end as queue,
            (select count(*) from event_people q where q.event_id = e.id and q.mark = 'going') as going,
            (select count(*) from event_people q where q.event_id = e.id and q.mark = 'waiting') as waiting
       from events e left join sites s on s.id = e.site_id
       left join event_people p on p.event_id = e.id and p.person_id = $1
      where $2::timestamptz is not null and $3::boolean is not null and ${CONDITIONS[filter]}
      order by ${ORDERS[filter]} limit ${LONGEST}`,
    [personId, now, all],
  )
  if (all) return rows
  const meant = await meantFor(
    db,
    personId,
    rows.filter(({ told }) => !told),
  )
  return rows.filter(({ told, id }) => told || meant.has(id))
}

/** Of these events those whose audience the person belongs to. */
async function meantFor(
  db: Db,
  personId: number,
  events: readonly { id: number; audience: Audience }[],
): Promise<Set<number>> {
  if (events.length === 0) return new Set()
  const values: unknown[] = [personId]
  const questions = events.map(({ id, audience }) => {
    const condition = audienceCondition(audience, values.length + 1)
    values.push(...condition.values)
    return `select ${Number(id)}::bigint as id from people p where p.id = $1 and ${condition.sql}`
  })
  const { rows } = await db.query<{ id: number }>(questions.join(' union all '), values)
  return new Set(rows.map(({ id }) => id))
}
