/** Plans: documents in force that have measures, put away from the calendar when their term has ended. */
import type { Db } from './db.ts'

export interface Plan {
  document_id: number
  edition_id: number
  title: string
  kind: string
  number: string | null
  issued_on: string | null
  /** The day on which its term and the last of its measures end; null: it goes on. */
  measures_until: string | null
  measures_put_away_at: Date | null
  measures: number
}

const SELECT = `select e.document_id, e.id as edition_id, e.title, e.kind, e.number, e.issued_on::text as issued_on,
    e.measures_until::text as measures_until, e.measures_put_away_at,
    (select count(*)::integer from measures m where m.edition_id = e.id) as measures
  from editions e
 where e.status = 'current' and exists (select from measures m where m.edition_id = e.id)`

/** Those on the calendar first. */
export async function listPlans(db: Db): Promise<Plan[]> {
  const { rows } = await db.query<Plan>(
    `${SELECT} order by e.measures_put_away_at is not null, e.issued_on nulls last, e.id`,
  )
  return rows
}

export async function findPlan(
  db: Db,
  { documentId }: { documentId: number },
): Promise<Plan | null> {
  const { rows } = await db.query<Plan>(`${SELECT} and e.document_id = $1`, [documentId])
  return rows[0] ?? null
}

/** Its measures leave the calendar; the document stays in force. Null when they have left it already. */
export async function putPlanAway(
  tx: Db,
  { documentId, now }: { documentId: number; now: Date },
): Promise<{ edition_id: number } | null> {
  const { rows } = await tx.query<{ edition_id: number }>(
    `update editions set measures_put_away_at = $2
      where document_id = $1 and status = 'current' and measures_put_away_at is null
        and exists (select from measures m where m.edition_id = editions.id)
      returning id as edition_id`,
    [documentId, now],
  )
  return rows[0] ?? null
}

/** They come back as they were. */
export async function bringPlanBack(
  tx: Db,
  { documentId }: { documentId: number },
): Promise<{ edition_id: number } | null> {
  const { rows } = await tx.query<{ edition_id: number }>(
    `update editions set measures_put_away_at = null
      where document_id = $1 and status = 'current' and measures_put_away_at is not null
      returning id as edition_id`,
    [documentId],
  )
  return rows[0] ?? null
}

/** Documents that are plans themselves, whose term ended before the day; nobody was asked about them yet. */
const ENDED = `e.status = 'current' and e.measures_until < $1 and e.archive_offered_at is null
  and e.measures_put_away_at is null and e.kind = any($2::text[])
  and exists (select from measures m where m.edition_id = e.id)`

export interface Ended {
  /** ISO date. */
  today: string
  /** Kinds of documents that are nothing but plans. */
  kinds: readonly string[]
}

export async function hasEndedPlans(db: Db, { today, kinds }: Ended): Promise<boolean> {
  const { rowCount } = await db.query(`select from editions e where ${ENDED} limit 1`, [
    today,
    kinds,
  ])
  return rowCount === 1
}

/** Takes them to be offered, once: whoever takes a plan asks about it. */
export async function takeEndedPlans(
  tx: Db,
  { today, kinds, now }: Ended & { now: Date },
): Promise<Plan[]> {
  const { rows } = await tx.query<{ document_id: number }>(
    `update editions e set archive_offered_at = $3 where ${ENDED} returning e.document_id`,
    [today, kinds, now],
  )
  const plans = await listPlans(tx)
  return plans.filter((plan) => rows.some(({ document_id: id }) => id === plan.document_id))
}
