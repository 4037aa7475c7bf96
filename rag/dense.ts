/** Makes an embedder of any LangChain `Embeddings`: a service's, a local model's, anybody's. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import type { Embedded, Embedder } from './embedder.ts'
import { ModelError, ModelRejectedError, ModelUnavailableError } from './model.ts'

/** `name` is stored with every vector: it must change when the model does. Its methods throw a `ModelError`. */
export function createDenseEmbedder({
  name,
  embeddings,
}: {
  name: string
  embeddings: EmbeddingsInterface
}): Embedder {
  return {
    name,
    async embedPassages(passages) {
      const texts = passages.map(({ text, context }) => (context ? `${context}\n${text}` : text))
      try {
        return (await embeddings.embedDocuments(texts)).map(dense)
      } catch (error) {
        if (!isRefused(error)) throw asModelError(error)
        const vectors: Embedded[] = []
        for (const text of texts) vectors.push(await embedBeginning(embeddings, text))
        return vectors
      }
    },
    embedQuery: async (text) => {
      try {
        return dense(await embeddings.embedQuery(text))
      } catch (error) {
        throw asModelError(error)
      }
    },
  }
}

/** A text that is refused when it is as short as this is not the reason. */
const SHORTEST = 200

/** Models take a few hundred to a few thousand tokens, and refuse a longer text whole: then its beginning speaks for it. */
async function embedBeginning(embeddings: EmbeddingsInterface, text: string): Promise<Embedded> {
  try {
    const [vector = []] = await embeddings.embedDocuments([text])
    return dense(vector)
  } catch (error) {
    if (!isRefused(error) || text.length <= SHORTEST) throw asModelError(error)
    return embedBeginning(embeddings, text.slice(0, text.length / 2))
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof ModelRejectedError && [400, 413, 422].includes(error.status ?? 0)
}

/** Other people's embeddings have errors of their own, which may quote the text. */
function asModelError(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  const name = error instanceof Error ? error.name : typeof error
  return new ModelUnavailableError('server', `The embeddings failed: ${name}`)
}

function dense(values: number[]): Embedded {
  return { kind: 'dense', values }
}
