/** Finds whom a new edition concerns: those who were answered from a clause that it changed or left out. */
import type { Db } from '../db/db.ts'
import { answersCiting, type CitedAnswer, clausesOf, type WholeClause } from '../db/edition-news.ts'
import { type ClauseChange, changedClauses } from './changed-clauses.ts'

/** Who was answered longer ago is not told: their matter is over. */
const TOLD_FOR_MS = 365 * 24 * 60 * 60_000

export interface ChangedAnswer {
  questionId: number
  question: string
  answeredAt: Date
  /** How the clause was cited: «Положение от 21.08.2026 № 318-од, п. 3.2». */
  label: string
  before: string
  /** Null where the new edition has nothing in its place. */
  after: string | null
}

export interface Concerned {
  personId: number
  answers: ChangedAnswer[]
}

export interface NewEdition {
  documentId: number
  /** The edition whose place it takes. */
  replacedId: number
  /** Its id; null while it is not stored. */
  editionId: number | null
  clauses: readonly WholeClause[]
}

/** Everyone concerned, each with the answers in order of time. Whoever asked again and was told the new words is not. */
export async function findConcerned(
  db: Db,
  { documentId, replacedId, editionId, clauses }: NewEdition,
  now: Date,
): Promise<Concerned[]> {
  const since = new Date(now.getTime() - TOLD_FOR_MS)
  const cited = await answersCiting(db, { documentId, since })
  const changes = await changesSince(db, cited, { replacedId, editionId, clauses })
  const known = new Set(
    cited
      .filter((answer) => answer.edition_id === editionId)
      .map(({ person_id, unit }) => `${person_id}:${unit}`),
  )
  const concerned: Concerned[] = []
  for (const [personId, answers] of Map.groupBy(cited, ({ person_id }) => person_id)) {
    const again = new Set(
      answers.filter((one) => one.edition_id === editionId).map(({ question }) => fold(question)),
    )
    const changed = answers.filter(isBasis).flatMap((answer) => {
      const change = changes.get(answer.edition_id)?.get(answer.unit)
      if (!change || again.has(fold(answer.question))) return []
      return change.after && known.has(`${personId}:${change.after.unit}`)
        ? []
        : [changedAnswer(answer, change)]
    })
    if (changed.length > 0) concerned.push({ personId, answers: changed })
  }
  return concerned
}

/** By edition and unit. What an edition in between had changed was told then. */
async function changesSince(
  db: Db,
  cited: readonly CitedAnswer[],
  { replacedId, editionId, clauses }: Pick<NewEdition, 'replacedId' | 'editionId' | 'clauses'>,
): Promise<Map<number, Map<number, ClauseChange>>> {
  const editions = new Set(cited.map(({ edition_id }) => edition_id))
  if (editionId !== null) editions.delete(editionId)
  const changes = new Map<number, Map<number, ClauseChange>>()
  if (editions.size === 0) return changes
  const replaced = await clausesOf(db, replacedId)
  for (const id of editions) {
    const old = id === replacedId ? replaced : await clausesOf(db, id)
    const all = changedClauses(old, clauses)
    const earlier = id === replacedId ? new Map() : changedClauses(old, replaced)
    changes.set(id, new Map([...all].filter(([unit]) => !earlier.has(unit))))
  }
  return changes
}

/** Whether the answer rests on the citation: it names it, or it is the first of an answer that names none. */
function isBasis({ answer, citation }: CitedAnswer): boolean {
  const lines = answer.text.split('\n').map((line) => line.replace(/^\[\d+\] /, ''))
  const named = answer.citations.some(({ label }) => lines.includes(label))
  return named ? lines.includes(answer.citations[citation]?.label ?? '') : citation === 0
}

function changedAnswer(answer: CitedAnswer, { before, after }: ClauseChange): ChangedAnswer {
  return {
    questionId: answer.question_id,
    question: answer.question,
    answeredAt: answer.answered_at,
    label: answer.answer.citations[answer.citation]?.label ?? before.clause,
    before: before.text,
    after: after?.text ?? null,
  }
}

function fold(question: string): string {
  return question
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
