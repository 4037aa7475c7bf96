/** Reads clauses and rows whole, of which a search found a passage. */
import type { Db } from '../db/db.ts'
import { readUnits, type UnitPassage } from '../db/search.ts'
import type { Unit } from './cite.ts'
import type { Candidate } from './retrieve.ts'

/** In the candidates' order. */
export async function readWhole(
  db: Db,
  candidates: readonly Pick<Candidate, 'best' | 'score'>[],
): Promise<Unit[]> {
  if (candidates.length === 0) return []
  const passages = await readUnits(
    db,
    candidates.map(({ best }) => ({ editionId: best.edition_id, unit: best.unit })),
  )
  const byUnit = Map.groupBy(
    passages,
    (passage: UnitPassage) => `${passage.edition_id}:${passage.unit}`,
  )
  return candidates.map(({ best, score }) => ({
    best,
    score,
    passages: byUnit.get(`${best.edition_id}:${best.unit}`) ?? [],
  }))
}
