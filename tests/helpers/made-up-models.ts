/** Embedding models of every quality, made up: each gives a text a vector as a service would. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { readTable } from '../../rag/thesaurus.ts'
import { words } from '../../rag/words.ts'

export type MadeUpModel = (text: string) => number[]

const WIDTH = 96

/** Its vectors say nothing: like a broken model, or one that never saw Russian. */
export const noise: MadeUpModel = (text) => direction(text)

/** Compares letters only: what it finds the built-in lists find as well, with the same mistakes. */
export const letters: MadeUpModel = (text) => {
  const counts = new Array<number>(4 * WIDTH).fill(0)
  const spaced = ` ${words(text).join(' ')} `
  for (let at = 0; at + 3 <= spaced.length; at++) {
    const place = hash(spaced.slice(at, at + 3)) % counts.length
    counts[place] = (counts[place] ?? 0) + 1
  }
  return unit(counts)
}

/**
 * Knows which text answers which question (and the sentences by which models are measured), as far as `error` lets it:
 * the length of a random vector that is added to the answer's.
 */
export function knowing(answers: ReadonlyMap<string, string>, error: number): MadeUpModel {
  const pairs = readTable(join(import.meta.dirname, '../../rag/data/paraphrases.tsv'))
  const known = [...answers, ...pairs].map(
    ([question, text]) => [new Set(words(question)), text] as const,
  )
  return (text) => {
    const asked = new Set(words(text))
    // A place's name is taken out of a question before it is embedded, and a person's is masked.
    const meant = known
      .map(([said, answer]) => ({ answer, likeness: likeness(said, asked) }))
      .reduce((best, each) => (each.likeness > best.likeness ? each : best))
    if (meant.likeness < 0.5) return direction(text)
    const [own, other] = [direction(meant.answer), direction(`not ${text}`)]
    return unit(own.map((value, place) => value + error * (other[place] ?? 0)))
  }
}

export function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, place) => sum + value * (other[place] ?? 0), 0)
}

/** Share of the words of both that both have. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length
  return common / (one.size + other.size - common || 1)
}

/** A random direction, always the same one for a text. */
function direction(text: string): number[] {
  const bytes = Array.from({ length: WIDTH / 16 }, (_, part) =>
    createHash('sha256').update(`${part} ${text}`).digest(),
  )
  // The sum of two even distributions is near enough to a normal one.
  return unit(
    bytes.flatMap((digest) =>
      Array.from(
        { length: 16 },
        (_, at) => (digest[2 * at] ?? 0) + (digest[2 * at + 1] ?? 0) - 255,
      ),
    ),
  )
}

function unit(values: readonly number[]): number[] {
  const length = Math.hypot(...values) || 1
  return values.map((value) => value / length)
}

function hash(text: string): number {
  return createHash('md5').update(text).digest().readUInt32LE(0)
}
