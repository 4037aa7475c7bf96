/** Calendar days as people say them; days are ISO dates, without clocks and zones. */
import { DateTime } from 'luxon'

/** «среда, 25 ноября 2026». */
export function formatWholeDay(day: string): string {
  return of(day).toFormat('cccc, d MMMM yyyy')
}

/** «25 ноября», with its year where that is not `today`'s. */
export function formatShortDay(day: string, today: string): string {
  return of(day).toFormat(day.slice(0, 4) === today.slice(0, 4) ? 'd MMMM' : 'd MMMM yyyy')
}

/** «25 ноября 2026». */
export function formatLongDay(day: string): string {
  return of(day).toFormat('d MMMM yyyy')
}

/** «ноябрь 2026», the month alone where `today` is of the same year. */
export function formatMonth(month: { year: number; month: number }, today?: string): string {
  const isThisYear = today?.slice(0, 4) === String(month.year)
  return DateTime.fromObject(month)
    .setLocale('ru')
    .toFormat(isThisYear ? 'LLLL' : 'LLLL yyyy')
}

/** Whole days from the one to the other. */
export function daysBetween(from: string, to: string): number {
  return Math.round(of(to).diff(of(from), 'days').days)
}

function of(day: string): DateTime {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('ru')
}
