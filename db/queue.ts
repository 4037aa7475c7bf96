/** The tutors' queue: what waits, who has it, what is late; a page at a time, the oldest first. */
import type { Db } from './db.ts'
import type { TicketStatus } from './tickets.ts'

export const QUEUE_FILTERS = ['free', 'mine', 'claimed', 'overdue'] as const

export type QueueFilter = (typeof QUEUE_FILTERS)[number]

/** SQL conditions on the waiting `tickets t`, for the person of `look` at its moment. */
const CONDITIONS: Record<QueueFilter, string> = {
  free: `t.status = 'open'`,
  mine: `t.status = 'claimed' and t.tutor_id = look.person_id`,
  claimed: `t.status = 'claimed'`,
  overdue: `t.promised_by <= look.now`,
}

const LOOK = `(select $1::bigint as person_id, $2::timestamptz as now) look`

/** Everything in the queue. */
const IS_WAITING = `t.status in ('open', 'claimed')`

interface Looking {
  personId: number
  now: Date
}

export type QueueCounts = Record<QueueFilter, number>

export async function countQueue(db: Db, { personId, now }: Looking): Promise<QueueCounts> {
  const counts = QUEUE_FILTERS.map(
    (filter) => `count(*) filter (where ${CONDITIONS[filter]}) as ${filter}`,
  )
  const { rows } = await db.query<QueueCounts>(
    `select ${counts.join(', ')} from tickets t cross join ${LOOK} where ${IS_WAITING}`,
    [personId, now],
  )
  if (!rows[0]) throw new Error('a count returned no row')
  return rows[0]
}

export interface QueueLine {
  id: number
  status: TicketStatus
  question: string
  waiting_since: Date
  promised_by: Date
  lease_until: Date | null
  tutor: string | null
  institution: string | null
}

/** A page of the queue, the longest waiting first. */
export async function listQueue(
  db: Db,
  page: Looking & { filter: QueueFilter; offset: number; limit: number },
): Promise<QueueLine[]> {
  const { personId, now, filter, offset, limit } = page
  const { rows } = await db.query<QueueLine>(
    `select t.id, t.status, q.text as question, t.waiting_since, t.promised_by, t.lease_until,
            tutor.name as tutor, coalesce(i.name, asker.institution_words) as institution
       from tickets t
       cross join ${LOOK}
       join questions q on q.id = t.question_id
       left join people asker on asker.id = t.person_id
       left join institutions i on i.id = asker.institution_id
       left join people tutor on tutor.id = t.tutor_id
      where ${IS_WAITING} and ${CONDITIONS[filter]}
      order by t.waiting_since, t.id offset $3 limit $4`,
    [personId, now, offset, limit],
  )
  return rows
}

export interface DeskFigures {
  /** Asked of the tutors from `since` until `now`. */
  asked: number
  /** Answered in that time. */
  answered: number
  free: number
  claimed: number
  overdue: number
}

/** What the morning digest tells. */
export async function countDesk(
  db: Db,
  { since, now }: { since: Date; now: Date },
): Promise<DeskFigures> {
  const { rows } = await db.query<DeskFigures>(
    `select (select count(*) from tickets where opened_at >= $1 and opened_at < $2) as asked,
            (select count(distinct ticket_id) from ticket_history
              where act = 'answered' and at >= $1 and at < $2) as answered,
            count(*) filter (where status = 'open') as free,
            count(*) filter (where status = 'claimed') as claimed,
            count(*) filter (where promised_by <= $2) as overdue
       from tickets where status in ('open', 'claimed')`,
    [since, now],
  )
  if (!rows[0]) throw new Error('a count returned no row')
  return rows[0]
}
