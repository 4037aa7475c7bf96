/** Reminders of measures, which methodists plan for people whom they choose. */
import type { Db } from './db.ts'
import { forgetReminders } from './reminders.ts'

/** Plans it, or adds the people to the one that is there. Call it in a transaction. */
export async function addMeasureReminder(
  tx: Db,
  reminder: {
    measureId: number
    /** «2026-12-01». */
    day: string
    daysBefore: number
    people: readonly number[]
    dueAt: Date
    pointlessAt: Date
    now: Date
  },
): Promise<number> {
  const { measureId, day, daysBefore, people, dueAt, pointlessAt, now } = reminder
  const { rows } = await tx.query<{ id: number }>(
    `insert into reminders (measure_id, day, moment, due_at, pointless_at, people, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (measure_id, moment, due_at) where measure_id is not null
     do update set status = case when reminders.status = 'dropped' then 'planned' else reminders.status end,
            reached = case when reminders.status = 'dropped' then 0 else reminders.reached end,
            people = case when reminders.status = 'dropped' then excluded.people else array(
              select unnest(reminders.people) union select unnest(excluded.people)) end
     returning id`,
    [measureId, day, `${day}:${daysBefore}`, dueAt, pointlessAt, people, now],
  )
  const [row] = rows
  if (!row) throw new Error(`the reminder of measure ${measureId} was not written`)
  return row.id
}

/** Drops the measure's reminders of that day; of every day when it is null. Call it in a transaction. */
export async function dropMeasureReminders(
  tx: Db,
  { measureId, day, now }: { measureId: number; day: string | null; now: Date },
): Promise<void> {
  await tx.query(
    `update reminders set status = 'dropped'
      where measure_id = $1 and status <> 'dropped' and ($2::date is null or day = $2)`,
    [measureId, day],
  )
  await forgetReminders(tx, { measureId, now })
}

export interface MeasureReminder {
  id: number
  /** «2026-12-01». */
  day: string
  due_at: Date
  /** How many are reminded. */
  people: number
}

/** What is still to come, the earliest first. */
export async function listMeasureReminders(
  db: Db,
  { measureId, now }: { measureId: number; now: Date },
): Promise<MeasureReminder[]> {
  const { rows } = await db.query<MeasureReminder>(
    `select id, to_char(day, 'YYYY-MM-DD') as day, due_at, cardinality(people) as people
       from reminders where measure_id = $1 and status = 'planned' and due_at > $2
      order by due_at, id`,
    [measureId, now],
  )
  return rows
}
