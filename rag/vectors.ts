/** Vectors from an OpenAI-compatible service: in batches, in order, all of one length, or an error. */

import { ModelAnswerError } from './model.ts'
import type { Service } from './openai-call.ts'
import { call, translated } from './openai-call.ts'
import type { Patience, Watch } from './patience.ts'
import { startWatch } from './patience.ts'

export interface VectorsOptions {
  model: string
  /** Texts in one request. */
  batchSize?: number
  /** Checked on every vector; without it the first answer sets it for good. */
  dimensions?: number
}

/** Vectors of the texts, in their order. Patience is for one batch. Throws a `ModelError`. */
export type Vectors = (
  texts: string[],
  options: { patience: Patience; signal?: AbortSignal },
) => Promise<number[][]>

export function createVectors(service: Service, options: VectorsOptions): Vectors {
  const { model, batchSize = 64 } = options
  let dimensions = options.dimensions ?? null

  async function batch(texts: string[], watch: Watch): Promise<number[][]> {
    try {
      const answer: unknown = await call(service, watch, ({ client, options }) =>
        // The client asks for base64 by itself, which many compatible servers do not know.
        client.embeddings.create({ model, input: texts, encoding_format: 'float' }, options),
      )
      const vectors = inOrder(answer, texts.length)
      dimensions ??= vectors[0]?.length ?? null
      for (const vector of vectors) checkLength(vector, dimensions)
      return vectors
    } catch (error) {
      watch.check()
      throw translated(error)
    } finally {
      watch.stop()
    }
  }

  return async (texts, { patience, signal }) => {
    const result: number[][] = []
    for (let from = 0; from < texts.length; from += batchSize) {
      // Services refuse an empty text, and a place in the list must not be lost.
      const part = texts.slice(from, from + batchSize).map((text) => text.trim() || '–')
      result.push(...(await batch(part, startWatch(patience, signal))))
    }
    return result
  }
}

/** The vectors in the order of the texts, whatever order the service chose. */
function inOrder(answer: unknown, count: number): number[][] {
  const data = isObject(answer) && Array.isArray(answer.data) ? answer.data : []
  const vectors = new Array<number[] | undefined>(count)
  for (const [position, item] of data.entries()) {
    const index = isObject(item) && typeof item.index === 'number' ? item.index : position
    const vector = isObject(item) ? item.embedding : null
    if (!isVector(vector)) throw nonsense('a vector is not a list of numbers')
    if (vectors[index]) throw nonsense(`two vectors for text ${index}`)
    vectors[index] = vector
  }
  const complete = vectors.filter((vector) => vector !== undefined)
  if (complete.length !== count || vectors.length !== count)
    throw nonsense(`${data.length} vectors for ${count} texts`)
  return complete
}

function checkLength(vector: number[], dimensions: number | null): void {
  if (vector.length !== dimensions)
    throw nonsense(`a vector of ${vector.length} numbers where ${dimensions} were expected`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isVector(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => Number.isFinite(entry))
}

function nonsense(what: string): ModelAnswerError {
  return new ModelAnswerError('nonsense', `The embeddings are wrong: ${what}`)
}
