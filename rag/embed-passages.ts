/** Makes passages into rows: with what they are found by, and a vector of each embedder. */
import type { NewPassage } from '../db/passages.ts'
import type { Embedded, Embedder } from './embedder.ts'
import { searchables } from './matching.ts'
import type { Passage } from './passage.ts'
import { toDense, toSparse } from './retrieve.ts'

/** Passages given to an embedder at once: between two of them the rest of the program has its turn. */
const BATCH = 64

/** The rows in order; `onProgress` hears how many are ready. Rejects when an embedder does. */
export async function embedAll(
  passages: Passage[],
  title: string,
  embedders: Embedder[],
  onProgress: (done: number) => void,
): Promise<NewPassage[]> {
  const texts = searchables(passages, title)
  const rows: NewPassage[] = []
  for (let start = 0; start < passages.length; start += BATCH) {
    const batch = texts.slice(start, start + BATCH)
    const made: { name: string; vectors: Embedded[] }[] = []
    for (const embedder of embedders) {
      made.push({ name: embedder.name, vectors: await embedder.embedPassages(batch) })
    }
    passages.slice(start, start + BATCH).forEach((passage, index) => {
      const vectors = made.map(({ name, vectors }) => ({ name, vector: vectors[index] ?? null }))
      const { text = '', context = '' } = batch[index] ?? {}
      rows.push({ ...passage, searchText: text, searchContext: context, ...columnsOf(vectors) })
    })
    onProgress(rows.length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return rows
}

type VectorColumns = Pick<
  NewPassage,
  'sparse' | 'sparseEmbedder' | 'sparseDimensions' | 'dense' | 'denseEmbedder' | 'denseDimensions'
>

function columnsOf(vectors: { name: string; vector: Embedded | null }[]): VectorColumns {
  const sparse = vectors.find(({ vector }) => vector?.kind === 'sparse')
  const dense = vectors.find(({ vector }) => vector?.kind === 'dense')
  return {
    sparse: toSparse(sparse?.vector ?? null),
    sparseEmbedder: sparse?.name ?? null,
    sparseDimensions: sparse?.vector?.kind === 'sparse' ? sparse.vector.dimensions : null,
    dense: toDense(dense?.vector ?? null),
    denseEmbedder: dense?.name ?? null,
    denseDimensions: dense?.vector?.kind === 'dense' ? dense.vector.values.length : null,
  }
}
