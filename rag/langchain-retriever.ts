/** The project's search as a LangChain retriever, for those who build chains of their own around it. */
import { Document } from '@langchain/core/documents'
import { BaseRetriever } from '@langchain/core/retrievers'
import type { Rag } from './answer.ts'

export interface RetrieverOptions {
  rag: Pick<Rag, 'search'>
  clock: () => Date
  top?: number
  /** The asker's own. */
  municipality?: string | null
}

/**
 * Each document is a whole clause or row; its metadata say where it stands, and its id is what `Rag.quote` takes. An
 * interface for others: nothing of ours goes through it, because our answers need signals that LangChain has no place
 * for. Import it lazily: LangChain is heavy.
 */
export class VoprosRetriever extends BaseRetriever {
  lc_namespace = ['vopros', 'retrievers']
  readonly #options: RetrieverOptions

  constructor(options: RetrieverOptions) {
    super()
    this.#options = options
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    const { rag, clock, top = 4, municipality = null } = this.#options
    const hits = await rag.search(query, { top, municipality, now: clock() })
    return hits.map(
      ({ quote, passageId, document, source, clause, label, score }) =>
        new Document({
          pageContent: quote,
          id: String(passageId),
          metadata: { document, source, clause, label, score },
        }),
    )
  }
}
