/** Measures how well a passage fits a question: the numbers from which ranking and deciding are learned. */
import type { FoundPassage } from '../db/search.ts'
import type { Term } from './analyse.ts'
import { definesTerm, opensWith } from './definition.ts'
import { essentialsHeld } from './essentials.ts'
import { evidenceIn } from './evidence.ts'
import { focusHeld } from './focus.ts'
import { holdsKind } from './held.ts'
import type { Kind } from './kind.ts'
import { matchTerm, share } from './match.ts'
import { type TextWords, wordsOfText } from './passage-words.ts'
import { coveredCell, namedColumn } from './row-signals.ts'
import type { Statistics } from './statistics.ts'

/** What was asked, taken apart once. */
export interface Asked {
  text: string
  terms: readonly Term[]
  kinds: ReadonlySet<Kind>
  /** Indices of the terms that the question is after, the most wanted first. */
  focus: readonly number[]
  /** What no answer can lack. */
  essentials: readonly RegExp[]
  /** Kinds of passages that are asked for: a document's opening, its signatures. */
  parts: ReadonlySet<string>
  /** Stems of all that the question says and may mean. */
  said: ReadonlySet<string>
  /** What its words alone tell of whether documents answer such questions. */
  traits: ReadonlySet<string>
  /** Years that the question names. */
  years: readonly string[]
  /** Territories to prefer: named in the question, else the asker's. */
  territories: readonly string[]
}

/** Names of the numbers that ranking sums with learned weights; more of each can only speak for a passage. */
export const RANKING_SIGNALS = [
  'words',
  'sparse',
  'dense',
  'coverage',
  'contextCoverage',
  'unitCoverage',
  'unitCoverageLog',
  'document',
  'sentence',
  'adjacent',
  'cell',
  'column',
  'focus',
  'kinds',
  'definition',
  'opening',
  'essentials',
  'yearHeld',
  'documentPart',
  'substance',
  'form',
  'brevity',
] as const
export type RankingSignals = Record<(typeof RANKING_SIGNALS)[number], number>

/** How much of the question each term finds in the passage, 0 to 1 each, in the terms' order. */
export interface TermMatches {
  inText: number[]
  withContext: number[]
  text: TextWords
}

export function matchTerms(
  asked: Asked,
  passage: FoundPassage,
  statistics: Statistics,
): TermMatches {
  const text = wordsOfText(passage.search_text)
  const context = wordsOfText(contextOf(passage))
  const inText = asked.terms.map((term) => matchTerm(term, text.stems, statistics))
  const withContext = asked.terms.map((term, index) =>
    Math.max(inText[index] ?? 0, CONTEXT_SHARE * matchTerm(term, context.stems, statistics)),
  )
  return { inText, withContext, text }
}

/** A word found only in a heading or in the document's title. */
const CONTEXT_SHARE = 0.6

/** The signals of one passage; `found` are the best matches of all that was found of its clause and of its document. */
export function signalsOf(
  asked: Asked,
  passage: FoundPassage,
  matches: TermMatches,
  found: { unit: readonly number[]; document: readonly number[] },
  statistics: Statistics,
): RankingSignals {
  const weights = asked.terms.map(({ weight }) => weight)
  const kinds = [...asked.kinds]
  const definition = asked.kinds.has('meaning') ? definesTerm(asked.terms, passage) : 0
  const evidence = evidenceIn(asked.terms, passage, statistics)
  const held = kinds.map((kind) =>
    kind === 'meaning'
      ? Math.min(1, definition)
      : holdsKind(kind, asked.text, evidence, passage.cells, asked.said),
  )
  return {
    words: passage.words_score,
    sparse: passage.sparse_score,
    dense: passage.dense_score,
    coverage: share(matches.inText, weights),
    contextCoverage: share(matches.withContext, weights),
    unitCoverage: share(found.unit, weights),
    unitCoverageLog: growing(share(found.unit, weights)),
    document: share(found.document, weights),
    sentence: sentenceCoverage(asked, matches, weights, statistics),
    adjacent: adjacent(asked.terms, matches.text, weights),
    cell: coveredCell(asked.terms, passage),
    column: namedColumn(asked.terms, passage, statistics),
    focus: focusHeld(asked.focus, matches.withContext),
    kinds: kinds.length > 0 ? total(held) / kinds.length : 0.5,
    definition,
    opening: opensWith(asked.terms, passage, statistics),
    essentials: essentialsHeld(asked.essentials, evidence),
    yearHeld: yearHeld(asked, passage),
    documentPart: asked.parts.has(passage.kind) ? 1 : 0,
    substance:
      FURNITURE.has(passage.kind) && asked.parts.size === 0 && !asked.kinds.has('which-document')
        ? 0
        : 1,
    form: isOfForm(asked, passage) ? 1 : 0,
    brevity: 1 - Math.min(1, Math.log(1 + passage.text.length) / 8),
  }
}

