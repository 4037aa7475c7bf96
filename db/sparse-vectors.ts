/** Reads the sparse vectors of editions in force, in pages, as bytes. */
import type { Db } from './db.ts'

/** How far the ordinals of each of these editions go, in the order of the ids; editions without a passage are left out. */
export async function editionLengths(
  db: Db,
  { editionIds }: { editionIds: readonly number[] },
): Promise<{ id: number; length: number }[]> {
  const { rows } = await db.query<{ id: number; length: number }>(
    `select edition_id::float8 as id, max(ordinal) + 1 as length from passages
      where edition_id = any($1::bigint[]) group by edition_id order by edition_id`,
    [editionIds],
  )
  return rows
}

export interface VectorPage {
  editionIds: readonly number[]
  /** Ordinals, both ends included. */
  from: number
  to: number
}

export interface VectorRow {
  edition_id: number
  id: number
  /** Whether the vector is this embedder's. */
  embedded: boolean
  /** As pgvector sends it, in base64; null where it is another embedder's, or there was nothing to embed. */
  sparse: string | null
}

/** Passages of these editions with the vectors that `embedder` made, edition by edition. */
export async function readVectors(
  db: Db,
  { editionIds, from, to, embedder }: VectorPage & { embedder: string },
): Promise<VectorRow[]> {
  const { rows } = await db.query<VectorRow>(
    `select edition_id::float8 as edition_id, id::float8 as id,
            sparse_embedder is not distinct from $4 as embedded,
            case when sparse_embedder = $4 then encode(sparsevec_send(sparse), 'base64') end as sparse
       from passages where edition_id = any($1::bigint[]) and ordinal between $2 and $3
      order by edition_id, ordinal`,
    [editionIds, from, to, embedder],
  )
  return rows
}
