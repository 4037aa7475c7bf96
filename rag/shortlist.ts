/** In an index of many thousands of passages, which are worth scoring: those that hold what is rare in the question. */
import type { Term } from './analyse.ts'
import type { Statistics } from './statistics.ts'

/** Up to so many passages all are scored: an exact ranking takes some 20 ms of them. */
const FEW = 20_000

/** About so many are scored of more. */
const MOST = 800

/** Words of one subject meet more often than chance has it. */
const ATTRACTION = 4

/** Pairs of so many common terms are tried, the rarest of them. */
const PAIRED = 6

interface Condition {
  query: string
  /** About how many passages meet it. */
  count: number
}

/**
 * A tsquery that a passage has to meet to be scored at all, or null for «any». The rarest of the question's terms, and
 * pairs of its terms that are rare together, are enough to find what holds the answer: a passage with nothing but the
 * question's commonest words is not among the best.
 */
export function shortlistOf(terms: readonly Term[], statistics: Statistics): string | null {
  if (statistics.passages <= FEW) return null
  const alone = terms
    .map((term) => conditionOf(term, statistics))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count)
  const common = alone.filter(({ count }) => count > MOST).slice(0, PAIRED)
  const pairs = common.flatMap((one, index) =>
    common.slice(index + 1).map((other) => both(one, other, statistics.passages)),
  )
  const chosen: Condition[] = []
  let total = 0
  for (const each of [...alone, ...pairs].sort((a, b) => a.count - b.count)) {
    if (chosen.length > 0 && total + each.count > MOST) break
    chosen.push(each)
    total += each.count
  }
  return chosen.length > 0 ? chosen.map(({ query }) => `(${query})`).join(' | ') : null
}

/** Any stem of the term, or a phrase that may be meant by it. */
function conditionOf(term: Term, { vocabulary }: Statistics): Condition {
  const readings = [[term.stem], ...term.alternatives.map(({ stems }) => [...stems])].filter(
    (stems) => stems.every((stem) => vocabulary.has(stem)),
  )
  const counts = readings.map((stems) =>
    Math.min(...stems.map((stem) => vocabulary.get(stem) ?? 0)),
  )
  return {
    query: readings.map((stems) => stems.map(quoted).join(' & ')).join(' | '),
    count: counts.reduce((sum, count) => sum + count, 0),
  }
}

function both(one: Condition, other: Condition, passages: number): Condition {
  return {
    query: `(${one.query}) & (${other.query})`,
    count: Math.min(one.count, other.count, (ATTRACTION * one.count * other.count) / passages),
  }
}

function quoted(stem: string): string {
  return `'${stem.replaceAll("'", "''")}'`
}
