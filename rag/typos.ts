/** Finds the word of the index that a mistyped one was meant to be. */
import type { Statistics } from './statistics.ts'
import { byEar, grams } from './words.ts'

/**
 * Stems of the index within a slip or two of `stem`, nearest first, at most three, each with its likeness from 0 to 1;
 * empty when nothing is near. What people spell by ear («гаризонтальное») is nearer than a random slip.
 */
export function similarStems(
  stem: string,
  statistics: Statistics,
): { stem: string; likeness: number }[] {
  if (stem.length < 4 || /\d/.test(stem)) return []
  const allowed = stem.length < 6 ? 1 : stem.length < 10 ? 1.7 : 2.4
  const candidates = new Set<string>()
  for (const gram of grams(byEar(stem))) {
    for (const candidate of statistics.soundingLike(gram)) candidates.add(candidate)
  }
  const found: { stem: string; likeness: number }[] = []
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - stem.length) > 2 || candidate.length < 4) continue
    const slips = distance(stem, candidate, allowed)
    if (slips <= allowed) found.push({ stem: candidate, likeness: 1 - slips / stem.length })
  }
  return found.sort((a, b) => b.likeness - a.likeness).slice(0, 3)
}

/** Letters that are confused because they sound alike; unstressed vowels above all. */
const ALIKE: readonly string[] = [
  'оа',
  'еи',
  'ия',
  'ея',
  'ыи',
  'эе',
  'дт',
  'бп',
  'зс',
  'гк',
  'вф',
  'жш',
  'шщ',
  'цс',
  'чщ',
  'ьъ',
  'йи',
  'юу',
]
const alike = new Set(ALIKE.flatMap((pair) => [pair, pair[1] ?? '', `${pair[1]}${pair[0]}`]))
const SOUND_SLIP = 0.5

/** Levenshtein's distance with swapped neighbours and cheap confusions by sound; stops past `limit`. */
export function distance(one: string, other: string, limit: number): number {
  let before: number[] = []
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= other.length; column++) {
      const [a, b] = [one[row - 1] ?? '', other[column - 1] ?? '']
      const change = a === b ? 0 : alike.has(a + b) ? SOUND_SLIP : 1
      let cost = Math.min(
        (previous[column] ?? 0) + (one[row - 2] === a || a === 'ь' ? SOUND_SLIP : 1),
        (current[column - 1] ?? 0) + (other[column - 2] === b || b === 'ь' ? SOUND_SLIP : 1),
        (previous[column - 1] ?? 0) + change,
      )
      if (a === other[column - 2] && b === one[row - 2])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return Number.POSITIVE_INFINITY
    before = previous
    previous = current
  }
  return previous[other.length] ?? Number.POSITIVE_INFINITY
}
