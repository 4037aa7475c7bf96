/** Which passages in force have no vector of the embedder in use, and gives them one: the rows say what is left to do. */
import type { Db } from './db.ts'

/** A column of vectors, with its embedder's name and its length beside it. */
export type VectorKind = 'sparse' | 'dense'

export interface PassageToEmbed {
  id: number
  search_text: string
  search_context: string
}

/** Whether any is left. Reads the embedders' names of every passage: a matter for each half of a minute, not for each second. */
export async function hasPassagesToEmbed(
  db: Db,
  { sparse, dense }: { sparse: string; dense: string | null },
): Promise<boolean> {
  const { rows } = await db.query<{ left: boolean }>(
    `select exists (
       select from passages p join editions e on e.id = p.edition_id
        where e.status = 'current'
          and (p.sparse_embedder is distinct from $1
            or $2::text is not null and p.dense_embedder is distinct from $2)) as left`,
    [sparse, dense],
  )
  return rows[0]?.left ?? false
}

/** The next passages, by id, after the one with the id `after`, whose vector another embedder made or none. */
export async function passagesToEmbed(
  db: Db,
  {
    kind,
    embedder,
    after,
    limit,
  }: { kind: VectorKind; embedder: string; after: number; limit: number },
): Promise<PassageToEmbed[]> {
  const { rows } = await db.query<PassageToEmbed>(
    `select p.id, p.search_text, p.search_context
       from passages p join editions e on e.id = p.edition_id
      where p.id > $2 and e.status = 'current' and p.${kind}_embedder is distinct from $1
      order by p.id limit $3`,
    [embedder, after, limit],
  )
  return rows
}

export interface NewVector {
  id: number
  /** As pgvector writes it; null for a passage with nothing to embed. */
  vector: string | null
  dimensions: number | null
}

/**
 * Replaces the vectors of these passages; each has either its old one or its new one at every moment. Whoever keeps sparse
 * ones in memory sees it by the revision of their edition.
 */
export async function storeVectors(
  db: Db,
  { kind, embedder, vectors }: { kind: VectorKind; embedder: string; vectors: NewVector[] },
): Promise<void> {
  const type = kind === 'sparse' ? 'sparsevec' : 'vector'
  await db.query(
    `with changed as (
       update passages p
          set ${kind} = v.vector::${type}, ${kind}_embedder = $1, ${kind}_dimensions = v.dimensions
         from jsonb_to_recordset($2::jsonb) as v (id bigint, vector text, dimensions integer)
        where p.id = v.id returning p.edition_id)
     update editions set vectors_revision = vectors_revision + 1
      where $3 and id in (select edition_id from changed)`,
    [embedder, JSON.stringify(vectors), kind === 'sparse'],
  )
}
