/** The program's clock: the machine's, and in the playground one that can be moved forward. */

export interface MovableClock {
  now(): Date
  /** Moves the clock forward by `milliseconds` (not negative) for the whole program. */
  advance(milliseconds: number): void
}

/** `offset`: how far, in milliseconds, the clock was moved in earlier runs; `onMove` hears the new offset. */
export function createClock(offset = 0, onMove: (offset: number) => void = () => {}): MovableClock {
  let moved = offset
  return {
    now: () => new Date(Date.now() + moved),
    advance: (milliseconds) => {
      if (!(milliseconds >= 0)) throw new RangeError(`a clock goes forward: ${milliseconds} ms`)
      moved += milliseconds
      onMove(moved)
    },
  }
}
