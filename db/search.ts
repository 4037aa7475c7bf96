/** Finds passages of given editions: Russian full text and vectors, each scored, scaled and summed in one statement. */
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
  /** Editions to look in. */
  editionIds: readonly number[]
  /** Passages with the best sparse vectors, and how near they are: only of these the words are compared. */
  near: { ids: readonly number[]; scores: readonly number[] }
  /** Editions of which some passages have no vector of this embedder: these are found by words alone. */
  unembedded: readonly number[]
  /** Null where there was nothing to compare: then all passages of `unembedded` are. */
  sparseEmbedder: string | null
  /** A tsquery of lexemes joined by `|`, or null. */
  lexemes: string | null
  /** As pgvector writes it, or null, with the name of its embedder: vectors of another cannot be compared with it. */
  dense: string | null
  denseEmbedder: string | null
  weights: { words: number; sparse: number; dense: number }
  limit: number
}

/**
 * The best passages, best first. A list's scores are divided by its best one before they are summed: ranks would
 * throw away how much better the first is.
 */
export async function searchPassages(db: Db, search: PassageSearch): Promise<FoundPassage[]> {
  const { rows } = await db.query<FoundPassage>(
    `with near as (select * from unnest($5::bigint[], $6::float8[]) as near (id, score)),
     by_sparse as (select id, score from near order by score desc, id limit $8),
     -- ranking by words takes the longest of all: only of what is near, or has no vector to compare
     ranked as materialized (
       select id, ts_rank(p.tsv, $1::tsquery, 1) as score, near.score as nearness
         from near join passages p using (id)
       union all
       select id, ts_rank(tsv, $1::tsquery, 1), 0 from passages
        where edition_id = any($7::bigint[]) and tsv @@ $1::tsquery
          and ($9::text is null or sparse_embedder is distinct from $9)),
     by_words as (
       select id, score from ranked where score > 0 order by score desc, nearness desc, id limit $8),
     by_dense as (
       -- a vector of zeros is at no angle to anything, and NaN would be the best of all scores
       select id, nullif(1 - (dense <=> $2::vector), 'NaN') as score
         from passages
        where $2::text is not null and edition_id = any($4::bigint[])
          and dense_embedder = $10 and dense_dimensions = vector_dims($2::vector)
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
         from scaled group by id),
     best as materialized (
       select *, ($3::float8[])[1] * words_score + ($3::float8[])[2] * sparse_score
                   + ($3::float8[])[3] * dense_score as score
         from fused order by score desc, id limit $8)
     select p.id, p.edition_id, p.ordinal, p.unit, p.kind, p.path, p.clause, p.text, p.cells,
            p.search_text, p.search_context, e.title, e.source, e.kind as document_kind, e.number,
            e.issued_on::text as issued_on, e.territory,
            words_score, sparse_score, dense_score, score
       from best join passages p using (id) join editions e on e.id = p.edition_id
      order by score desc, p.id`,
    [
      search.lexemes,
      search.dense,
      [search.weights.words, search.weights.sparse, search.weights.dense],
      arrayOf(search.editionIds),
      arrayOf(search.near.ids),
      arrayOf(search.near.scores),
      arrayOf(search.unembedded),
      search.limit,
      search.sparseEmbedder,
      search.denseEmbedder,
    ],
  )
  return rows
}

/** As the database reads an array; the driver would quote each number. */
const arrayOf = (numbers: readonly number[]) => `{${numbers.join()}}`

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
