/** What the whole index knows about words: how many passages hold each, made again when documents or the glossary change. */
import type { Db } from '../db/db.ts'
import { type GlossaryEntry, listGlossary } from '../db/glossary.ts'
import { indexVersion, readAbbreviations, readTerritories } from '../db/search.ts'
import { normalise } from './normalise.ts'
import { createThesaurus, type Thesaurus } from './thesaurus.ts'
import { createWordCounter, type WordCounter } from './word-counts.ts'
import { byEar, grams } from './words.ts'

export interface Statistics {
  /** Passages in force. */
  passages: number
  /** Stem → number of passages with it. */
  vocabulary: ReadonlyMap<string, number>
  /** Territories of the editions in force, as the documents write them. */
  territories: readonly string[]
  /** What the centre's glossary and the documents themselves call for short. */
  abbreviations: readonly { short: string; long: string }[]
  /** Everyday words of the centre's glossary, beside those of the thesaurus. */
  glossary: Pick<Thesaurus, 'find'>
  /** Weight of a stem: rare ones say more. */
  weight(stem: string): number
  /** Weight of a character n-gram; its passages are at most the sum over the stems that have it. */
  gramWeight(gram: string): number
  /** Stems that share an n-gram of their sound: candidates for a mistyped word. */
  soundingLike(gram: string): readonly string[]
  /** Stems of the same root, as far as beginnings tell: «утвержда» and «утвержден». Never the stem itself. */
  relatives(stem: string): readonly string[]
}

export interface StatisticsSource {
  current(): Promise<Statistics>
  /** What `current` gave last: for whoever has just asked it on the way to the same answer. */
  latest(): Promise<Statistics>
}

/** Statistics of the index in `db`, kept until an edition or an entry of the glossary comes, goes or changes. */
export function createStatistics(db: Db): StatisticsSource {
  const counter = createWordCounter(db)
  let documents: { version: string; statistics: Promise<Statistics> } | null = null
  let known: { version: string; statistics: Promise<Statistics> } | null = null

  /** Reading all words takes a while on a large index, and an entry of the glossary changes none of them. */
  function ofDocuments(version: string): Promise<Statistics> {
    if (documents?.version !== version) {
      // After the one before it, from which the counter goes on.
      const before = documents?.statistics.catch(() => {}) ?? Promise.resolve()
      documents = { version, statistics: before.then(() => readDocuments(db, counter)) }
    }
    return documents.statistics
  }

  async function current(): Promise<Statistics> {
    const now = await indexVersion(db)
    const version = `${now.documents} ${now.glossary}`
    if (known?.version !== version) {
      const statistics = read(db, ofDocuments(now.documents))
      known = { version, statistics }
      // A failed reading must not be remembered.
      statistics.catch(() => {
        documents = null
        known = null
      })
    }
    return known.statistics
  }

  return { current, latest: () => known?.statistics ?? current() }
}

async function readDocuments(db: Db, counter: WordCounter): Promise<Statistics> {
  const [counts, territories, abbreviations] = [
    await counter.count(),
    await readTerritories(db),
    await readAbbreviations(db),
  ]
  return statisticsOf({ ...counts, territories, abbreviations })
}

async function read(db: Db, documents: Promise<Statistics>): Promise<Statistics> {
  const [counted, entries] = await Promise.all([documents, listGlossary(db)])
  if (entries.length === 0) return counted
  const short = entries.filter(({ kind }) => kind === 'abbreviation')
  return {
    ...counted,
    abbreviations: [
      ...short.map(({ term, meaning }) => ({ short: term, long: meaning })),
      ...counted.abbreviations,
    ],
    glossary: thesaurusOf(entries.filter(({ kind }) => kind === 'everyday')),
  }
}

function thesaurusOf(entries: readonly GlossaryEntry[]): Thesaurus {
  const lines = entries.map(({ term, meaning }) => ({
    everyday: [normalise(term)],
    official: normalise(meaning),
  }))
  return createThesaurus(lines, [])
}

/** The same from counts at hand. */
export function statisticsOf(counts: {
  passages: number
  vocabulary: ReadonlyMap<string, number>
  territories: readonly string[]
  abbreviations: readonly { short: string; long: string }[]
}): Statistics {
  const { passages, vocabulary } = counts
  const byGram = new Map<string, string[]>()
  const gramCounts = new Map<string, number>()
  const byRoot = new Map<string, string[]>()
  for (const [stem, count] of vocabulary) {
    for (const gram of grams(byEar(stem))) {
      const stems = byGram.get(gram)
      if (stems) stems.push(stem)
      else byGram.set(gram, [stem])
    }
    const root = stem.slice(0, ROOT)
    if (stem.length >= ROOT) byRoot.set(root, [...(byRoot.get(root) ?? []), stem])
    for (const gram of grams(stem)) {
      gramCounts.set(gram, (gramCounts.get(gram) ?? 0) + count)
    }
  }
  return {
    ...counts,
    glossary: NO_GLOSSARY,
    weight: (stem) => inverseFrequency(passages, vocabulary.get(stem) ?? 0),
    gramWeight: (gram) => inverseFrequency(passages, Math.min(passages, gramCounts.get(gram) ?? 0)),
    relatives: (stem) =>
      (byRoot.get(stem.slice(0, ROOT)) ?? []).filter((other) => areRelated(stem, other)),
    soundingLike: (gram) => byGram.get(gram) ?? [],
  }
}

const NO_GLOSSARY: Pick<Thesaurus, 'find'> = { find: () => [] }

/** BM25's inverse document frequency, never negative. */
function inverseFrequency(passages: number, count: number): number {
  return Math.log(1 + (passages - count + 0.5) / (count + 0.5))
}

/** Shorter beginnings are shared by words of different roots. */
const ROOT = 5

/** Nearly all of the shorter word is the beginning of the other: «диагностир» and «диагностик», not «метод» and «методист». */
function areRelated(one: string, other: string): boolean {
  if (one === other || !/^[а-я]+$/.test(one)) return false
  const shorter = Math.min(one.length, other.length)
  let common = 0
  while (common < shorter && one[common] === other[common]) common++
  return (
    common >= ROOT && common / shorter >= 0.77 && Math.max(one.length, other.length) - common <= 6
  )
}
