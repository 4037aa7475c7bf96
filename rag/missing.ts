/** Says what passages lack of a question: words that none of them has, and the kind of fact that none of them holds. */
import { analyse } from './analyse.ts'
import type { Essential } from './essential-facts.ts'
import { essentialsLacking } from './essentials.ts'
import { holdsKind } from './held.ts'
import { type Kind, kindsOf } from './kind.ts'
import { matchTerm } from './match.ts'
import { normalise } from './normalise.ts'
import { SUPPORTING } from './question-words.ts'
import type { Statistics } from './statistics.ts'
import type { Thesaurus } from './thesaurus.ts'
import { stem, words } from './words.ts'

export interface Missing {
  /** The question's own words, as they were written. */
  words: string[]
  /** Facts that are asked for. */
  facts: (Kind | Essential)[]
}

/** `passages` are whole clauses and rows. */
export function missingIn(
  question: string,
  passages: readonly string[],
  { statistics, thesaurus }: { statistics: Statistics; thesaurus: Thesaurus },
): Missing {
  const held = passages.map((passage) => new Set(words(passage).map(stem)))
  const lacking = analyse(question, statistics, thesaurus).filter(
    (term) =>
      !SUPPORTING.has(term.stem) &&
      !held.some((stems) => matchTerm(term, stems, statistics) >= COVERED),
  )
  const asked = [...kindsOf(question)].filter((kind) => FACTS.has(kind))
  const kinds = asked.filter(
    (kind) => !passages.some((passage) => holdsKind(kind, question, passage) >= HELD),
  )
  return {
    words: asWritten(
      question,
      lacking.map(({ word }) => word),
    ),
    facts: [...kinds, ...essentialsLacking(question, passages)],
  }
}

/** A word that may be called otherwise is covered when that stands there. */
const COVERED = 0.5
const HELD = 0.6

/** Kinds whose answer can be pointed at; a purpose or a list is a matter of opinion. */
const FACTS: ReadonlySet<Kind> = new Set(['when', 'how-often', 'who', 'where', 'how-many', 'link'])

function asWritten(question: string, lacking: readonly string[]): string[] {
  const written = new Map(
    (question.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => [normalise(word), word]),
  )
  return [...new Set(lacking.map((word) => written.get(word) ?? word))]
}
