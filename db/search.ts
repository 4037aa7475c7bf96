/** Finds passages of editions in force: Russian full text and vectors, each scored, scaled and summed in one statement. */
import type { Db } from './db.ts'

export interface FoundPassage {
  id: string
  edition_id: string
  ordinal: number
  unit: number
  kind: string
  path: string[]
  clause: string
  text: string
  cells: { header: string; text: string }[] | null
  search_text: string
  search_context: string
  title: string
  source: string
  document_kind: string
  number: string | null
  issued_on: string | null
  territory: string | null
  /** Each from 0 to 1 within this question, 0 where the list does not have the passage. */
  words_score: number
  sparse_score: number
  dense_score: number
  score: number
}

export interface PassageSearch {
  /** A tsquery of lexemes joined by `|`, or null. */
  lexemes: string | null
  /** As pgvector writes them, or null, each with the name of its embedder: vectors of another cannot be compared with it. */
  sparse: string | null
  sparseEmbedder: string
  dense: string | null
  denseEmbedder: string | null
  /** Territories to look in; documents without one are always looked in. Null means everywhere. */
  territories: readonly string[] | null
  editionId: number | null
  weights: { words: number; sparse: number; dense: number }
  limit: number
  now: Date
}

/** Of so many nearest passages the words are compared. */
const NEAREST = 300

/**
 * The best passages, best first. A list's scores are divided by its best one before they are summed: ranks would
 * throw away how much better the first is.
 */
export async function searchPassages(db: Db, search: PassageSearch): Promise<FoundPassage[]> {
  const { rows } = await db.query<FoundPassage>(
    `with scope as materialized (
       select id as edition_id, title, source, kind as document_kind, number, issued_on::text, territory
         from editions
        where status = 'current'
          and coalesce(in_force_from <= $9::date, true) and coalesce(in_force_until >= $9::date, true)
          and ($5::text[] is null or territory is null or territory = any($5))
          and ($6::bigint is null or id = $6)),
     nearest as materialized (
       select p.id, -(p.sparse <#> $2::sparsevec) as score
         from passages p join scope using (edition_id)
        where p.sparse is not null and $2::text is not null and p.sparse_embedder = $10
        order by score desc limit ${NEAREST}),
     by_sparse as (select id, score from nearest order by score desc limit $8),
     -- ranking by words takes the longest of all: only of what is near, or has no vector to compare
     by_words as (
       select id, ts_rank(tsv, $1::tsquery, 1) as score from (
         select p.id, p.tsv from nearest join passages p using (id) where p.tsv @@ $1::tsquery
         union all
         select p.id, p.tsv from passages p join scope using (edition_id)
          where p.tsv @@ $1::tsquery and (p.sparse_embedder is distinct from $10 or $2::text is null)
       ) as worded order by score desc limit $8),
     by_dense as (
       -- a vector of zeros is at no angle to anything, and NaN would be the best of all scores
       select p.id, nullif(1 - (p.dense <=> $3::vector), 'NaN') as score
         from passages p join scope using (edition_id)
        where p.dense_embedder = $11 and p.dense_dimensions = vector_dims($3::vector)
        order by score desc nulls last limit $8),
     scaled as (
       select id, score / nullif(max(score) over (), 0) as words, 0::real as sparse, 0::real as dense from by_words
       union all
       select id, 0, score / nullif(max(score) over (), 0), 0 from by_sparse where score > 0
       union all
       select id, 0, 0, (score - min(score) over ()) / nullif(max(score) over () - min(score) over (), 0)
         from by_dense where score is not null),
     fused as (
       select id, coalesce(max(words), 0)::float8 as words_score, coalesce(max(sparse), 0)::float8 as sparse_score,
              coalesce(max(dense), 0)::float8 as dense_score
         from scaled group by id)
     select p.id, p.edition_id, p.ordinal, p.unit, p.kind, p.path, p.clause, p.text, p.cells,
            p.search_text, p.search_context, s.title, s.source, s.document_kind, s.number, s.issued_on, s.territory,
            words_score, sparse_score, dense_score,
            ($4::float8[])[1] * words_score + ($4::float8[])[2] * sparse_score
              + ($4::float8[])[3] * dense_score as score
       from fused f join passages p on p.id = f.id join scope s using (edition_id)
      order by score desc, p.id limit $7`,
    [
      search.lexemes,
      search.sparse,
      search.dense,
      [search.weights.words, search.weights.sparse, search.weights.dense],
      search.territories,
      search.editionId,
      search.limit,
      search.limit,
      search.now,
      search.sparseEmbedder,
      search.denseEmbedder,
    ],
  )
  return rows
}

