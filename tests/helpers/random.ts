/** Numbers by chance that a seed makes again. */

export interface Chance {
  /** From 0 up to, not including, 1. */
  number(): number
  /** A whole number from 0 up to, not including, the limit. */
  below(limit: number): number
  one<Value>(values: readonly Value[]): Value
}

/** Mulberry32: small, and the same everywhere. */
export function chanceOf(seed: number): Chance {
  let state = seed
  const number = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(number() * limit)
  return { number, below, one: (values) => values[below(values.length)] as never }
}
