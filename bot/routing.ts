/** What has to be known before a question is handed over, because it reads the index: what is missing, what asks the same. */
import type { StoredAnswer, StoredCitation } from '../db/questions.ts'
import type { Recogniser } from '../rag/memory.ts'
import type { Parts } from './context.ts'

export interface Routing {
  recogniser: Recogniser
  /** What the citations lack of the question; null where an answer was given. */
  missing: NonNullable<StoredAnswer['missing']> | null
}

/** `citations` are what was found for a question that is not answered; null for one that is. */
export async function prepareRouting(
  { memory }: Pick<Parts, 'memory'>,
  { text, citations }: { text: string; citations: readonly StoredCitation[] | null },
): Promise<Routing> {
  const quotes = citations?.map(({ quote }) => quote)
  return {
    recogniser: await memory.recogniser(),
    missing: quotes ? await memory.missing(text, quotes) : null,
  }
}
