/** Reminders of measures whose edition was replaced, and the measures of the new edition that they go over to. */
import type { Db } from './db.ts'
import type { MeasureRow } from './measures.ts'

type Timed = Pick<MeasureRow, 'shape' | 'starts_on' | 'due_on' | 'recurrence' | 'days'>

export interface LeftReminder {
  /** The measure of the replaced edition, and the same of the new one. */
  from_id: number
  to_id: number
  /** «2026-12-01», and how many days before it people are reminded. */
  day: string
  days_before: number
  people: number[]
  old: Timed
  new: Timed
}

const LEFT = `reminders r
  join measures o on o.id = r.measure_id
  join measures n on n.follows = o.id
  join editions e on e.id = n.edition_id
 where r.status = 'planned' and r.due_at > $1 and e.status = 'current'`

export async function hasLeftReminders(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rowCount } = await db.query(`select from ${LEFT} limit 1`, [now])
  return rowCount === 1
}

/** Held until the transaction ends: they go over once. */
export async function takeLeftReminders(tx: Db, { now }: { now: Date }): Promise<LeftReminder[]> {
  const timed = (m: string) => `json_build_object('shape', ${m}.shape, 'starts_on', ${m}.starts_on,
    'due_on', ${m}.due_on, 'recurrence', ${m}.recurrence, 'days', ${m}.days)`
  const { rows } = await tx.query<LeftReminder>(
    `select o.id as from_id, n.id as to_id, r.day::text as day, split_part(r.moment, ':', 2)::integer as days_before,
            r.people::float8[] as people, ${timed('o')} as old, ${timed('n')} as new
       from ${LEFT} order by r.id for update of r skip locked`,
    [now],
  )
  return rows
}
