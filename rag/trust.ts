/** How far a configured embedding model is trusted: it has to show that it brings question and regulation together. */
import { join } from 'node:path'
import type { Db } from '../db/db.ts'
import { findFact, sayFact } from '../db/facts.ts'
import type { Embedded, Embedder } from './embedder.ts'
import { readTable } from './thesaurus.ts'

/**
 * Sentences of the field and how people ask for them, without a common word. A model that compares letters only puts
 * hardly more of them together than chance does (0.07): character 3-grams reach 0.09–0.15. Such a model finds what the
 * built-in lists find, with their mistakes, and makes the search worse at any weight that would help a good one.
 */
const PAIRS = join(import.meta.dirname, 'data/paraphrases.tsv')

/** Mean reciprocal rank at which a model begins to count, and from which on it counts fully. */
const FROM = 0.2
const FULLY_FROM = 0.8

/** From 0 to 1; 0 for a model that has not been measured yet. */
export async function trustIn(db: Db, embedder: Pick<Embedder, 'name'>): Promise<number> {
  const known = await findFact(db, { name: 'dense_trust' })
  if (known?.embedder !== embedder.name) return 0
  return Math.min(1, Math.max(0, (known.mrr - FROM) / (FULLY_FROM - FROM)))
}

/** Measures the model and remembers what came of it, unless that is known. Throws a `ModelError`. */
export async function ensureTrust(db: Db, embedder: Embedder, now: Date): Promise<void> {
  if (await isMeasured(db, embedder)) return
  const value = { embedder: embedder.name, mrr: await pairsFound(embedder) }
  await sayFact(db, { name: 'dense_trust', value, now })
}

export async function isMeasured(db: Db, embedder: Pick<Embedder, 'name'>): Promise<boolean> {
  return (await findFact(db, { name: 'dense_trust' }))?.embedder === embedder.name
}

/** Mean reciprocal rank of the sentence that answers each phrase, among all. */
async function pairsFound(embedder: Embedder): Promise<number> {
  const pairs = readTable(PAIRS)
  const texts = pairs.map(([, text]) => ({ text, context: '' }))
  const sentences = (await embedder.embedPassages(texts)).map(directionOf)
  let sum = 0
  for (const [index, [phrase]] of pairs.entries()) {
    const asked = directionOf(await embedder.embedQuery(phrase))
    const near = sentences.map((sentence) => dot(asked, sentence))
    const own = near[index] ?? 0
    sum += 1 / near.filter((each) => each >= own).length
  }
  return sum / pairs.length
}

function directionOf(embedded: Embedded): readonly number[] {
  const values = embedded.kind === 'dense' ? embedded.values : []
  const length = Math.hypot(...values)
  return length > 0 ? values.map((value) => value / length) : values
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}
