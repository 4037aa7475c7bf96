/** Counts in calendar days written as ISO dates, without clocks and zones. */

/** «2026-02» and 31 → `2026-02-28`: a day that the month does not have is its last one. */
export function dayOf(year: number, month: number, day: number): string {
  const last = daysIn(year, month)
  return iso(year, month, Math.min(day, last))
}

export function lastDayOf(year: number, month: number): string {
  return dayOf(year, month, 31)
}

/** Whether the calendar has this day. */
export function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + count)
  return date.toISOString().slice(0, 10)
}

/** The last day of a month stays one: 30 November and three months are 28 February. */
export function addMonths(day: string, count: number): string {
  const { year, month, day: number } = partsOf(day)
  const months = year * 12 + (month - 1) + count
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1]
  return dayOf(toYear, toMonth, number === daysIn(year, month) ? 31 : number)
}

/** Monday is 1. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function partsOf(day: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, number = 0] = day.split('-').map(Number)
  return { year, month, day: number }
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function iso(year: number, month: number, day: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}
