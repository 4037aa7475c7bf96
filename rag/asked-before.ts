/** Recognises a question that a tutor has answered before in just these words: what two people approved needs no odds. */
import { isTutorAnswer, questionIn } from './knowledge-passage.ts'
import type { Retrieved } from './retrieve.ts'
import { asksTheSame } from './same-question.ts'
import type { Statistics } from './statistics.ts'

/** How sure it is that the approved answer to the very same question is the answer. */
export const ASKED_BEFORE = 0.99

/** The same with that answer first; null where nobody has asked it. The latest answer wins. */
export function askedBefore(retrieved: Retrieved, statistics: Statistics): Retrieved | null {
  const { asked, candidates } = retrieved
  const [same] = candidates
    .filter(
      ({ best }) => isTutorAnswer(best) && asksTheSame(asked.text, questionIn([best]), statistics),
    )
    .sort((a, b) => (b.best.issued_on ?? '').localeCompare(a.best.issued_on ?? ''))
  if (!same) return null
  return { ...retrieved, candidates: [same, ...candidates.filter((other) => other !== same)] }
}
