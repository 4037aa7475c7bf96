/** Decides how sure an answer is: a logistic model over signals of the search, learned from labelled questions. */
import { focusHeld } from './focus.ts'
import { holdsKind } from './held.ts'
import type { LearnedModel } from './learned.ts'
import { weighted } from './learned.ts'
import { share } from './match.ts'
import { wordsOfText } from './passage-words.ts'
import { namesHeld } from './proper-names.ts'
import type { Candidate, Retrieved } from './retrieve.ts'
import { contextOf } from './signals.ts'
import type { Statistics } from './statistics.ts'

/** More of each can only make an answer surer. */
export const DECISION_SIGNALS = [
  'focus',
  'known',
  'margin',
  'chosen',
  'agreement',
  'kindsHeld',
  'heldAndCovered',
  'kindAsked',
  'definition',
  'essentials',
  'facts',
] as const
export type DecisionSignals = Record<(typeof DECISION_SIGNALS)[number], number>

/** The probability, from 0 to 1, that the best candidate holds the answer; 0 where nothing was found. */
export function confidence(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): number {
  const signals = decisionSignals(retrieved, statistics)
  return signals === null
    ? 0
    : logistic(model.decision.bias + weighted(signals, model.decision.weights))
}

/** Null where nothing was found or the question has no word that can be looked for. */
export function decisionSignals(
  retrieved: Retrieved,
  statistics: Statistics,
): DecisionSignals | null {
  const { asked, candidates } = retrieved
  const [best] = candidates
  if (best === undefined || asked.terms.length === 0) return null
  const { signals } = best
  const second = candidates.slice(1).find(isRival(best))
  const weights = asked.terms.map(({ weight }) => weight)
  const known = asked.terms.map(({ stem, alternatives }) =>
    statistics.vocabulary.has(stem) ||
    alternatives.some(
      ({ stems, share }) => share >= 0.5 && stems.every((each) => statistics.vocabulary.has(each)),
    )
      ? 1
      : 0,
  )
  const covered = share(best.matches, weights)
  const words = new Set(
    [contextOf(best.best), ...best.passages.map(({ passage }) => passage.search_text)].flatMap(
      (text) => [...wordsOfText(text).stems],
    ),
  )
  const quantity = asked.kinds.has('how-many')
    ? holdsKind('how-many', asked.text, best.best.text)
    : 1
  return {
    focus: focusHeld(asked.focus, best.matches),
    known: share(known, weights),
    margin: second ? Math.min(1, best.score - second.score) : 1,
    chosen: chosenShare(candidates),
    agreement: agreement(candidates, best),
    kindsHeld: signals.kinds,
    heldAndCovered: signals.kinds * covered,
    kindAsked: asked.kinds.size > 0 ? 1 : 0,
    definition: isAbout(best) ? 1 : signals.definition,
    essentials: Math.min(signals.essentials, quantity),
    facts: Math.min(
      namesHeld(asked.text, words, retrieved.places.words),
      numbersHeld(asked.text, best),
      signals.yearHeld,
    ),
  }
}

/** The ranking's own odds of the first candidate: how clearly it stands out among all, not only from the second. */
function chosenShare(candidates: readonly Candidate[]): number {
  const [best, ...others] = candidates
  if (best === undefined) return 0
  return (
    1 /
    others.filter(isRival(best)).reduce((sum, { score }) => sum + Math.exp(score - best.score), 1)
  )
}

/**
 * Where a term is defined twice, one definition is no reason to doubt the other; beside the row that is about just what
 * is asked, rows that only mention it are none either.
 */
function isRival(best: Candidate): (other: Candidate) => boolean {
  return (other) => !(defines(best) && defines(other)) && !(isAbout(best) && !isAbout(other))
}

const defines = ({ signals }: Candidate) => signals.definition >= 0.85

/** A row whose own name the question says whole, and with the column that it asks for. */
const isAbout = ({ signals }: Candidate) => signals.cell > 0.2 && signals.column >= 0.5

/** Share of the two built-in lists that have a passage of the best candidate at the top. */
function agreement(candidates: readonly Candidate[], best: Candidate): number {
  const lists = ['words_score', 'sparse_score'] as const
  const agreeing = lists.filter((name) => {
    const top = Math.max(
      ...candidates.flatMap(({ passages }) => passages.map(({ passage }) => passage[name])),
    )
    return best.passages.some(({ passage }) => passage[name] === top)
  })
  return agreeing.length / lists.length
}

/** Share of the question's numbers that the clause or its document has; 1 where it names none. */
function numbersHeld(question: string, best: Candidate): number {
  const numbers = question.match(/\d+/g) ?? []
  if (numbers.length === 0) return 1
  const place = [...best.passages.map(({ passage }) => passage.text), contextOf(best.best)].join(
    ' ',
  )
  return numbers.filter((number) => place.includes(number)).length / numbers.length
}

const logistic = (value: number) => 1 / (1 + Math.exp(-value))
