/** Which passages are nearest to a question: inner products summed term at a time (Turtle and Flood, 1995). */
import { createHighest } from './highest.ts'
import { type Load, MOST_PASSAGES, type Segment } from './segment.ts'

/** Place → weight. */
export type Query = ReadonlyMap<number, number>

export interface Nearest {
  ids: number[]
  /** The inner products, in the order of the ids. */
  scores: number[]
}

/**
 * The `count` passages with the highest inner products, or as many as there are; of equal ones those with the lower ids.
 * Each product and each sum is rounded to 32 bits, in the order of the places, as pgvector does it: the scores are its own.
 */
export function nearest(
  segments: readonly Segment[],
  query: Query,
  { count, isWanted }: { count: number; isWanted: (load: Load) => boolean },
): Nearest {
  const terms = [...query].sort(([one], [other]) => one - other)
  const highest = createHighest(count)
  const scores = new Float32Array(MOST_PASSAGES)
  let floor = highest.floor()
  for (const segment of segments) {
    const runs = segment.runs.filter(({ load }) => isWanted(load))
    if (runs.length === 0) continue
    sumUp(segment, terms, scores)
    for (const { from, to } of runs) {
      for (let slot = from; slot < to; slot++) {
        const score = scores[slot] ?? 0
        if (score < floor) continue
        highest.add(segment.ids[slot] ?? 0, score)
        floor = highest.floor()
      }
    }
  }
  return highest.all()
}

/** The inner products of the segment's passages with the question, into `scores`. */
function sumUp(
  { ids, places, starts, slots, weights }: Segment,
  terms: readonly (readonly [number, number])[],
  scores: Float32Array,
): void {
  scores.fill(0, 0, ids.length)
  let index = 0
  for (const [place, asked] of terms) {
    index = firstFrom(places, place, index)
    if (places[index] !== place) continue
    const weight = Math.fround(asked)
    const end = starts[index + 1] ?? 0
    for (let posting = starts[index] ?? 0; posting < end; posting++) {
      const slot = slots[posting] ?? 0
      scores[slot] = (scores[slot] ?? 0) + Math.fround(weight * (weights[posting] ?? 0))
    }
  }
}

/** Index of the first that is not less than `value`, from `start` on. */
function firstFrom(ascending: Uint32Array, value: number, start: number): number {
  let [low, high] = [start, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
