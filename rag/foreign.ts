/** Tells whether the best clause found is another municipality's, of which nobody asked. */
import { sameTerritory } from './places.ts'
import type { Retrieved } from './retrieve.ts'
import type { Statistics } from './statistics.ts'

/**
 * True where the best candidate holds for a municipality that is neither the asker's nor named in the question. An asker
 * who has named none is taken for one of the only municipality that the index knows, if it is one.
 */
export function isForeign(
  { candidates, places, own, asker }: Retrieved,
  statistics: Statistics,
): boolean {
  const territory = candidates[0]?.best.territory ?? null
  if (territory === null || places.known.length > 0 || own.length > 0) return false
  return asker !== null || statistics.territories.some((name) => !sameTerritory(name, territory))
}
