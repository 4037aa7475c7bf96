/** A measure: what a document wants done, until when, by whom, with what result. */

import { normalise } from '../normalise.ts'
import type { Deadline } from './deadline.ts'

export interface Measure extends Deadline {
  /** The passage that says so, and the first passage of its clause or row. */
  ordinal: number
  unit: number
  clause: string
  what: string
  /** The same for the same measure in the next edition, whatever its deadline is there. */
  likeness: string
  deadlineText: string
  responsible: string
  responsibleKeys: string[]
  result: string
  section: string
}

/** `what` made comparable: without case, spaces, quotes and punctuation. */
export function likenessOf(what: string): string {
  return normalise(what)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
