/** Tells how much of a question's term a text holds. */
import type { Term } from './analyse.ts'
import type { Statistics } from './statistics.ts'

/** From 0 to 1: the word itself, or what it may be called instead. */
export function matchTerm(term: Term, stems: ReadonlySet<string>, statistics: Statistics): number {
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

/** Each term, or what it may be called instead, as the text has it word for word: from 0 to 1, in the terms' order. */
export function matchExactly(terms: readonly Term[], stems: ReadonlySet<string>): number[] {
  return terms.map((term) => {
    if (stems.has(term.stem)) return 1
    return Math.max(
      0,
      ...term.alternatives.map(({ stems: meant, share }) =>
        meant.every((each) => stems.has(each)) ? share : 0,
      ),
    )
  })
}

/** Weighted share of what was found. */
export function share(matches: readonly number[], weights: readonly number[]): number {
  let [found, all] = [0, 0]
  for (const [index, weight] of weights.entries()) {
    found += weight * (matches[index] ?? 0)
    all += weight
  }
  return all > 0 ? found / all : 0
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
