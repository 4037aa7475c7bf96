/** Makes passages into rows: with what they are found by, and a vector of each embedder. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { NewPassage } from '../db/passages.ts'
import type { Embedded, Embedder } from './embedder.ts'
import { searchableIn } from './matching.ts'
import { ModelError } from './model.ts'
import type { Passage } from './passage.ts'
import { toDense, toSparse } from './retrieve.ts'

/** The embedders in use: the built-in one, and a configured model's beside it. */
export interface Embedders {
  sparse: Embedder
  dense: Embedder | null
}

/** Passages given to an embedder at once: between two of them the rest of the program has its turn. */
export const BATCH = 64

/** Somebody waits for the document: what a slow model has not embedded by then, it embeds in the background. */
const PATIENCE_MS = 20_000

/**
 * The rows in order; `onProgress` hears how many are ready. From a failure of the model on, or after `patienceMs` with it,
 * the rows have no dense vector: the job `re-embed` gives them one, and nobody's document waits for that.
 */
export async function embedAll(
  passages: Passage[],
  title: string,
  { sparse, dense }: Embedders,
  onProgress: (done: number) => void,
  patienceMs = PATIENCE_MS,
): Promise<NewPassage[]> {
  const until = performance.now() + patienceMs
  const searchable = searchableIn(passages, title)
  const rows: NewPassage[] = []
  let model = dense
  for (let start = 0; start < passages.length; start += BATCH) {
    const batch = passages.slice(start, start + BATCH).map(searchable)
    const sparseVectors = await sparse.embedPassages(batch)
    const denseVectors = model && (await embedInTime(model, batch, until))
    if (!denseVectors) model = null
    passages.slice(start, start + BATCH).forEach((passage, index) => {
      const { text = '', context = '' } = batch[index] ?? {}
      const own = columnOf(sparseVectors[index])
      const models = model && columnOf(denseVectors?.[index])
      rows.push({
        ...passage,
        ...{ searchText: text, searchContext: context },
        ...{ sparse: own.vector, sparseEmbedder: sparse.name, sparseDimensions: own.dimensions },
        dense: models?.vector ?? null,
        denseEmbedder: model?.name ?? null,
        denseDimensions: models?.dimensions ?? null,
      })
    })
    onProgress(rows.length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return rows
}

/** A vector as a column takes it, and its length. */
export function columnOf(embedded: Embedded | undefined): {
  vector: string | null
  dimensions: number | null
} {
  if (embedded?.kind === 'sparse') {
    return { vector: toSparse(embedded), dimensions: embedded.dimensions }
  }
  if (embedded) return { vector: toDense(embedded), dimensions: embedded.values.length }
  return { vector: null, dimensions: null }
}

/** Null when the model fails, or is not done at the time `until` of `performance.now()`. */
async function embedInTime(
  model: Embedder,
  batch: { text: string; context: string }[],
  until: number,
): Promise<Embedded[] | null> {
  const done = new AbortController()
  const late = sleep(Math.max(0, until - performance.now()), null, { signal: done.signal })
  try {
    return await Promise.race([model.embedPassages(batch), late])
  } catch (error) {
    if (error instanceof ModelError) return null
    throw error
  } finally {
    done.abort()
  }
}
