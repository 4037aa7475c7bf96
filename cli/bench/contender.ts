/** What is compared: something that takes documents in and finds texts for a question. */
import type { Rag } from '../../rag/answer.ts'
import type { Material } from './documents.ts'

export interface Contender {
  name: string
  /**
   * Makes an index of the material, hands it to `work` and closes it.
   */
  withIndex<Result>(material: Material, work: (index: Index) => Promise<Result>): Promise<Result>
}

export interface Index {
  search: Search
  /** What it took to make it, not counting what opens a database. */
  seconds: number
  /** What decides whether to answer, where something does. */
  rag: Pick<Rag, 'answer'> | null
}

/** The ten best texts for the question, best first. */
export type Search = (question: {
  question: string
  municipality: string | null
}) => Promise<string[]>

export const MOST_FOUND = 10
