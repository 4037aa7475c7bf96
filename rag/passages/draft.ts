/** A passage on its way: everything but its place in the document, and what its citation may be told apart by. */
import type { Passage } from '../passage.ts'

export interface Draft extends Omit<Passage, 'ordinal' | 'unit' | 'clause'> {
  /** True for the first passage of a clause, row or other piece that is quoted whole. */
  opens: boolean
  /** Name of the part: «Положение». */
  part: string
  /**
   * What the passage is called inside its part: «п. 3.2.2», «строка 5»; '' for what needs no name. Of a passage that
   * opens nothing: what is added to the name of its clause, «подп. «а»».
   */
  label: string
  /** Labels of what encloses it, the nearest last; the nearest is used where labels alone would be ambiguous. */
  within: string[]
}
