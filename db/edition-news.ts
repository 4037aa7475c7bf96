/** Who was answered from which clauses of a document, and which new editions they still have to be told of. */
import type { Db } from './db.ts'
import type { StoredAnswer } from './questions.ts'

export interface EditionNews {
  edition_id: number
  replaced_id: number
  document_id: number
  title: string
}

/** Notes that those answered from what the edition changed are to be told; in the transaction that stores it. */
export async function planEditionNews(
  tx: Db,
  { editionId, replacedId, now }: { editionId: number; replacedId: number; now: Date },
): Promise<void> {
  await tx.query(
    `insert into edition_news (edition_id, replaced_id, planned_at) values ($1, $2, $3)
     on conflict do nothing`,
    [editionId, replacedId, now],
  )
}

export async function hasEditionNews(db: Db): Promise<boolean> {
  const { rowCount } = await db.query('select from edition_news where told_at is null limit 1')
  return rowCount === 1
}

/** The oldest news nobody is telling at the moment, held until the transaction ends; null when all is told. */
export async function takeEditionNews(tx: Db): Promise<EditionNews | null> {
  const { rows } = await tx.query<EditionNews>(
    `select n.edition_id::float8 as edition_id, n.replaced_id::float8 as replaced_id,
            e.document_id::float8 as document_id, e.title
       from edition_news n join editions e on e.id = n.edition_id
      where n.told_at is null
      order by n.planned_at, n.edition_id limit 1 for update of n skip locked`,
  )
  return rows[0] ?? null
}

export async function markEditionNewsTold(
  tx: Db,
  { editionId, people, now }: { editionId: number; people: number; now: Date },
): Promise<void> {
  await tx.query('update edition_news set told_at = $2, people = $3 where edition_id = $1', [
    editionId,
    now,
    people,
  ])
}

/** An answer somebody was given, with a clause that it cites. */
export interface CitedAnswer {
  question_id: number
  person_id: number
  question: string
  answered_at: Date
  answer: StoredAnswer
  /** Which of the answer's citations it is, from 0. */
  citation: number
  edition_id: number
  /** The clause, by its first passage. */
  unit: number
}

/**
 * Answers citing any edition of the document, given since then to people who consent and have not blocked the bot; in
 * order of persons and time.
 */
export async function answersCiting(
  db: Db,
  { documentId, since }: { documentId: number; since: Date },
): Promise<CitedAnswer[]> {
  const { rows } = await db.query<CitedAnswer>(
    `select q.id::float8 as question_id, q.person_id::float8 as person_id, q.text as question, q.answered_at, q.answer,
            (c.place - 1)::integer as citation, p.edition_id::float8 as edition_id, p.unit
       from questions q
       cross join lateral jsonb_array_elements(q.answer -> 'citations') with ordinality as c (value, place)
       join passages p on p.id = (c.value ->> 'passageId')::bigint
                      and p.edition_id = (c.value ->> 'editionId')::bigint
       join editions e on e.id = p.edition_id and e.document_id = $1
      where q.status = 'answered' and q.answered_at >= $2
        and exists (select from consents n where n.person_id = q.person_id and n.withdrawn_at is null)
        and exists (select from accounts a where a.person_id = q.person_id and a.blocked_at is null)
      order by q.person_id, q.answered_at, q.id, c.place`,
    [documentId, since],
  )
  return rows
}

/** A clause or row of an edition, whole. */
export interface WholeClause {
  unit: number
  kind: string
  /** How it is cited; '' for what has no name. */
  clause: string
  text: string
}

/** Every clause of the edition in reading order. */
export async function clausesOf(db: Db, editionId: number): Promise<WholeClause[]> {
  const { rows } = await db.query<WholeClause>(
    `select unit, max(kind) filter (where ordinal = unit) as kind, max(clause) filter (where ordinal = unit) as clause,
            string_agg(text, E'\\n' order by ordinal) as text
       from passages where edition_id = $1 group by unit order by unit`,
    [editionId],
  )
  return rows
}
