/** Composes the answer that needs no model: the words of the best clause or row, verbatim, with where they stand. */
import { citationOf, type Unit } from './cite.ts'
import { extract } from './extract.ts'
import type { Retrieved } from './retrieve.ts'

/** The best clause's words, and a second one's where the question asks for more than the first holds. */
export function extracted(retrieved: Retrieved, units: readonly Unit[], now: Date): string {
  const today = now.toISOString().slice(0, 10)
  const [first, second] = units
  if (first === undefined) return ''
  const part = (unit: Unit) =>
    `${extract(retrieved.asked, unit.passages, today)}\n\n${citationOf(unit).label}${elsewhere(retrieved, unit)}`
  return second && belongsToAnswer(retrieved) ? `${part(first)}\n\n${part(second)}` : part(first)
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
