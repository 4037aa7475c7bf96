/** Turns texts into vectors; the built-in way needs no model: its inner product is BM25 over stems and character n-grams. */
import { createHash } from 'node:crypto'
import { analyse } from './analyse.ts'
import type { Statistics } from './statistics.ts'
import type { Thesaurus } from './thesaurus.ts'
import { grams, stemsOf } from './words.ts'

export type Embedded =
  /** Index from 0 → weight, only what is not zero. */
  | { kind: 'sparse'; entries: Map<number, number>; dimensions: number }
  | { kind: 'dense'; values: number[] }

export interface Embedder {
  /** Stored with each vector: another name means that the vector must be made again. */
  name: string
  embedPassages(passages: { text: string; context: string }[]): Promise<Embedded[]>
  embedQuery(text: string): Promise<Embedded>
}

/** pgvector takes at most 10⁹; in 2²⁹ places a hundred thousand features have about nine collisions. */
export const DIMENSIONS = 2 ** 29

/** Of an n-gram beside a stem: a word has several, all of them together weigh about as much as its stem. */
export const GRAM_SHARE = 0.3

/**
 * The built-in embedder. Passages carry the saturated frequency and the length (BM25, k₁ 1.2, b 0.4), queries the
 * inverse document frequency of `statistics`, so passages need not be embedded again when the index grows.
 */
export function createSparseEmbedder({
  statistics,
  thesaurus,
}: {
  statistics: () => Promise<Statistics>
  thesaurus: Thesaurus
}): Embedder {
  return {
    name: 'bm25-stems-4grams-1',
    embedPassages: async (passages) => passages.map(embedPassage),
    embedQuery: async (text) => embedTerms(text, await statistics(), thesaurus),
  }
}

const K1 = 1.2
const B = 0.4
/** Words of an average passage: a constant, so that a vector does not depend on what else is indexed. */
const AVERAGE_LENGTH = 40
/** A word of the title or of a heading counts as this share of one in the text. */
const CONTEXT_SHARE = 0.2

function embedPassage({ text, context }: { text: string; context: string }): Embedded {
  const counts = new Map<number, number>()
  const inText = stemsOf(text)
  addAll(counts, inText, 1)
  addAll(counts, stemsOf(context), CONTEXT_SHARE)
  const norm = K1 * (1 - B + (B * inText.length) / AVERAGE_LENGTH)
  const entries = new Map<number, number>()
  for (const [place, count] of counts) entries.set(place, (count * (K1 + 1)) / (count + norm))
  return { kind: 'sparse', entries: largest(entries), dimensions: DIMENSIONS }
}

function embedTerms(text: string, statistics: Statistics, thesaurus: Thesaurus): Embedded {
  const entries = new Map<number, number>()
  const raise = (place: number, weight: number) =>
    entries.set(place, Math.max(entries.get(place) ?? 0, weight))
  for (const term of analyse(text, statistics, thesaurus)) {
    const alternatives = term.alternatives.filter(({ inVector }) => inVector !== false)
    for (const { stems, share } of [{ stems: [term.stem], share: 1 }, ...alternatives]) {
      for (const meant of stems) {
        raise(placeOf(`s:${meant}`), share * statistics.weight(meant))
        for (const gram of grams(meant)) {
          raise(placeOf(`g:${gram}`), share * GRAM_SHARE * statistics.gramWeight(gram))
        }
      }
    }
  }
  return { kind: 'sparse', entries: largest(entries), dimensions: DIMENSIONS }
}

function addAll(counts: Map<number, number>, stems: string[], share: number): void {
  for (const each of stems) {
    add(counts, `s:${each}`, share)
    for (const gram of grams(each)) add(counts, `g:${gram}`, share)
  }
}

function add(counts: Map<number, number>, feature: string, share: number): void {
  const place = placeOf(feature)
  counts.set(place, (counts.get(place) ?? 0) + share)
}

/** An HNSW index over sparse vectors takes at most 1,000 values of each. */
const MOST_ENTRIES = 1_000

function largest(entries: Map<number, number>): Map<number, number> {
  if (entries.size <= MOST_ENTRIES) return entries
  return new Map([...entries].sort((a, b) => b[1] - a[1]).slice(0, MOST_ENTRIES))
}

const places = new Map<string, number>()

/** Where a feature stands: the same in every process and every release. */
export function placeOf(feature: string): number {
  const known = places.get(feature)
  if (known !== undefined) return known
  const place = createHash('md5').update(feature).digest().readUInt32LE(0) % DIMENSIONS
  if (places.size > 500_000) places.clear()
  places.set(feature, place)
  return place
}
