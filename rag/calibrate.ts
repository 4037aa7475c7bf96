/** Learns from labelled questions how candidates are ordered and how sure an answer is. */
import { createHash } from 'node:crypto'
import { DECISION_SIGNALS } from './decide.ts'
import { decisionRows, type Example, exampleOf, type Foldable, type Row } from './examples.ts'
import { fitLogistic, fitRanking, fitTraits, probability } from './fit.ts'
import type { LabelledQuestion } from './labelled.ts'
import type { LearnedModel } from './learned.ts'
import type { Sources } from './retrieve.ts'
import { RANKING_SIGNALS } from './signals.ts'

export interface CalibrateOptions {
  /** At most this share of all questions may be answered wrongly. */
  wrong: number
  now: Date
}

const FOLDS = 10

/**
 * BM25 over stems and n-grams finds in texts of every kind; the others are at home in regulations. It is drawn far up, and
 * the words alone down, because XQuAD-ru loses without and the labelled questions lose nothing with it.
 */
const USUALS: Partial<Record<string, number>> = { sparse: 40, words: 0 }

/**
 * A model learned from the questions that reach the documents. Everything is judged on questions about documents that it
 * was not fitted on: what holds for one document's words must hold for the next one's. Null where the documents answer
 * none of the questions: weights learned from nothing are worse than any.
 */
export async function calibrate(
  questions: readonly LabelledQuestion[],
  { wrong, now }: CalibrateOptions,
  sources: Sources,
): Promise<LearnedModel | null> {
  const examples: Example[] = []
  for (const question of questions) {
    const example = await exampleOf(question, now, sources)
    if (example) examples.push(example)
  }
  if (!examples.some(({ source }) => source !== null)) return null
  const sourcesAsked = [...new Set(examples.flatMap(({ source }) => source ?? []))].sort()
  const foldOf = ({ id, source }: Foldable) =>
    (source === null ? hashOf(id) : sourcesAsked.indexOf(source)) % FOLDS
  const { lists } = sources.model
  const [ranking, stated] = [rankingOf(examples), statedOf(examples)]
  const counted = countsOf(questions)
  const rows = acrossFolds(examples, foldOf, (train, test) =>
    decisionRows(
      test,
      { ...sources.model, ranking: rankingOf(train), stated: statedOf(train) },
      sources,
    ),
  )
  const judged = acrossFolds(rows, foldOf, (train, test) => {
    const weights = decisionOf(train, counted)
    return test
      .filter(({ leftOut }) => !leftOut)
      .map(({ row, right, answerable }) => ({
        sure: probability(row, weights),
        right,
        answerable,
      }))
  })
  const [bias = 0, ...weights] = decisionOf(rows, counted)
  return {
    questions: questions.length,
    lists,
    ranking,
    stated: sortedByWeight(stated),
    decision: { bias: round(bias), weights: named(DECISION_SIGNALS, weights) },
    ...thresholdFor(judged, wrong, questions, counted),
  }
}

function rankingOf(examples: readonly Example[]): Record<string, number> {
  const weights = fitRanking(
    examples.map(({ retrieved, holds }) => ({
      candidates: retrieved.candidates.map(({ signals }) =>
        RANKING_SIGNALS.map((name) => signals[name]),
      ),
      holds: retrieved.candidates.map((candidate) => holds.get(candidate) ?? false),
    })),
    { usuals: RANKING_SIGNALS.map((name) => USUALS[name]) },
  )
  return named(RANKING_SIGNALS, weights)
}

/**
 * Log-odds, by what a question's words alone tell, that documents answer it. Both sorts of questions count the same in
 * all; what is not met in questions from several towns may be one town's own, and is not learned.
 */
