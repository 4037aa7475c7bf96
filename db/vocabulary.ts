/** Counts the passages of editions, and in how many of them each word stands. */
import type { Db } from './db.ts'

export interface Vocabulary {
  passages: number
  /** Stem → number of passages that hold it. */
  words: [string, number][]
}

/** Null when one of the editions is there no more: then nobody knows what it held. */
export async function readVocabulary(
  db: Db,
  { editionIds }: { editionIds: readonly number[] },
): Promise<Vocabulary | null> {
  if (editionIds.length === 0) return { passages: 0, words: [] }
  const { rows: counted } = await db.query<{ editions: number; passages: number }>(
    `select (select count(*)::integer from editions where id = any($1::bigint[])) as editions,
            (select count(*)::integer from passages where edition_id = any($1::bigint[])) as passages`,
    [editionIds],
  )
  const { rows } = await db.query<{ word: string; ndoc: number }>(
    `select word, ndoc
       from ts_stat(format('select tsv from passages where edition_id = any(%L::bigint[])', $1::bigint[]))`,
    [editionIds],
  )
  const { editions, passages } = counted[0] ?? { editions: 0, passages: 0 }
  if (editions < editionIds.length) return null
  return { passages, words: rows.map(({ word, ndoc }) => [word, ndoc]) }
}
