/** Measures of the documents in force: what is to be done until when, by whom, and what of it is done. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

/** All days are ISO dates. */
export interface MeasureRow {
  id: number
  edition_id: number
  document_id: number
  unit: number
  clause: string
  what: string
  deadline_text: string
  responsible: string
  result: string
  section: string
  shape: 'date' | 'span' | 'recurring' | 'none'
  starts_on: string | null
  due_on: string | null
  recurrence: 'weekly' | 'monthly' | 'quarterly' | 'half-yearly' | 'yearly' | 'always' | null
  days: string[]
  done_at: Date | null
  /** Due days that are done, of a measure that has several. */
  done_days: string[]
  created_at: Date
  /** The document that says so. */
  title: string
  kind: string
  number: string | null
  issued_on: string | null
  is_current: boolean
}

/** On the calendar are plans in force that nobody has put away. */
const IS_CURRENT = `(e.status = 'current' and e.measures_put_away_at is null)`

const SELECT = `select m.id, m.edition_id, e.document_id, m.unit, m.clause, m.what, m.deadline_text, m.responsible,
    m.result, m.section, m.shape, m.starts_on::text as starts_on, m.due_on::text as due_on,
    m.recurrence, m.days::text[] as days, m.done_at, m.created_at,
    array(select d.day::text from measure_days_done d where d.measure_id = m.id order by d.day) as done_days,
    e.title, e.kind, e.number, e.issued_on::text as issued_on, ${IS_CURRENT} as is_current
  from measures m join editions e on e.id = m.edition_id`

/** Everything on the calendar, or what one document has there; in the order of documents and rows. */
export async function listMeasures(
  db: Db,
  { documentId = null }: { documentId?: number | null } = {},
): Promise<MeasureRow[]> {
  const { rows } = await db.query<MeasureRow>(
    `${SELECT} where ${IS_CURRENT} and ($1::bigint is null or e.document_id = $1)
      order by e.issued_on nulls last, e.id, m.ordinal`,
    [documentId],
  )
  return rows
}

/** Also one that is not on the calendar any more: `is_current` says so. */
export async function findMeasure(db: Db, { id }: { id: number }): Promise<MeasureRow | null> {
  const { rows } = await db.query<MeasureRow>(`${SELECT} where m.id = $1`, [id])
  return rows[0] ?? null
}

/** The words of the clause or row that says so, whole. */
export async function quoteOfMeasure(db: Db, { id }: { id: number }): Promise<string> {
  const { rows } = await db.query<{ text: string | null }>(
    `select string_agg(p.text, E'\\n' order by p.ordinal) as text
       from measures m join passages p on p.edition_id = m.edition_id and p.unit = m.unit
      where m.id = $1`,
    [id],
  )
  return rows[0]?.text ?? ''
}

export interface NewMeasure {
  /** The passage that says so, and the first passage of its clause or row. */
  ordinal: number
  unit: number
  clause: string
  what: string
  /** The same for the same measure in the next edition, whatever its deadline is there. */
  likeness: string
  deadlineText: string
  responsible: string
  result: string
  section: string
  shape: MeasureRow['shape']
  startsOn: string | null
  dueOn: string | null
  recurrence: MeasureRow['recurrence']
  days: string[]
}

/** Writes what was read of the edition, once; `until`: the day on which its term ends, null where it goes on. */
export async function insertMeasures(
  tx: Db,
  edition: { editionId: number; measures: readonly NewMeasure[]; until: string | null; now: Date },
): Promise<void> {
  const { editionId, measures, until, now } = edition
  await tx.query('update editions set measures_read = true, measures_until = $2 where id = $1', [
    editionId,
    until,
  ])
  await tx.query(
    `insert into measures (edition_id, ordinal, unit, clause, what, likeness, deadline_text, responsible,
                           result, section, shape, starts_on, due_on, recurrence, days, created_at)
     select $1, ordinal, unit, clause, what, likeness, "deadlineText", responsible,
            result, section, shape, "startsOn", "dueOn",
            recurrence, array(select value::date from jsonb_array_elements_text(days)), $3
       from jsonb_to_recordset($2::jsonb) as m (
         ordinal integer, unit integer, clause text, what text, likeness text, "deadlineText" text, responsible text,
         result text, section text, shape text, "startsOn" date, "dueOn" date,
         recurrence text, days jsonb)
     on conflict (edition_id, ordinal) do nothing`,
    [editionId, toJson(measures), now],
  )
}

/**
 * What was done of the replaced edition is done in the new one: each measure follows the same one of it, told by its
 * words, and of several with the same words by the deadline, then by their order.
 */
export async function followMeasures(
  tx: Db,
  { editionId, replacedId }: { editionId: number; replacedId: number },
): Promise<void> {
  const numbered = (by: string) => `row_number() over (partition by ${by} order by ordinal) as nth`
  for (const same of ['likeness, deadline_text', 'likeness']) {
    await tx.query(
      `update measures m set follows = pair.old_id, done_at = pair.done_at, done_by = pair.done_by,
              created_at = pair.created_at
         from (select n.id, o.id as old_id, o.done_at, o.done_by, o.created_at
                 from (select *, ${numbered(same)} from measures where edition_id = $1 and follows is null) n
                 join (select *, ${numbered(same)} from measures f
                        where edition_id = $2
                          and not exists (select from measures t where t.edition_id = $1 and t.follows = f.id)) o
                   using (${same}, nth)) pair
        where m.id = pair.id`,
      [editionId, replacedId],
    )
  }
  await tx.query(
    `insert into measure_days_done (measure_id, day, done_at, done_by)
     select m.id, d.day, d.done_at, d.done_by
       from measures m join measure_days_done d on d.measure_id = m.follows
      where m.edition_id = $1
     on conflict do nothing`,
    [editionId],
  )
}

/** An edition in force whose measures were never read. */
export interface UnreadEdition {
  id: number
  title: string
  kind: string
  issued_on: string | null
}

/** `but`: the kind of editions that have no measures. */
const UNREAD = `from editions where not measures_read and status = 'current' and kind <> $1`

export async function hasUnreadEditions(db: Db, { but }: { but: string }): Promise<boolean> {
  const { rowCount } = await db.query(`select ${UNREAD} limit 1`, [but])
  return rowCount === 1
}

/** The next of them, held until the transaction ends; null when there is none that nobody holds. */
export async function findUnreadEdition(
  tx: Db,
  { but }: { but: string },
): Promise<UnreadEdition | null> {
  const { rows } = await tx.query<UnreadEdition>(
    `select id, title, kind, issued_on::text as issued_on ${UNREAD} order by id limit 1 for update skip locked`,
    [but],
  )
  return rows[0] ?? null
}