function statedOf(examples: readonly Example[]): Record<string, number> {
  const met = new Map<string, string[]>()
  for (const { question, retrieved } of examples) {
    for (const trait of retrieved.asked.traits) {
      met.set(trait, [...(met.get(trait) ?? []), question.municipality ?? ''])
    }
  }
  const names = [...met].flatMap(([trait, towns]) =>
    new Set(towns).size >= MET_IN_TOWNS ? [trait] : [],
  )
  const answerable = examples.filter(({ question }) => question.answerable).length
  const fitted = fitTraits(
    examples.map(({ question, retrieved }) => ({
      traits: retrieved.asked.traits,
      label: question.answerable,
      counts: 1 / ((question.answerable ? answerable : examples.length - answerable) || 1),
    })),
    names.sort(),
  )
  return named(Object.keys(fitted), Object.values(fitted))
}

const MET_IN_TOWNS = 3

/** The likeliest to be answered first, for whoever reads the file. */
function sortedByWeight(weights: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).sort(([, a], [, b]) => b - a))
}

/** Share of what people ask that documents do not answer: the questions given may have more of them, or fewer. */
const UNANSWERABLE = 0.26

/** How much a question counts, so that the unanswerable make up their share of all. */
interface Counts {
  answerable: number
  unanswerable: number
  all: number
}

function countsOf(questions: readonly LabelledQuestion[]): Counts {
  const answerable = questions.filter((question) => question.answerable).length
  const others = questions.length - answerable
  if (answerable === 0 || others === 0)
    return { answerable: 1, unanswerable: 1, all: questions.length }
  const unanswerable = ((UNANSWERABLE / (1 - UNANSWERABLE)) * answerable) / others
  return { answerable: 1, unanswerable, all: answerable + unanswerable * others }
}

/** An unanswerable question made from an answerable one, beside which half of the rest says nearly the same. */
const LEFT_OUT_COUNTS = 0.3

function decisionOf(rows: readonly Row[], counted: Counts): number[] {
  return fitLogistic(
    rows.map(({ row }) => row),
    rows.map(({ right }) => right),
    {
      counts: rows.map(({ answerable, leftOut }) =>
        leftOut ? LEFT_OUT_COUNTS : answerable ? counted.answerable : counted.unanswerable,
      ),
    },
  )
}

/** Each part is judged by what was learned from the others. */
function acrossFolds<Item extends Foldable, Result>(
  items: readonly Item[],
  foldOf: (item: Foldable) => number,
  judgeFold: (train: Item[], test: Item[]) => Result[],
): Result[] {
  const folds = Array.from({ length: FOLDS }, (_, fold) => fold)
  return folds.flatMap((fold) =>
    judgeFold(
      items.filter((item) => foldOf(item) !== fold),
      items.filter((item) => foldOf(item) === fold),
    ),
  )
}

/** By the id, so that the order of the questions changes nothing. */
function hashOf(id: string): number {
  return createHash('md5').update(`fold ${id}`).digest()[0] ?? 0
}

interface Judged {
  sure: number
  right: boolean
  answerable: boolean
}

/**
 * The lowest threshold from which no more than the share `wrong` of all questions is answered wrongly, and what share of
 * the answerable is answered from there on.
 */
function thresholdFor(
  judged: readonly Judged[],
  wrong: number,
  questions: readonly LabelledQuestion[],
  counted: Counts,
): Pick<LearnedModel, 'threshold' | 'judged'> {
  const answerable = questions.filter((question) => question.answerable).length || 1
  let reached = { threshold: MOST_SURE, judged: { coverage: 0, wrong: 0 } }
  let [answered, mistaken] = [0, 0]
  for (const each of [...judged].sort((a, b) => b.sure - a.sure)) {
    if (each.answerable) answered += 1
    if (!each.right) mistaken += each.answerable ? counted.answerable : counted.unanswerable
    if (mistaken > wrong * counted.all || each.sure < LEAST_SURE) return reached
    reached = {
      threshold: round(Math.min(MOST_SURE, each.sure)),
      judged: {
        coverage: round(answered / answerable),
        wrong: round(mistaken / (counted.all || 1)),
      },
    }
  }
  return reached
}

/** However wrong the questions of the sets were answered, what is surer than this is answered. */
const MOST_SURE = 0.95
/** However right they were, what is less sure than this is not. */
const LEAST_SURE = 0.5

function named(names: readonly string[], weights: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, round(weights[index] ?? 0)]))
}

const round = (value: number) => Math.round(value * 1000) / 1000
