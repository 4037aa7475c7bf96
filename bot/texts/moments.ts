/** Moments of the past on the centre's wall clock. */
import { DateTime } from 'luxon'

/** «23 ноября, 10:40» on the wall clock of the zone. */
export function formatMoment(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('d MMMM, HH:mm')
}

/** «23 ноября 2026 года». */
export function formatDay(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat("d MMMM yyyy 'года'")
}

/** «23 ноября». */
export function formatDate(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('d MMMM')
}

/** «до 14:30 23 ноября»: what is read later than it was written names its day. */
export function formatBy(at: Date, zone: string): string {
  return `до ${DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('HH:mm d MMMM')}`
}

/** «среда, 25 ноября 2026, 15:00»: what people agree on. */
export function formatWhen(at: Date, zone: string): string {
  return DateTime.fromJSDate(at, { zone }).setLocale('ru').toFormat('cccc, d MMMM yyyy, HH:mm')
}
