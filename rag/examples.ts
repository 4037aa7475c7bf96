/** Labelled questions as learning sees them: what was found for each, what of it answers, and the signals of both. */
import type { Db } from '../db/db.ts'
import { type FoundPassage, readUnits } from '../db/search.ts'
import { DECISION_SIGNALS, decisionSignals } from './decide.ts'
import { isForeign } from './foreign.ts'
import { holdsGold, type LabelledQuestion } from './labelled.ts'
import { type LearnedModel, weighted } from './learned.ts'
import { type Candidate, type Retrieved, rank, retrieve, type Sources } from './retrieve.ts'
import { screen } from './screen.ts'

/** What decides in which fold a question is judged: the document that answers it, else itself. */
export interface Foldable {
  id: string
  source: string | null
}

export interface Example extends Foldable {
  question: LabelledQuestion
  retrieved: Retrieved
  /** Of each candidate, whether its clause holds the answer. */
  holds: ReadonlyMap<Candidate, boolean>
}

export interface Row extends Foldable {
  row: number[]
  right: boolean
  answerable: boolean
  /** Not as it was asked, but as if the documents lacked what answers it. */
  leftOut: boolean
}

/** Null for what never reaches the decision: it teaches nothing about certainty. */
export async function exampleOf(
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
  const { statistics } = sources
  if (retrieved.places.unknown !== null || isForeign(retrieved, statistics)) return null
  const holds = await judge(sources.db, question, retrieved.candidates)
  const answering = retrieved.candidates.find((candidate) => holds.get(candidate))
  return { id: question.id, source: answering?.best.source ?? null, question, retrieved, holds }
}

/**
 * Each question twice: as it was asked, and as if the documents lacked what answers it, which is how a question looks that
 * they do not answer at all.
 */
export function decisionRows(
  examples: readonly Example[],
  learned: LearnedModel,
  { statistics }: Sources,
): Row[] {
  return examples.flatMap(({ id, source, question: { answerable }, retrieved, holds }) => {
    const rowOf = (candidates: Candidate[], right: boolean, leftOut: boolean): Row[] => {
      const signals = decisionSignals({ ...retrieved, candidates }, statistics, learned)
      if (signals === null) return []
      const row = DECISION_SIGNALS.map((name) => signals[name])
      return [{ id, source, row, right, answerable, leftOut }]
    }
    const ranked = retrieved.candidates
      .map((candidate) => ({
        right: holds.get(candidate) ?? false,
        candidate: { ...candidate, score: weighted(candidate.signals, learned.ranking) },
      }))
      .sort((a, b) => b.candidate.score - a.candidate.score)
    const asked = rowOf(
      ranked.map(({ candidate }) => candidate),
      ranked[0]?.right ?? false,
      false,
    )
    if (ranked.every(({ right }) => !right)) return asked
    const others = ranked.filter(({ right }) => !right).map(({ candidate }) => candidate)
    const passagesOf = (candidates: readonly Candidate[]) =>
      candidates.flatMap(({ passages }) => passages.map(({ passage }) => passage))
    const found = rescaled(
      passagesOf(others),
      topOf(passagesOf(retrieved.candidates), 'dense_score'),
    )
    const without = rank(retrieved.asked, found, statistics, learned)
    return [...asked, ...rowOf(without, false, true)]
  })
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

/**
 * The scores as the search would give them if it had found only these: the best of each built-in list is 1, of the dense
 * one `reach`, as far as it is trusted.
 */
function rescaled(found: readonly FoundPassage[], reach: number): FoundPassage[] {
  const [words, sparse, dense] = [
    topOf(found, 'words_score') || 1,
    topOf(found, 'sparse_score') || 1,
    topOf(found, 'dense_score') || 1,
  ]
  return found.map((passage) => ({
    ...passage,
    words_score: passage.words_score / words,
    sparse_score: passage.sparse_score / sparse,
    dense_score: (reach * passage.dense_score) / dense,
  }))
}

function topOf(
  found: readonly FoundPassage[],
  name: 'words_score' | 'sparse_score' | 'dense_score',
): number {
  return Math.max(0, ...found.map((passage) => passage[name]))
}
