/** Writes what an edition consists of: passages with what is matched in them, and its abbreviations. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

/** What of a passage its document says. */
export interface StoredPassage {
  ordinal: number
  unit: number
  kind: string
  path: string[]
  number: string | null
  clause: string
  text: string
  cells: { header: string; text: string }[] | null
}

export interface NewPassage extends StoredPassage {
  searchText: string
  searchContext: string
  /** As pgvector writes them: `{1:0.5,3:1}/5` and `[0.1,0.2]`. */
  sparse: string | null
  sparseEmbedder: string | null
  sparseDimensions: number | null
  dense: string | null
  denseEmbedder: string | null
  denseDimensions: number | null
}

/** Of one statement: a few hundred passages with their vectors are a few megabytes. */
const BATCH = 200

/** Inserts all passages of the edition; a few statements, however many there are. */
export async function insertPassages(
  tx: Db,
  { editionId, passages }: { editionId: number; passages: NewPassage[] },
): Promise<void> {
  for (let start = 0; start < passages.length; start += BATCH) {
    await tx.query(
      `insert into passages (edition_id, ordinal, unit, kind, path, number, clause, text, cells, search_text,
                             search_context, sparse, sparse_embedder, sparse_dimensions,
                             dense, dense_embedder, dense_dimensions)
       select $1, ordinal, unit, kind, array(select jsonb_array_elements_text(path)), number, clause, text,
              nullif(cells, 'null'::jsonb), "searchText", "searchContext",
              sparse::sparsevec, "sparseEmbedder", "sparseDimensions",
              dense::vector, "denseEmbedder", "denseDimensions"
         from jsonb_to_recordset($2::jsonb) as p (
           ordinal integer, unit integer, kind text, path jsonb, number text, clause text, text text, cells jsonb,
           "searchText" text, "searchContext" text, sparse text, "sparseEmbedder" text, "sparseDimensions" integer,
           dense text, "denseEmbedder" text, "denseDimensions" integer)`,
      [editionId, toJson(passages.slice(start, start + BATCH))],
    )
  }
}

/** Keeps what the edition calls for short. */
export async function insertAbbreviations(
  tx: Db,
  {
    editionId,
    abbreviations,
  }: { editionId: number; abbreviations: { short: string; long: string }[] },
): Promise<void> {
  await tx.query(
    `insert into abbreviations (edition_id, short, long)
     select $1, short, long from jsonb_to_recordset($2::jsonb) as a (short text, long text)
     on conflict do nothing`,
    [editionId, toJson(abbreviations)],
  )
}

/** How many passages the edition has, and how many of them are rows of tables. */
export async function countPassages(
  db: Db,
  editionId: number,
): Promise<{ passages: number; rows: number }> {
  const { rows } = await db.query<{ passages: number; rows: number }>(
    `select count(*)::integer as passages, (count(*) filter (where kind = 'row'))::integer as rows
       from passages where edition_id = $1`,
    [editionId],
  )
  return rows[0] ?? { passages: 0, rows: 0 }
}

/** What the edition consists of, in reading order. */
export async function passagesOf(
  db: Db,
  { editionId }: { editionId: number },
): Promise<StoredPassage[]> {
  const { rows } = await db.query<StoredPassage>(
    `select ordinal, unit, kind, path, number, clause, text, cells from passages
      where edition_id = $1 order by ordinal`,
    [editionId],
  )
  return rows
}
