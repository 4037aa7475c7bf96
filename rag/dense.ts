/** Makes an embedder of any LangChain `Embeddings`: a service's, a local model's, anybody's. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings'
import type { Embedded, Embedder } from './embedder.ts'

/** `name` is stored with every vector: it must change when the model does. */
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
      return (await embeddings.embedDocuments(texts)).map(dense)
    },
    embedQuery: async (text) => dense(await embeddings.embedQuery(text)),
  }
}

function dense(values: number[]): Embedded {
  return { kind: 'dense', values }
}
