/** Learns from labelled questions how candidates are ordered and how sure an answer is. */
import { createHash } from 'node:crypto'
import type { Db } from '../db/db.ts'
import { readUnits } from '../db/search.ts'
import { DECISION_SIGNALS, decisionSignals } from './decide.ts'
import { fitLogistic, fitRanking, probability } from './fit.ts'
import { isForeign } from './foreign.ts'
import { holdsGold, type LabelledQuestion } from './labelled.ts'
import { type LearnedModel, weighted } from './learned.ts'
import { type Candidate, type Retrieved, retrieve, type Sources } from './retrieve.ts'
import { screen } from './screen.ts'
import { RANKING_SIGNALS } from './signals.ts'

export interface CalibrateOptions {
  /** At most this share of all questions may be answered wrongly. */
  wrong: number
  now: Date
}

/** What decides in which fold a question is judged: the document that answers it, else itself. */
interface Foldable {
  id: string
  source: string | null
}

interface Example extends Foldable {
  question: LabelledQuestion
  retrieved: Retrieved
  /** Of each candidate, whether its clause holds the answer. */
  holds: ReadonlyMap<Candidate, boolean>
}

const FOLDS = 10

/**
 * A model learned from the questions that reach the documents. Everything is judged on questions about documents that it
 * was not fitted on: what holds for one document's words must hold for the next one's.
 */
export async function calibrate(
  questions: readonly LabelledQuestion[],
  { wrong, now }: CalibrateOptions,
  sources: Sources,
): Promise<LearnedModel> {
  const examples: Example[] = []
  for (const question of questions) {
    const example = await exampleOf(question, now, sources)
    if (example) examples.push(example)
  }
  const sourcesAsked = [...new Set(examples.flatMap(({ source }) => source ?? []))].sort()
  const foldOf = ({ id, source }: Foldable) =>
    (source === null ? hashOf(id) : sourcesAsked.indexOf(source)) % FOLDS
  const { lists } = sources.model
  const ranking = rankingOf(examples)
  const rows = acrossFolds(examples, foldOf, (train, test) =>
    decisionRows(test, rankingOf(train), sources),
  )
  const judged = acrossFolds(rows, foldOf, (train, test) => {
    const weights = fitLogistic(
      train.map(({ row }) => row),
      train.map(({ right }) => right),
    )
    return test.map(({ row, right }) => ({ sure: probability(row, weights), right }))
  })
  const [bias = 0, ...weights] = fitLogistic(
    rows.map(({ row }) => row),
    rows.map(({ right }) => right),
  )
  return {
    questions: questions.length,
    lists,
    ranking,
    decision: { bias: round(bias), weights: named(DECISION_SIGNALS, weights) },
    threshold: thresholdFor(judged, wrong * questions.length),
  }
}

async function exampleOf(
  question: LabelledQuestion,
  now: Date,
  sources: Sources,
): Promise<Example | null> {
  // What is left of such a question may well be answered: it teaches nothing about certainty.
  if (question.kind === 'injection') return null
  const screened = screen(question.question, sources.statistics)
  if (screened.kind !== 'question') return null
  const retrieved = await retrieve(
    screened.text,
    { municipality: question.municipality, now },
    sources,
  )
  // Settled by rule: teaches nothing about certainty.
  if (retrieved.places.unknown !== null || isForeign(retrieved, sources.statistics)) return null
  const holds = await judge(sources.db, question, retrieved.candidates)
  const answering = retrieved.candidates.find((candidate) => holds.get(candidate))
  return { id: question.id, source: answering?.best.source ?? null, question, retrieved, holds }
}

async function judge(
  db: Db,
  question: LabelledQuestion,
  candidates: readonly Candidate[],
): Promise<Map<Candidate, boolean>> {
  const passages = await readUnits(
    db,
    candidates.map(({ best }) => ({ editionId: best.edition_id, unit: best.unit })),
  )
  const units = Map.groupBy(passages, ({ edition_id, unit }) => `${edition_id}:${unit}`)
  return new Map(
    candidates.map((candidate) => {
      const unit = units.get(`${candidate.best.edition_id}:${candidate.best.unit}`) ?? []
      return [candidate, holdsGold(unit.map(({ text }) => text).join('\n'), question)]
    }),
  )
}

function rankingOf(examples: readonly Example[]): Record<string, number> {
  const weights = fitRanking(
    examples.map(({ retrieved, holds }) => ({
      candidates: retrieved.candidates.map(({ signals }) =>
        RANKING_SIGNALS.map((name) => signals[name]),
      ),
      holds: retrieved.candidates.map((candidate) => holds.get(candidate) ?? false),
    })),
  )
  return named(RANKING_SIGNALS, weights)
}

function decisionRows(
  examples: readonly Example[],
  ranking: Record<string, number>,
  { statistics }: Sources,
): (Foldable & { row: number[]; right: boolean })[] {
  return examples.flatMap(({ id, source, retrieved, holds }) => {
    const candidates = retrieved.candidates
      .map((candidate) => ({
        original: candidate,
        ranked: { ...candidate, score: weighted(candidate.signals, ranking) },
      }))
      .sort((a, b) => b.ranked.score - a.ranked.score)
    const signals = decisionSignals(
      { ...retrieved, candidates: candidates.map(({ ranked }) => ranked) },
      statistics,
    )
    const [first] = candidates
    if (signals === null || first === undefined) return []
    const row = DECISION_SIGNALS.map((name) => signals[name])
    return [{ id, source, row, right: holds.get(first.original) ?? false }]
  })
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

/** The lowest threshold above which no more than `most` of the questions are answered wrongly. */
function thresholdFor(judged: readonly { sure: number; right: boolean }[], most: number): number {
  const sorted = [...judged].sort((a, b) => b.sure - a.sure)
  let wrong = 0
  for (const { sure, right } of sorted) {
    if (!right && ++wrong > most) return round(Math.min(0.95, sure + 0.001))
  }
  return 0.5
}

function named(names: readonly string[], weights: readonly number[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, round(weights[index] ?? 0)]))
}

const round = (value: number) => Math.round(value * 1000) / 1000
