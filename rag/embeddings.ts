/** LangChain's `Embeddings` over an OpenAI-compatible service. Import it lazily: LangChain is heavy, and only a configured model needs it. */
import { Embeddings } from '@langchain/core/embeddings'
import { withoutPersons } from './mask.ts'
import type { Patience } from './patience.ts'
import type { Vectors } from './vectors.ts'

/** A teacher waits for a question's vector; documents are embedded in the background. */
const QUERY: Patience = { firstMs: 4_000, betweenMs: 4_000, totalMs: 5_000 }
const DOCUMENTS: Patience = { firstMs: 60_000, betweenMs: 60_000, totalMs: 120_000 }

/** Names, phones and the like are left out of what the service gets. Both methods throw a `ModelError`. */
export class ServiceEmbeddings extends Embeddings {
  readonly #vectors: Vectors

  constructor(vectors: Vectors) {
    // Attempts and limits are the adapter's.
    super({ maxRetries: 0 })
    this.#vectors = vectors
  }

  override embedDocuments(documents: string[]): Promise<number[][]> {
    return this.#vectors(documents.map(withoutPersons), { patience: DOCUMENTS })
  }

  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#vectors([withoutPersons(text)], { patience: QUERY })
    return vector ?? []
  }
}
