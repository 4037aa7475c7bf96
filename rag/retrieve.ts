/** Finds the clauses and rows that may answer a question, best first. */
import { SparseVector, toSql } from 'pgvector'
import type { Db } from '../db/db.ts'
import { type FoundPassage, searchPassages } from '../db/search.ts'
import { analyse, restoreLayout } from './analyse.ts'
import { documentParts } from './document-facts.ts'
import type { Embedded, Embedder } from './embedder.ts'
import { essentialsOf } from './essentials.ts'
import { focusOf } from './focus.ts'
import { kindsOf } from './kind.ts'
import type { LearnedModel } from './learned.ts'
import { weighted } from './learned.ts'
import type { SparseIndex } from './nearest/sparse-index.ts'
import { findPlaces, type NamedPlaces, ownTerritories } from './places.ts'
import { type Asked, matchTerms, type RankingSignals, signalsOf } from './signals.ts'
import { restoreSpelling } from './spelling.ts'
import { traitsOf } from './stated.ts'
import type { Statistics } from './statistics.ts'
import type { Thesaurus } from './thesaurus.ts'

/** A clause or row with the passage of it that fits best. */
export interface Candidate {
  best: FoundPassage
  /** Passages of the same clause that were found, best first. */
  passages: { passage: FoundPassage; score: number; matches: number[] }[]
  score: number
  signals: RankingSignals
  /** How much of each of the question's terms the clause holds. */
  matches: number[]
  /** The same of all that was found of its document. */
  inDocument: number[]
}

export interface Retrieved {
  asked: Asked
  places: NamedPlaces
  /** The asker's own territory as the index has it. */
  own: readonly string[]
  /** The asker's municipality as it was given, whether the index has it or not. */
  asker: string | null
  candidates: Candidate[]
}

export interface RetrieveOptions {
  municipality?: string | null
  editionId?: number | null
  now: Date
  /** Looks in every territory, whoever asks. */
  everywhere?: boolean
}

export interface Sources {
  db: Db
  embedder: Embedder
  /** Of the vectors that `embedder` made. */
  index: SparseIndex
  dense?: Embedder | null
  /** How far the dense list counts, from 0 to 1. */
  trust?: number
  statistics: Statistics
  thesaurus: Thesaurus
  model: LearnedModel
}

/** Passages that each list contributes before they are ranked by all signals. */
const DEPTH = 60

/** What the documents in force have on `text`. */
export async function retrieve(
  text: string,
  { municipality = null, editionId = null, now, everywhere = false }: RetrieveOptions,
  { db, embedder, index, dense = null, trust = 0, statistics, thesaurus, model }: Sources,
): Promise<Retrieved> {
  const readable = restoreSpelling(restoreLayout(text, statistics), statistics, thesaurus)
  const places = findPlaces(readable, statistics)
  const own = municipality === null ? [] : ownTerritories(municipality, statistics)
  const territories = places.known.length > 0 ? places.known : own
  const subject = withoutWords(readable, places.words)
  const terms = analyse(subject, statistics, thesaurus)
  const kinds = kindsOf(readable)
  const asked: Asked = {
    text: readable,
    terms,
    focus: focusOf(readable, terms),
    essentials: essentialsOf(readable),
    parts: documentParts(readable),
    kinds,
    said: new Set(
      terms.flatMap(({ stem, alternatives }) => [
        stem,
        ...alternatives.flatMap(({ stems }) => stems),
      ]),
    ),
    traits: traitsOf(subject, kinds, thesaurus),
    years: [...new Set(readable.match(/(?<!\d)20\d\d(?!\d)/g) ?? [])],
    territories,
  }
  const [sparse, denseQuery] = await Promise.all([
    embedder.embedQuery(subject),
    // A model service that is away costs the third list, not the answer.
    trust > 0 ? (dense?.embedQuery(subject).catch(() => null) ?? null) : null,
  ])
  const scope = {
    territories: territories.length > 0 && !everywhere ? territories : null,
    editionId,
    now,
  }
  const found = await searchPassages(db, {
    ...(await index.near(entriesOf(sparse), scope)),
    lexemes: lexemesOf(asked, statistics),
    dense: toDense(denseQuery),
    denseEmbedder: dense?.name ?? null,
    weights: { ...model.lists, dense: trust * model.lists.dense },
    limit: DEPTH,
  })
  return {
    asked,
    places,
    own,
    asker: municipality,
    candidates: rank(asked, trusting(found, trust), statistics, model),
  }
}

