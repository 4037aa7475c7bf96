/** Decides how sure an answer is: a logistic model over signals of the search, learned from labelled questions. */

import { essentialsHeld } from './essentials.ts'
import { evidenceIn } from './evidence.ts'
import { holdsKind } from './held.ts'
import type { LearnedModel } from './learned.ts'
import { weighted } from './learned.ts'
import { matchTerm, share } from './match.ts'
import { wordsOfText } from './passage-words.ts'
import { namesHeld } from './proper-names.ts'
import type { Candidate, Retrieved } from './retrieve.ts'
import { contextOf } from './signals.ts'
import { statedness } from './stated.ts'
import type { Statistics } from './statistics.ts'

/**
 * More of each can only make an answer surer. Shares are taken as logarithms, so that they multiply: an answer that lacks
 * one of what it needs stays doubtful, whatever else speaks for it.
 */
export const DECISION_SIGNALS = [
  /** Share of the question's weight that the clause holds with its headings. */
  'covered',
  /** Share of it that headings and the document's title hold: the answer stands where such things are told. */
  'context',
  /** The ranking's own odds of it among all candidates. */
  'chosen',
  /** Whether both lists of the search have it at the top. */
  'agreement',
  /** Whether what it says where the question's words stand is of the kinds that are asked for: a date, a name. */
  'kinds',
  /** Whether it has what no answer can lack: money, a telephone, the number of the things that are counted. */
  'essentials',
  /** Whether it, or its document, has the names, numbers and years of the question. */
  'facts',
  /** It defines the term, is the row about just that, or the part of the document that tells it. */
  'settled',
  /** Log-odds by the question's words alone that documents say what such questions ask. */
  'stated',
  /** The same where it is against: words that documents seldom answer say more than those that they often do. */
  'seldomStated',
] as const
export type DecisionSignals = Record<(typeof DECISION_SIGNALS)[number], number>

/** The probability, from 0 to 1, that the best candidate holds the answer; 0 where nothing was found. */
export function confidence(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): number {
  const signals = decisionSignals(retrieved, statistics, model)
  return signals === null
    ? 0
    : logistic(model.decision.bias + weighted(signals, model.decision.weights))
}

/** Null where nothing was found or the question has no word that can be looked for. */
export function decisionSignals(
  retrieved: Retrieved,
  statistics: Statistics,
  { stated }: Pick<LearnedModel, 'stated'>,
): DecisionSignals | null {
  const { asked, candidates } = retrieved
  const [best] = candidates
  if (best === undefined || asked.terms.length === 0) return null
  const weights = asked.terms.map(({ weight }) => weight)
  const said = evidenceOf(best, retrieved, statistics)
  const context = wordsOfText(contextOf(best.best)).stems
  const told = statedness(asked.traits, stated)
  return {
    covered: log(share(best.matches, weights)),
    context: log(
      share(
        asked.terms.map((term) => matchTerm(term, context, statistics)),
        weights,
      ),
    ),
    chosen: log(chosenShare(candidates)),
    agreement: agreement(candidates, best),
    kinds: log(kindsHeld(best, retrieved, said)),
    essentials: log(
      Math.min(
        essentialsHeld(asked.essentials, said),
        asked.kinds.has('how-many') ? holdsKind('how-many', asked.text, said, null, asked.said) : 1,
      ),
    ),
    facts: log(factsHeld(best, retrieved)),
    settled: defines(best) || isAbout(best) || best.signals.documentPart > 0 ? 1 : 0,
    stated: told,
    seldomStated: Math.min(0, told),
  }
}

/** A share of nothing is still finite. */
const log = (share: number) => Math.log(Math.max(0, share) + 0.05)

/** Passages of a clause that are read for what they say. */
const READ = 3

function evidenceOf(best: Candidate, { asked }: Retrieved, statistics: Statistics): string {
  return best.passages
    .slice(0, READ)
    .map(({ passage }) => evidenceIn(asked.terms, passage, statistics))
    .join('\n')
}

/** On average over what is asked for; a half where nothing particular is. */
function kindsHeld(best: Candidate, { asked }: Retrieved, said: string): number {
  const { definition, opening } = best.signals
  const held = [...asked.kinds].map((kind) =>
    kind === 'meaning'
      ? Math.min(1, Math.max(definition, opening))
      : holdsKind(kind, asked.text, said, best.best.cells, asked.said),
  )
  return held.length > 0 ? held.reduce((sum, each) => sum + each, 0) / held.length : 0.5
}

function factsHeld(best: Candidate, { asked, places }: Retrieved): number {
  const texts = [contextOf(best.best), ...best.passages.map(({ passage }) => passage.search_text)]
  const words = new Set(texts.flatMap((text) => [...wordsOfText(text).stems]))
  return Math.min(
    namesHeld(asked.text, words, places.words),
    numbersHeld(asked.text, best),
    best.signals.yearHeld,
  )
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

/**
 * Share of the question's numbers that the clause or its document has; 1 where it names none. A figure alone is often no
 * more than a manner of speaking, unless it is a school's or a document's number.
 */
function numbersHeld(question: string, best: Candidate): number {
  const numbers = question.replace(ABOUT_ONESELF, '').match(/\d{2,}|(?<=№ ?|школ[а-я]* )\d/g) ?? []
  if (numbers.length === 0) return 1
  const place = [...best.passages.map(({ passage }) => passage.text), contextOf(best.best)].join(
    ' ',
  )
  const said = new Set(place.match(/\d+/g) ?? [])
  // A document's number is one as a whole.
  const whole = question.match(/(?<=№ ?)\d+(?:[-–/]\d+)+/g) ?? []
  if (whole.some((number) => !place.includes(number))) return 0
  // «В 18 году» and «на 18-19 учебный год» leave the century out.
  const isSaid = (number: string) => said.has(number) || said.has(`20${number}`)
  return numbers.filter(isSaid).length / numbers.length
}

/** The asker's age or years of service, which no document names. */
const ABOUT_ONESELF = /(?<![а-яё])мне \d{2}(?!\d)|(?<!\d)\d{2} (?:лет|года?)(?= (?:стаж|работа))/gi

const logistic = (value: number) => 1 / (1 + Math.exp(-value))
