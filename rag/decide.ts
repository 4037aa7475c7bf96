/** Decides how sure an answer is: a logistic model over signals of the search, learned from labelled questions. */

import { holdsKind } from './kind.ts'
import type { LearnedModel } from './learned.ts'
import { weighted } from './learned.ts'
import type { Candidate, Retrieved } from './retrieve.ts'
import { share } from './signals.ts'
import type { Statistics } from './statistics.ts'

export const DECISION_SIGNALS = [
  'coverage',
  'keyTerm',
  'unknownShare',
  'missing',
  'worstMissing',
  'literal',
  'margin',
  'chosen',
  'agreement',
  'sparseScore',
  'score',
  'kindsHeld',
  'heldAndCovered',
  'quantity',
  'kindAsked',
  'definition',
  'pairs',
  'numbersMissing',
  'yearMissing',
  'namesMissing',
  'foreign',
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
  const { asked, candidates, places } = retrieved
  const [best, second] = candidates
  if (best === undefined || asked.terms.length === 0) return null
  const weights = asked.terms.map(({ weight }) => weight)
  const [key] = asked.terms
    .map(({ weight }, index) => ({ weight, match: best.matches[index] ?? 0 }))
    .sort((a, b) => b.weight - a.weight)
  const unknown = asked.terms.map(({ stem, alternatives }) =>
    !statistics.vocabulary.has(stem) &&
    !alternatives.some(({ stems }) => stems.some((each) => statistics.vocabulary.has(each)))
      ? 1
      : 0,
  )
  const absent = asked.terms.map(({ weight }, index) => weight * (1 - (best.matches[index] ?? 0)))
  const kinds = [...asked.kinds]
  const text = best.best.text
  const held = kinds.map((kind) => holdsKind(kind, asked.text, text))
  const kindsHeld =
    kinds.length > 0 ? held.reduce((sum, each) => sum + each, 0) / kinds.length : 0.5
  const firstOf = (name: 'words_score' | 'sparse_score') => isTop(candidates, best, name)
  return {
    coverage: share(best.matches, weights),
    keyTerm: key?.match ?? 0,
    unknownShare: share(unknown, weights),
    missing: Math.min(1, absent.reduce((sum, each) => sum + each, 0) / 30),
    worstMissing: Math.max(0, ...absent) / 6,
    literal: share(
      best.matches.map((match) => (match === 1 ? 1 : 0)),
      weights,
    ),
    margin: second ? Math.min(1, best.score - second.score) : 1,
    chosen: chosenShare(candidates),
    agreement: (Number(firstOf('words_score')) + Number(firstOf('sparse_score'))) / 2,
    sparseScore: best.signals.sparse,
    score: best.score / 10,
    kindsHeld,
    heldAndCovered: kindsHeld * share(best.matches, weights),
    quantity: asked.kinds.has('how-many') ? 1 - holdsKind('how-many', asked.text, text) : 0,
    kindAsked: kinds.length > 0 ? 1 : 0,
    definition: best.signals.definition,
    pairs: best.signals.pairs,
    numbersMissing: numbersMissing(retrieved, best),
    yearMissing: best.signals.yearMissing,
    namesMissing: namesMissing(retrieved, best),
    foreign: retrieved.own.length === 0 && places.known.length === 0 ? 1 : 0,
  }
}

/** The ranking's own odds of the first candidate: how clearly it stands out among all, not only from the second. */
function chosenShare(candidates: readonly Candidate[]): number {
  const top = candidates[0]?.score ?? 0
  return 1 / candidates.reduce((sum, { score }) => sum + Math.exp(score - top), 0)
}

function isTop(
  candidates: readonly Candidate[],
  best: Candidate,
  name: 'words_score' | 'sparse_score',
): boolean {
  const top = Math.max(
    ...candidates.flatMap(({ passages }) => passages.map(({ passage }) => passage[name])),
  )
  return best.passages.some(({ passage }) => passage[name] === top)
}

/** Share of the question's numbers that neither the clause nor its document has. */
function numbersMissing({ asked }: Retrieved, best: Candidate): number {
  const numbers = asked.text.match(/\d+/g) ?? []
  if (numbers.length === 0) return 0
  const { best: passage } = best
  const place = [
    ...best.passages.map((each) => each.passage.text),
    passage.search_context,
    passage.title,
    passage.number ?? '',
    passage.issued_on ?? '',
  ].join(' ')
  return numbers.filter((number) => !place.includes(number)).length / numbers.length
}

/** Whether the question names somebody or something by a capital letter in mid-sentence that the clause lacks. */
function namesMissing({ asked, places }: Retrieved, best: Candidate): number {
  const names = [...asked.text.matchAll(/(?<=[а-яё,] )[А-ЯЁ][а-яё]{2,}/g)]
    .map(([name]) => name.toLowerCase().replaceAll('ё', 'е'))
    .filter((name) => !places.words.has(name))
  if (names.length === 0) return 0
  const missing = names.filter((name) => {
    const index = asked.terms.findIndex(({ word }) => word === name)
    return index >= 0 && (best.matches[index] ?? 0) < 0.5
  })
  return missing.length / names.length
}

const logistic = (value: number) => 1 / (1 + Math.exp(-value))
