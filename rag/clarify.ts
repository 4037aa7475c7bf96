/** Asks back where several documents answer the same question and the asker has not said which is meant. */
import { KNOWLEDGE_KIND } from '../db/knowledge.ts'
import { confidence } from './decide.ts'
import type { LearnedModel } from './learned.ts'
import type { ClarifyOption } from './outcome.ts'
import { wordsOfText } from './passage-words.ts'
import { sameTerritory } from './places.ts'
import type { Candidate, Retrieved } from './retrieve.ts'
import { shorten } from './shorten.ts'
import type { Statistics } from './statistics.ts'
import { texts } from './texts.ts'

/** Another document's clause that fits this well beside the best one answers the same question. */
const NEARLY = 0.93
const MOST_OPTIONS = 5

export interface Clarification {
  text: string
  options: ClarifyOption[]
}

/** The question back with its options, or null where there is nothing to ask. */
export function clarification(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): Clarification | null {
  return byMunicipality(retrieved, statistics, model) ?? byDocument(retrieved, statistics, model)
}

function byMunicipality(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): Clarification | null {
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

/**
 * Of one place: two documents that say of the same thing something else each, and the question tells neither from the
 * other. Alike are clauses that share most of their words; the same words in both need no question.
 */
function byDocument(
  retrieved: Retrieved,
  statistics: Statistics,
  model: LearnedModel,
): Clarification | null {
  const [best] = retrieved.candidates
  if (!best || best.best.document_kind === KNOWLEDGE_KIND) return null
  const rivals = retrieved.candidates.filter((rival) => isRival(best, rival))
  const editions = rivals.filter(
    ({ best: { edition_id: id } }, index) =>
      rivals.findIndex((other) => other.best.edition_id === id) === index,
  )
  if (editions.length < 2) return null
  const alone = retrieved.candidates.filter(
    ({ best: { edition_id: id } }) =>
      id === best.best.edition_id || editions.every((one) => one.best.edition_id !== id),
  )
  if (confidence({ ...retrieved, candidates: alone }, statistics, model) < model.threshold)
    return null
  const options = editions.slice(0, MOST_OPTIONS).map(({ best: passage }) => ({
    label: shorten(passage.title, 120),
    editionId: Number(passage.edition_id),
  }))
  // Two documents of one name would be two buttons of one name.
  if (new Set(options.map(({ label }) => label)).size < options.length) return null
  return {
    text: [texts.whichDocument, ...options.map(({ label }) => label)].join('\n'),
    options,
  }
}

/** Nothing in the question favours the one over the other. */
const EQUALLY = 0.97
const ALIKE = 0.55

function isRival(best: Candidate, rival: Candidate): boolean {
  if (rival === best) return true
  if (rival.score < EQUALLY * best.score || rival.best.edition_id === best.best.edition_id)
    return false
  if (rival.best.document_kind === KNOWLEDGE_KIND) return false
  if (!samePlace(best.best.territory, rival.best.territory)) return false
  const [one, other] = [best, rival].map(
    ({ best: { search_text: text } }) => wordsOfText(text).stems,
  )
  if (!one || !other) return false
  let common = 0
  for (const stem of one) if (other.has(stem)) common += 1
  const likeness = (2 * common) / (one.size + other.size || 1)
  return likeness >= ALIKE && likeness < 1
}

function samePlace(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && sameTerritory(one, other))
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
