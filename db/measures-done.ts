/** Marks measures as done, and takes the mark back: at once, or for one of their due days. */
import type { Db } from './db.ts'

/** What is marked: the whole measure, or one day of those on which it is due. */
export interface DoneMark {
  measureId: number
  /** ISO date; null: the whole measure. */
  day: string | null
}

/** False when it was done already, or is not on the calendar any more. */
export async function markMeasureDone(
  tx: Db,
  { measureId, day, personId, now }: DoneMark & { personId: number; now: Date },
): Promise<boolean> {
  const { rowCount } =
    day === null
      ? await tx.query(
          `update measures set done_at = $2, done_by = $3 where id = $1 and done_at is null and ${ON_CALENDAR}`,
          [measureId, now, personId],
        )
      : await tx.query(
          `insert into measure_days_done (measure_id, day, done_at, done_by)
           select id, $4, $2, $3 from measures where id = $1 and ${ON_CALENDAR}
           on conflict do nothing`,
          [measureId, now, personId, day],
        )
  return rowCount === 1
}

/** False when it was not done. */
export async function unmarkMeasureDone(tx: Db, { measureId, day }: DoneMark): Promise<boolean> {
  const { rowCount } =
    day === null
      ? await tx.query(
          `update measures set done_at = null, done_by = null
            where id = $1 and done_at is not null and ${ON_CALENDAR}`,
          [measureId],
        )
      : await tx.query('delete from measure_days_done where measure_id = $1 and day = $2', [
          measureId,
          day,
        ])
  return rowCount === 1
}

/** Who chose whom, and who was chosen: it goes with the person. What they did for the centre stays without a name. */
export async function forgetInMeasures(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query('delete from measure_choices where person_id = $1', [personId])
  await tx.query(
    'update measure_choices set people = array_remove(people, $1) where $1 = any(people)',
    [personId],
  )
  await tx.query('update measures set done_by = null where done_by = $1', [personId])
  await tx.query('update measure_days_done set done_by = null where done_by = $1', [personId])
}

const ON_CALENDAR = `edition_id in (
  select id from editions where status = 'current' and measures_put_away_at is null)`
