/** Compares a measurement with a saved one of the same questions: what moved, and which questions were gained and lost. */
import { z } from 'zod'

const figures = z.object({
  n: z.number(),
  hit1: z.number(),
  hit3: z.number(),
  mrr: z.number(),
  coverage: z.number(),
  wrong: z.number(),
  answeredUnanswerable: z.number(),
})
const saved = z.object({
  all: figures,
  medianMs: z.number(),
  missed: z.array(z.object({ id: z.string() })),
})
/** What of an evaluation is compared; a whole one is one of these. */
export type Saved = z.infer<typeof saved>

export interface Comparison {
  /** Now less then, by the names of the figures; rates as parts of 1. */
  changes: Record<Exclude<keyof z.infer<typeof figures>, 'n'>, number>
  medianMs: number
  /** Ids of the questions that were missed and no longer are, and the other way round. */
  gained: string[]
  lost: string[]
}

/** Reads what `eval --json` printed. Throws when it is something else. */
export function parseSaved(json: string): Saved {
  return saved.parse(JSON.parse(json))
}

/** Whether the run can be one of these questions: as many of them, and it missed no other. */
export function isOf({ all, missed }: Saved, questions: readonly { id: string }[]): boolean {
  const ids = new Set(questions.map(({ id }) => id))
  return all.n === questions.length && missed.every(({ id }) => ids.has(id))
}

export function compare(before: Saved, now: Saved): Comparison {
  const [missedBefore, missedNow] = [before, now].map(
    ({ missed }) => new Set(missed.map(({ id }) => id)),
  )
  const change = (name: keyof Comparison['changes']) => now.all[name] - before.all[name]
  return {
    changes: {
      hit1: change('hit1'),
      hit3: change('hit3'),
      mrr: change('mrr'),
      coverage: change('coverage'),
      wrong: change('wrong'),
      answeredUnanswerable: change('answeredUnanswerable'),
    },
    medianMs: now.medianMs - before.medianMs,
    gained: [...(missedBefore ?? [])].filter((id) => !missedNow?.has(id)),
    lost: [...(missedNow ?? [])].filter((id) => !missedBefore?.has(id)),
  }
}
