/** Asks back where several documents answer the same question and the asker has not said which is meant. */
import { confidence } from './decide.ts'
import type { LearnedModel } from './learned.ts'
import type { ClarifyOption } from './outcome.ts'
import { sameTerritory } from './places.ts'
import type { Candidate, Retrieved } from './retrieve.ts'
import type { Statistics } from './statistics.ts'
import { texts } from './texts.ts'

/** Another document's clause that fits this well beside the best one answers the same question. */
const NEARLY = 0.93
const MOST_OPTIONS = 5

/** The question back with its options, or null where there is nothing to ask. */
export function clarification(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): { text: string; options: ClarifyOption[] } | null {
  const { asked, candidates } = retrieved
  const [best] = candidates
  if (!best || asked.territories.length > 0) return null
  const rivals = candidates.filter(({ score }) => score >= NEARLY * best.score)
  const territories = namesOf(rivals)
  const [first] = territories
  if (first === undefined || territories.length < 2) return null
  // Only where knowing the municipality would settle it.
  if (confidence(asIfFrom(first, retrieved), statistics, model) < model.threshold) return null
  const options = territories
    .slice(0, MOST_OPTIONS)
    .map((name) => ({ label: name, municipality: name }))
  return {
    text: [texts.whichMunicipality, ...options.map(({ label }) => label)].join('\n'),
    options,
  }
}

function asIfFrom(territory: string, retrieved: Retrieved): Retrieved {
  const candidates = retrieved.candidates.filter(
    ({ best }) => best.territory === null || sameTerritory(best.territory, territory),
  )
  return { ...retrieved, own: [territory], candidates }
}

function namesOf(candidates: readonly Candidate[]): string[] {
  const names: string[] = []
  for (const { best } of candidates) {
    const { territory } = best
    if (territory !== null && !names.some((name) => sameTerritory(name, territory)))
      names.push(territory)
  }
  return names
}
