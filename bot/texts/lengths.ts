/** Lengths of time in words. */
import { plural } from './plural.ts'

const HOUR = 60
const DAY = 24 * HOUR

/** «1 час 30 минут», «7 дней», «1 день 2 часа». Minutes, at least one. */
export function lengthText(minutes: number): string {
  return partsOf(minutes, 'минута').join(' ')
}

/** «за 7 дней, за 1 день, за 2 часа»; «нет» without any. Minutes before the beginning. */
export function offsetsText(offsets: readonly number[]): string {
  return offsets.map((minutes) => `за ${partsOf(minutes, 'минуту').join(' ')}`).join(', ') || 'нет'
}

/** `one` is the only word whose case shows: «1 минута», but «за 1 минуту». */
function partsOf(minutes: number, one: 'минута' | 'минуту'): string[] {
  const days = Math.floor(minutes / DAY)
  const hours = Math.floor((minutes % DAY) / HOUR)
  const rest = minutes % HOUR
  return [
    ...(days > 0 ? [plural(days, 'день', 'дня', 'дней')] : []),
    ...(hours > 0 ? [plural(hours, 'час', 'часа', 'часов')] : []),
    ...(rest > 0 ? [plural(rest, one, 'минуты', 'минут')] : []),
  ]
}
