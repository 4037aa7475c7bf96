/** Finds where in a long passage the question's words stand: a date two paragraphs away answers another question. */
import type { FoundPassage } from '../db/search.ts'
import type { Term } from './analyse.ts'
import { matchTerm, share } from './match.ts'
import { wordsOfText } from './passage-words.ts'
import { remembering } from './remembering.ts'
import type { Statistics } from './statistics.ts'

/** Shorter passages are read whole. */
const SHORT = 350

/** The sentence that says most of what is asked, with its neighbours; a short passage, or a row, whole. */
export function evidenceIn(
  terms: readonly Term[],
  passage: Pick<FoundPassage, 'text' | 'cells'>,
  statistics: Statistics,
): string {
  const { text, cells } = passage
  if (cells !== null || text.length <= SHORT) return text
  const sentences = sentencesOf(text)
  if (sentences.length < 3) return text
  const weights = terms.map(({ weight }) => weight)
  let [best, most] = [0, -1]
  for (const [index, sentence] of sentences.entries()) {
    const { stems } = wordsOfText(sentence)
    const covered = share(
      terms.map((term) => matchTerm(term, stems, statistics)),
      weights,
    )
    if (covered > most) [best, most] = [index, covered]
  }
  return sentences.slice(Math.max(0, best - 1), best + 2).join('\n')
}

const sentencesOf = remembering(2_000, (text) => text.split(/(?<=[а-яёa-z0-9)»"]{2}[.!?;])\s+|\n/u))