/** From 0 to 1, steepest at first: between nearly none of the question and half of it lies more than between half and all. */
const growing = (share: number) => Math.log(1 + STEEPNESS * share) / Math.log(1 + STEEPNESS)
const STEEPNESS = 20

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

/** Of these a reader seldom learns anything. */
const FURNITURE = new Set(['heading', 'columns', 'closing', 'title'])

/** A definition answers who asks for a meaning, a row who asks for one of its facts; a clause may answer anybody. */
function isOfForm({ kinds }: Asked, passage: FoundPassage): boolean {
  if (passage.kind === 'definition') return kinds.has('meaning')
  return passage.kind !== 'row' || ROW_FACTS.some((kind) => kinds.has(kind))
}

const ROW_FACTS: readonly Kind[] = [
  'when',
  'how-often',
  'who',
  'where',
  'how-many',
  'which-document',
]

/** Share of the question's years that the passage, its headings or its document name; 1 where the question names none. */
function yearHeld({ years }: Asked, passage: FoundPassage): number {
  if (years.length === 0) return 1
  const place = `${passage.text} ${contextOf(passage)}`
  return years.filter((year) => place.includes(year)).length / years.length
}

/** What the best single sentence or cell finds: words far apart in a long clause belong together less. */
function sentenceCoverage(
  asked: Asked,
  { inText, text }: TermMatches,
  weights: readonly number[],
  statistics: Statistics,
): number {
  if (text.parts.length < 2) return share(inText, weights)
  const found = text.parts.map((part) =>
    share(
      asked.terms.map((term, index) =>
        (inText[index] ?? 0) > 0 ? matchTerm(term, part, statistics) : 0,
      ),
      weights,
    ),
  )
  return Math.max(...found)
}

/** Words apart in the text by no more than this stand together. */
const NEAR = 3

/** Neighbours of the question that stand together in the passage say more than each alone. */
function adjacent(terms: readonly Term[], text: TextWords, weights: readonly number[]): number {
  const places = terms.map(({ stem, alternatives }) =>
    [stem, ...alternatives.flatMap(({ stems }) => (stems.length === 1 ? stems : []))].flatMap(
      (each) => text.places.get(each) ?? [],
    ),
  )
  let [found, all] = [0, 0]
  for (let index = 1; index < terms.length; index++) {
    const weight = Math.min(weights[index - 1] ?? 0, weights[index] ?? 0)
    const before = places[index - 1] ?? []
    const near = places[index]?.some((place) =>
      before.some((other) => other !== place && Math.abs(other - place) <= NEAR),
    )
    if (near) found += weight
    all += weight
  }
  return all > 0 ? found / all : 0
}

/** Where the passage stands: headings, title, what its document is. */
export function contextOf(passage: FoundPassage): string {
  return [
    passage.search_context,
    passage.title,
    passage.document_kind,
    passage.number ?? '',
    passage.issued_on ?? '',
  ].join(' ')
}
