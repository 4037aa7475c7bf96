/** How long each of many who ask at the same time waits for an answer, and how much of that is not Telegram's doing. */

/** One who asked; times in milliseconds on one clock, the answer null where none came. */
export interface Asked {
  askedAt: number
  answeredAt: number | null
}

/** What Telegram lets a bot send over all chats in a second. */
export const LIMIT = 30

export interface Waits {
  /** Seconds from the question to the answer, of those who got one. */
  waits: number[]
  /** The same less what the limit alone would have had them wait, each in their turn: the k-th cannot be answered before k / 30 s. */
  beyond: number[]
  /** From the first question to the last answer. */
  seconds: number
}

/** `asked` in the order of asking. Each asks once, so that the limit of a single chat has nobody wait. */
export function waitsOf(asked: readonly Asked[]): Waits {
  const measured: Waits = { waits: [], beyond: [], seconds: 0 }
  const began = asked[0]?.askedAt ?? 0
  let soonest = Number.NEGATIVE_INFINITY
  for (const { askedAt, answeredAt } of asked) {
    soonest = Math.max(askedAt, soonest + 1000 / LIMIT)
    if (answeredAt === null) continue
    measured.waits.push((answeredAt - askedAt) / 1000)
    measured.beyond.push(Math.max(0, answeredAt - soonest) / 1000)
    measured.seconds = Math.max(measured.seconds, (answeredAt - began) / 1000)
  }
  return measured
}