/**
 * Of a fully trusted list the best passage outweighs a few other signals. Measured with made-up embedders of every
 * quality: at weight 5 one that finds half of what is asked takes mistakes off the built-in lists, and one that only
 * compares letters adds some, so what is trusted little counts very little.
 */
const DENSE_REACH = 7

function trusting(found: readonly FoundPassage[], trust: number): FoundPassage[] {
  const reach = DENSE_REACH * trust ** 2
  return found.map((passage) => ({ ...passage, dense_score: reach * passage.dense_score }))
}

/** Groups the passages by clause and orders the clauses by the learned sum of their signals. */
export function rank(
  asked: Asked,
  found: readonly FoundPassage[],
  statistics: Statistics,
  model: LearnedModel,
): Candidate[] {
  const units = new Map<
    string,
    { passage: FoundPassage; matches: ReturnType<typeof matchTerms> }[]
  >()
  for (const passage of found) {
    const key = `${passage.edition_id}:${passage.unit}`
    const unit = units.get(key) ?? []
    units.set(key, [...unit, { passage, matches: matchTerms(asked, passage, statistics) }])
  }
  const measured = [...units.values()].map((unit) => ({
    unit,
    matches: best(
      asked,
      unit.map((each) => each.matches.withContext),
    ),
  }))
  const byDocument = Map.groupBy(measured, ({ unit }) => unit[0]?.passage.edition_id)
  const held = new Map(
    [...byDocument].map(([edition, all]) => [
      edition,
      best(
        asked,
        all.map(({ matches }) => matches),
      ),
    ]),
  )
  const candidates = measured.flatMap(({ unit, matches }): Candidate[] => {
    const inDocument = held.get(unit[0]?.passage.edition_id) ?? matches
    const scored = unit
      .map((each) => {
        const signals = signalsOf(
          asked,
          each.passage,
          each.matches,
          { unit: matches, document: inDocument },
          statistics,
        )
        return { ...each, signals, score: weighted(signals, model.ranking) }
      })
      .sort((a, b) => b.score - a.score)
    const [first] = scored
    if (first === undefined) return []
    return [
      {
        best: first.passage,
        passages: scored.map(({ passage, score, matches: { inText } }) => ({
          passage,
          score,
          matches: inText,
        })),
        score: first.score,
        signals: first.signals,
        matches,
        inDocument,
      },
    ]
  })
  return candidates.sort((a, b) => b.score - a.score)
}

/** For each term, the most that any of them has of it. */
function best(asked: Asked, all: readonly (readonly number[])[]): number[] {
  return asked.terms.map((_, index) => Math.max(0, ...all.map((matches) => matches[index] ?? 0)))
}

/** Quoted lexemes joined by «or»; null where the index has none of the words. */
function lexemesOf(asked: Asked, statistics: Statistics): string | null {
  const stems = new Set(
    asked.terms.flatMap((term) => [term.stem, ...term.alternatives.flatMap(({ stems }) => stems)]),
  )
  const known = [...stems].filter((stem) => statistics.vocabulary.has(stem))
  return known.length > 0
    ? known.map((stem) => `'${stem.replaceAll("'", "''")}'`).join(' | ')
    : null
}

/** Five decimals are plenty for a score, and half the text. */
const PRECISION = 1e5

/** As pgvector reads it (which sorts the places itself); null for a text with nothing to embed. */
export function toSparse(embedded: Embedded | null): string | null {
  if (embedded?.kind !== 'sparse') return null
  const entries = entriesOf(embedded)
  if (entries === null) return null
  return toSql(new SparseVector(entries, embedded.dimensions))
}

/** The numbers that are compared. */
function entriesOf(embedded: Embedded | null): Map<number, number> | null {
  if (embedded?.kind !== 'sparse' || embedded.entries.size === 0) return null
  const entries = new Map<number, number>()
  for (const [place, weight] of embedded.entries) {
    entries.set(place, Math.round(weight * PRECISION) / PRECISION)
  }
  return entries
}

export function toDense(embedded: Embedded | null): string | null {
  return embedded?.kind === 'dense' ? toSql(embedded.values) : null
}

function withoutWords(text: string, dropped: ReadonlySet<string>): string {
  if (dropped.size === 0) return text
  return text.replace(/\p{L}+(?:-\p{L}+)*/gu, (word) =>
    dropped.has(word.toLowerCase().replaceAll('ё', 'е')) ? ' ' : word,
  )
}
