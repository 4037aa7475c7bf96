/** Measures how well a passage fits a question: the numbers from which ranking and deciding are learned. */
import type { FoundPassage } from '../db/search.ts'
import type { Term } from './analyse.ts'
import { definesTerm } from './definition.ts'
import { holdsKind, type Kind } from './kind.ts'
import type { Statistics } from './statistics.ts'
import { stemsOf } from './words.ts'

/** What was asked, taken apart once. */
export interface Asked {
  text: string
  terms: readonly Term[]
  kinds: ReadonlySet<Kind>
  /** Years that the question names. */
  years: readonly string[]
  /** Territories to prefer: named in the question, else the asker's. */
  territories: readonly string[]
}

/** Names of the numbers that ranking sums with learned weights. */
export const RANKING_SIGNALS = [
  'words',
  'sparse',
  'dense',
  'coverage',
  'contextCoverage',
  'unitCoverage',
  'pairs',
  'kinds',
  'definition',
  'year',
  'yearMissing',
  'row',
  'item',
  'definitionPassage',
  'furniture',
  'length',
] as const
export type RankingSignals = Record<(typeof RANKING_SIGNALS)[number], number>

/** How much of the question each term finds in the passage, 0 to 1 each, in the terms' order. */
export function matchTerms(
  asked: Asked,
  passage: FoundPassage,
  statistics: Statistics,
): { inText: number[]; withContext: number[] } {
  const { text, context } = stemSets(passage)
  const inText = asked.terms.map((term) => matchTerm(term, text, statistics))
  const withContext = asked.terms.map((term, index) =>
    Math.max(inText[index] ?? 0, CONTEXT_SHARE * matchTerm(term, context, statistics)),
  )
  return { inText, withContext }
}

/** A word found only in a heading or in the document's title. */
const CONTEXT_SHARE = 0.6

/** The signals of one passage; `unitMatches` are the best matches of all passages found of its clause. */
export function signalsOf(
  asked: Asked,
  passage: FoundPassage,
  matches: { inText: number[]; withContext: number[] },
  unitMatches: readonly number[],
): RankingSignals {
  const weights = asked.terms.map(({ weight }) => weight)
  const kinds = [...asked.kinds]
  const held = kinds.map((kind) => holdsKind(kind, asked.text, passage.text))
  const place = `${passage.text} ${passage.search_context} ${passage.title} ${passage.issued_on ?? ''}`
  const years = asked.years.filter((year) => place.includes(year))
  return {
    words: passage.words_score,
    sparse: passage.sparse_score,
    dense: passage.dense_score,
    coverage: share(matches.inText, weights),
    contextCoverage: share(matches.withContext, weights),
    unitCoverage: share(unitMatches, weights),
    pairs: pairs(matches.inText, weights),
    kinds: kinds.length > 0 ? total(held) / kinds.length : 0.5,
    definition: asked.kinds.has('meaning') ? definesTerm(asked.terms, passage) : 0,
    year: asked.years.length > 0 ? years.length / asked.years.length : 0,
    yearMissing: asked.years.length > 0 && years.length === 0 ? 1 : 0,
    row: passage.kind === 'row' ? 1 : 0,
    item: passage.kind === 'item' ? 1 : 0,
    definitionPassage: passage.kind === 'definition' && !asked.kinds.has('meaning') ? 1 : 0,
    furniture: FURNITURE.has(passage.kind) && !asked.kinds.has('which-document') ? 1 : 0,
    length: Math.log(1 + passage.text.length) / 8,
  }
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

/** Of these a reader seldom learns anything. */
const FURNITURE = new Set(['heading', 'columns', 'closing', 'title'])

/** Weighted share of what was found. */
export function share(matches: readonly number[], weights: readonly number[]): number {
  let [found, all] = [0, 0]
  for (const [index, weight] of weights.entries()) {
    found += weight * (matches[index] ?? 0)
    all += weight
  }
  return all > 0 ? found / all : 0
}

/** Neighbours of the question that are both in the passage say more than each alone. */
function pairs(matches: readonly number[], weights: readonly number[]): number {
  let [found, all] = [0, 0]
  for (let index = 1; index < weights.length; index++) {
    const weight = Math.min(weights[index - 1] ?? 0, weights[index] ?? 0)
    found += weight * Math.min(matches[index - 1] ?? 0, matches[index] ?? 0)
    all += weight
  }
  return all > 0 ? found / all : 0
}

function matchTerm(term: Term, stems: ReadonlySet<string>, statistics: Statistics): number {
  if (stems.has(term.stem)) return 1
  let best = 0
  for (const { stems: meant, share } of term.alternatives) {
    const [one] = meant
    if (meant.length === 1 && one !== undefined) {
      if (!stems.has(one)) continue
      // A common word («педагог») instead of a rare one proves little.
      best = Math.max(best, share * Math.min(1, statistics.weight(one) / (term.weight || 1)))
    } else {
      const weights = meant.map((each) => statistics.weight(each))
      const found = share * squared(sharePresent(meant, weights, stems))
      best = Math.max(best, found)
    }
  }
  return best
}

function sharePresent(
  meant: readonly string[],
  weights: number[],
  stems: ReadonlySet<string>,
): number {
  return share(
    meant.map((each) => (stems.has(each) ? 1 : 0)),
    weights,
  )
}

const squared = (value: number) => value * value

interface StemSets {
  text: ReadonlySet<string>
  context: ReadonlySet<string>
}

const known = new Map<string, StemSets>()

/** A passage's text never changes, so its stems are kept. */
function stemSets(passage: FoundPassage): StemSets {
  const cached = known.get(passage.id)
  if (cached) return cached
  const made = {
    text: new Set(stemsOf(passage.search_text)),
    context: new Set(
      stemsOf(
        [
          passage.search_context,
          passage.title,
          passage.document_kind,
          passage.number ?? '',
          passage.issued_on ?? '',
        ].join(' '),
      ),
    ),
  }
  if (known.size > 20_000) known.clear()
  known.set(passage.id, made)
  return made
}
