/** The numbers learned from labelled questions by `vopros calibrate`, and how they are used. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const weights = z.record(z.string(), z.number())
const learnedModel = z.object({
  /** Made from how many questions. */
  questions: z.number(),
  /** Weights of the lists in the sum that picks the candidates. */
  lists: z.object({ words: z.number(), sparse: z.number(), dense: z.number() }),
  /** Weights of the signals by which candidates are ordered. */
  ranking: weights,
  /** What the words of a question tell of whether documents answer such questions, as log-odds by trait. */
  stated: weights.default({}),
  /** Logistic model of «the first citation holds the answer». */
  decision: z.object({ bias: z.number(), weights }),
  /** Answered from this probability on. */
  threshold: z.number(),
  /** What that threshold gave on questions about documents that a model was not fitted on: of the answerable, of all. */
  judged: z.object({ coverage: z.number(), wrong: z.number() }),
})
export type LearnedModel = z.infer<typeof learnedModel>

export const LEARNED_FILE = join(import.meta.dirname, 'data/learned.json')

/** Reads the model that ships with the project. Throws when the file is not what `calibrate` writes. */
export function readLearned(file = LEARNED_FILE): LearnedModel {
  return learnedModel.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** The weighted sum of the signals; one without a weight counts nothing. */
export function weighted<Name extends string>(
  signals: Record<Name, number>,
  weights: Readonly<Record<string, number>>,
): number {
  let sum = 0
  for (const name in signals) sum += signals[name] * (weights[name] ?? 0)
  return sum
}
