/** Composes the answer that needs no model: the words of the best clause or row, verbatim, with where they stand. */
import { citationOf, type Unit } from './cite.ts'
import { extract } from './extract.ts'
import { answerIn, isTutorAnswer } from './knowledge-passage.ts'
import type { Retrieved } from './retrieve.ts'

/** The best clause's words, and a second one's where the question asks for more than the first holds. */
export function extracted(retrieved: Retrieved, units: readonly Unit[], now: Date): string {
  const today = now.toISOString().slice(0, 10)
  const [first, second] = units
  if (first === undefined) return ''
  // A tutor's answer was written to answer: it is shown whole.
  const wordsOf = (unit: Unit) =>
    isTutorAnswer(unit.best)
      ? answerIn(unit.passages)
      : withStem(extract(retrieved.asked, unit.passages, today), unit)
  const part = (unit: Unit) =>
    `${wordsOf(unit)}\n\n${citationOf(unit).label}${elsewhere(retrieved, unit)}`
  return second && belongsToAnswer(retrieved) ? `${part(first)}\n\n${part(second)}` : part(first)
}

const LONGEST_STEM = 250

/** «возмещать расходы …» is no sentence without what its list begins with: «Руководителям организаций: …». */
function withStem(said: string, { best: { kind, path } }: Unit): string {
  const above = path.at(-2) ?? ''
  if (kind === 'definition' || !/^\p{Ll}/u.test(said) || !above.endsWith(':')) return said
  const stem = above.replace(/^\d{1,3}(?:\.\d{1,3}){0,5}[.)]?\s/, '')
  return stem.length > LONGEST_STEM || said.includes(stem) ? said : `${stem} ${said}`
}

/** Whose clause it is, where it is not the asker's own. */
function elsewhere({ places, own }: Retrieved, { best: { territory } }: Unit): string {
  const isOther = territory !== null && places.known.includes(territory) && !own.includes(territory)
  return isOther ? ` (${territory})` : ''
}

/** Two questions in one, or a list over several rows, and the second clause nearly as good as the first. */
function belongsToAnswer({ asked, candidates }: Retrieved): boolean {
  const [first, second] = candidates
  if (!first || !second || first.best.edition_id !== second.best.edition_id) return false
  const several = asked.kinds.has('list') || asked.kinds.size > 1
  return several && second.score > 0.85 * first.score
}
