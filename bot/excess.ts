/** How much longer than necessary something took, judged by the shortest of its kind so far. */

export interface Excess {
  of(milliseconds: number): number
}

/** The network and the clocks change: the shortest is forgotten by so much each time. */
const FORGOTTEN_MS = 0.02

/**
 * An excess of more than `most` is none: a clock was set, and the shortest is learnt anew. Of the first `doubted` all is
 * excess: connections are made, code is warmed up, and nobody knows yet what is short.
 */
export function createExcess({ most, doubted }: { most: number; doubted: number }): Excess {
  let seen = 0
  let shortest = Number.POSITIVE_INFINITY
  return {
    of(milliseconds) {
      shortest = Math.min(shortest + FORGOTTEN_MS, milliseconds)
      if (milliseconds - shortest > most) shortest = milliseconds
      seen += 1
      return seen > doubted ? milliseconds - shortest : milliseconds
    },
  }
}
