/** A measure: what a document wants done, until when, by whom, with what result. */

import type { NewMeasure } from '../../db/measures.ts'
import { normalise } from '../normalise.ts'

export type Measure = NewMeasure

/** `what` made comparable: without case, spaces, quotes and punctuation. */
export function likenessOf(what: string): string {
  return normalise(what)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
