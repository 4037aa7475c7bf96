/**
 * Two small convex fits: weights that put the right candidate first, and a probability from signals. Signals are made so
 * that more of one can only speak for a candidate; a negative weight would be an accident of few questions, so none is.
 */

/** One question: the signals of each candidate, and which candidates hold the answer. */
export interface RankingExample {
  candidates: readonly (readonly number[])[]
  holds: readonly boolean[]
}

export interface RankingOptions {
  /** By place; what is left out is 1.5. */
  usuals?: readonly (number | undefined)[]
  l2?: number
  steps?: number
}

const USUAL = 1.5

/**
 * Weights that maximise the likelihood of a right candidate being drawn in proportion to exp(weighted sum), less `l2`
 * times the squares of their distance from the usual one, the signal's own of `usuals` or 1.5: a signal of which the
 * examples say nothing still speaks for a candidate. Examples without a right candidate teach nothing.
 */
export function fitRanking(
  examples: readonly RankingExample[],
  { usuals = [], l2 = 0.001, steps = 400 }: RankingOptions = {},
): number[] {
  const useful = examples.filter(({ holds }) => holds.includes(true) && holds.includes(false))
  const size = useful[0]?.candidates[0]?.length ?? 0
  return ascend(size, { steps, free: 0 }, (weights) => {
    const gradient = weights.map((weight, place) => -2 * l2 * (weight - (usuals[place] ?? USUAL)))
    for (const { candidates, holds } of useful) {
      const odds = softmax(candidates.map((signals) => dot(signals, weights)))
      const right = total(odds.filter((_, index) => holds[index]))
      for (const [index, signals] of candidates.entries()) {
        const drawn = odds[index] ?? 0
        const pull = (holds[index] ? drawn / (right || 1) : 0) - drawn
        for (let place = 0; place < size; place++) {
          gradient[place] = (gradient[place] ?? 0) + (pull * (signals[place] ?? 0)) / useful.length
        }
      }
    }
    return gradient
  })
}

/**
 * Logistic regression with ridge `l2` on all weights but the bias, which comes first in the result. `counts` tells how
 * much each row counts, 1 where it is left out.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  { counts = [], l2 = 0.001, steps = 1_500 }: LogisticOptions = {},
): number[] {
  const all = rows.reduce((sum, _, index) => sum + (counts[index] ?? 1), 0) || 1
  const size = (rows[0]?.length ?? 0) + 1
  return ascend(size, { steps, free: 1 }, (weights) => {
    const gradient = weights.map((weight, place) => (place === 0 ? 0 : -2 * l2 * weight))
    for (const [index, row] of rows.entries()) {
      const missed = Number(labels[index] ?? false) - probability(row, weights)
      const error = (missed * (counts[index] ?? 1)) / all
      gradient[0] = (gradient[0] ?? 0) + error
      for (const [place, value] of row.entries()) {
        gradient[place + 1] = (gradient[place + 1] ?? 0) + error * value
      }
    }
    return gradient
  })
}

export interface LogisticOptions {
  counts?: readonly number[]
  l2?: number
  steps?: number
}

/**
 * Log-odds of a label by the traits that its row has: logistic regression with ridge `l2`, in which a trait may speak for
 * or against. `names` are the traits that may have a weight; those with hardly any are left out of the result.
 */
export function fitTraits(
  rows: readonly { traits: ReadonlySet<string>; label: boolean; counts: number }[],
  names: readonly string[],
  { l2 = 0.002, steps = 300, least = 0.02 } = {},
): Record<string, number> {
  const places = new Map(names.map((name, index) => [name, index + 1]))
  const all = total(rows.map(({ counts }) => counts)) || 1
  const sparse = rows.map(({ traits, label, counts }) => ({
    held: [0, ...[...traits].flatMap((trait) => places.get(trait) ?? [])],
    wanted: Number(label),
    counts: counts / all,
  }))
  const weights = ascend(names.length + 1, { steps, free: names.length + 1 }, (current) => {
    const gradient = current.map((weight, place) => (place === 0 ? 0 : -2 * l2 * weight))
    for (const { held, wanted, counts } of sparse) {
      const odds = total(held.map((place) => current[place] ?? 0))
      const error = counts * (wanted - 1 / (1 + Math.exp(-odds)))
      for (const place of held) gradient[place] = (gradient[place] ?? 0) + error
    }
    return gradient
  })
  const fitted = names.map((name, index) => [name, weights[index + 1] ?? 0] as const)
  return Object.fromEntries(fitted.filter(([, weight]) => Math.abs(weight) >= least))
}

/** `weights` as `fitLogistic` gives them. */
export function probability(row: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-((weights[0] ?? 0) + dot(row, weights.slice(1)))))
}

/**
 * Projected gradient ascent with a step of its own for each weight (Adam), which needs no tuning at this size; all
 * weights but the first `free` stay at zero or above.
 */
function ascend(
  size: number,
  { steps, free }: { steps: number; free: number },
  gradientAt: (weights: number[]) => number[],
): number[] {
  const weights = new Array<number>(size).fill(0)
  const [first, second] = [new Array<number>(size).fill(0), new Array<number>(size).fill(0)]
  for (let step = 1; step <= steps; step++) {
    for (const [place, slope] of gradientAt(weights).entries()) {
      const mean = 0.9 * (first[place] ?? 0) + 0.1 * slope
      const square = 0.999 * (second[place] ?? 0) + 0.001 * slope * slope
      first[place] = mean
      second[place] = square
      const size = mean / (1 - 0.9 ** step) / (Math.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
      const moved = (weights[place] ?? 0) + 0.03 * size
      weights[place] = place < free ? moved : Math.max(0, moved)
    }
  }
  return weights
}

function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const all = total(powers)
  return powers.map((power) => power / all)
}

function dot(one: readonly number[], other: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0)
  return sum
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
