/** LangChain's `Embeddings` over a model of this machine. Import it lazily: LangChain is heavy, and only a configured model needs it. */
import { Embeddings } from '@langchain/core/embeddings'
import type { Runner } from './runner.ts'

/** A teacher waits for a question's vector; documents are embedded in the background. */
const QUERY_MS = 5_000
const DOCUMENTS_MS = 120_000

/** Nothing leaves the machine, so texts are embedded as they are. Both methods throw a `ModelError`. */
export class LocalEmbeddings extends Embeddings {
  readonly #runner: Runner

  constructor(runner: Runner) {
    super({ maxRetries: 0 })
    this.#runner = runner
  }

  override embedDocuments(documents: string[]): Promise<number[][]> {
    return this.#runner.embed(documents, { role: 'passage', patienceMs: DOCUMENTS_MS })
  }

  override async embedQuery(text: string): Promise<number[]> {
    const [vector] = await this.#runner.embed([text], { role: 'query', patienceMs: QUERY_MS })
    return vector ?? []
  }
}