export interface UnitPassage {
  id: string
  edition_id: string
  ordinal: number
  unit: number
  kind: string
  clause: string
  text: string
  cells: { header: string; text: string }[] | null
}

/** All passages of the named clauses or rows, in reading order. */
export async function readUnits(
  db: Db,
  units: readonly { editionId: string; unit: number }[],
): Promise<UnitPassage[]> {
  const { rows } = await db.query<UnitPassage>(
    `select p.id, p.edition_id, p.ordinal, p.unit, p.kind, p.clause, p.text, p.cells
       from unnest($1::bigint[], $2::integer[]) as wanted (edition_id, unit)
       join passages p on p.edition_id = wanted.edition_id and p.unit = wanted.unit
      order by p.edition_id, p.ordinal`,
    [units.map(({ editionId }) => editionId), units.map(({ unit }) => unit)],
  )
  return rows
}

/** The passage with its edition, whatever its state: what was cited can be shown for ever. */
export async function findCited(db: Db, passageId: number): Promise<FoundPassage | null> {
  const { rows } = await db.query<FoundPassage>(
    `select p.id, p.edition_id, p.ordinal, p.unit, p.kind, p.path, p.clause, p.text, p.cells,
            p.search_text, p.search_context, e.title, e.source, e.kind as document_kind, e.number,
            e.issued_on::text, e.territory, 0 as words_score, 0 as sparse_score, 0 as dense_score, 0 as score
       from passages p join editions e on e.id = p.edition_id where p.id = $1`,
    [passageId],
  )
  return rows[0] ?? null
}

/** `documents` changes whenever an edition comes, goes or changes its state, `glossary` with every change of an entry. */
export async function indexVersion(db: Db): Promise<{ documents: string; glossary: string }> {
  const { rows } = await db.query<{ documents: string; glossary: string }>(
    `select (select count(*) || ':' || coalesce(sum(id), 0) || ':' || coalesce(max(ingested_at)::text, '')
               from editions where status = 'current') as documents,
            (select count(*) || ':' || coalesce(sum(revision), 0) || ':' || coalesce(max(revision), 0)
               from glossary) as glossary`,
  )
  return rows[0] ?? { documents: '', glossary: '' }
}

export async function countPassages(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from passages p join editions e on e.id = p.edition_id
      where e.status = 'current'`,
  )
  return rows[0]?.count ?? 0
}

/** Every stem of the texts in force with the number of passages that hold it. */
export async function readVocabulary(db: Db): Promise<[string, number][]> {
  const { rows } = await db.query<{ word: string; ndoc: number }>(
    `select word, ndoc from ts_stat(
       'select p.tsv from passages p join editions e on e.id = p.edition_id where e.status = ''current''')`,
  )
  return rows.map(({ word, ndoc }) => [word, ndoc])
}

/** Territories of the editions in force, as the documents name them. */
export async function readTerritories(db: Db): Promise<string[]> {
  const { rows } = await db.query<{ territory: string }>(
    `select distinct territory from editions
      where status = 'current' and territory is not null order by territory`,
  )
  return rows.map(({ territory }) => territory)
}

/** What the documents in force call for short. */
export async function readAbbreviations(db: Db): Promise<{ short: string; long: string }[]> {
  const { rows } = await db.query<{ short: string; long: string }>(
    `select distinct a.short, a.long from abbreviations a join editions e on e.id = a.edition_id
      where e.status = 'current' order by a.short, a.long`,
  )
  return rows
}
