/** Tells on which days a measure is due, what of it is overdue, and what it is about now. All days are ISO dates. */
import type { MeasureRow } from '../../db/measures.ts'
import { addDays, addMonths, partsOf } from './days.ts'

type Timed = Pick<MeasureRow, 'shape' | 'starts_on' | 'due_on' | 'recurrence' | 'days'>
type Followed = Timed & Pick<MeasureRow, 'done_at' | 'done_days' | 'created_at'>

/** Whether each of its days is done by itself; else it is done once. */
export function hasSeveralDays({ shape, recurrence, days }: Timed): boolean {
  if (shape === 'recurring') return recurrence !== 'always' || days.length > 0
  return days.length > 1
}

/** The days on which it is due between the two, both included, in order. */
export function dueDays(measure: Timed, from: string, to: string): string[] {
  const within = (day: string) => day >= from && day <= to
  if (measure.shape === 'date') return measure.days.filter(within)
  if (measure.shape === 'span') return [measure.due_on ?? ''].filter(within)
  if (measure.shape === 'none') return []
  if (measure.recurrence === 'always') return measure.days.filter(within)
  const days = measure.days.length > 0 ? moved(measure, from, to) : periodEnds(measure, from, to)
  return [...new Set(days)].filter((day) => within(day) && isWithinTerm(measure, day)).sort()
}

export function isDone(measure: Followed, day: string | null): boolean {
  if (measure.done_at !== null) return true
  return day !== null && measure.done_days.includes(day)
}

/** The earliest day from today on that is not done; null when there is none within two years. */
export function nextDay(measure: Followed, today: string): string | null {
  const days = dueDays(measure, today, addMonths(today, 24))
  return days.find((day) => !isDone(measure, day)) ?? null
}

/**
 * The day that has passed and is not done: of what is done once its own, of what recurs the last one since the document
 * came in. What recurs weekly or all the time is never overdue, but for a day that it was to begin by.
 */
export function overdueDay(measure: Followed, today: string): string | null {
  if (measure.recurrence === 'weekly') return null
  const recurs = measure.shape === 'recurring' && measure.recurrence !== 'always'
  const since = recurs ? measure.created_at.toISOString().slice(0, 10) : EVER
  const open = dueDays(measure, since, addDays(today, -1)).filter((day) => !isDone(measure, day))
  return (recurs ? open.at(-1) : open[0]) ?? null
}

/** Goes on through some of these days, and is not due in them. */
export function runsThrough(measure: Timed, from: string, to: string): boolean {
  const { shape, starts_on: starts, due_on: due } = measure
  return shape === 'span' && (starts ?? from) <= to && (due ?? '') > to
}

/** Goes on all the time, or nothing tells when it is due. */
export function isUndated(measure: Timed): boolean {
  return measure.shape === 'none' || measure.recurrence === 'always'
}

/** Has no day to come and none to be done, as of today; one without a day is over with its term. */
export function isOver(measure: Followed, today: string): boolean {
  if (measure.done_at !== null) return true
  if (measure.due_on !== null && measure.due_on < today) return overdueDay(measure, today) === null
  return (
    !isUndated(measure) && nextDay(measure, today) === null && overdueDay(measure, today) === null
  )
}

const EVER = '1900-01-01'
const MONTHS = { monthly: 1, quarterly: 3, 'half-yearly': 6, yearly: 12 } as const

function isWithinTerm({ starts_on: starts, due_on: due }: Timed, day: string): boolean {
  return (starts === null || day >= starts) && (due === null || day <= due)
}

/** Its days, moved by the recurrence: several days of a half-year or a quarter come again each year. */
function moved(measure: Timed, from: string, to: string): string[] {
  const { recurrence, days } = measure
  if (recurrence === 'weekly') return days.flatMap((day) => weekly(day, from, to))
  if (recurrence === null || recurrence === 'always') return []
  const isCoarse = recurrence === 'quarterly' || recurrence === 'half-yearly'
  const step = isCoarse && days.length > 1 ? 12 : MONTHS[recurrence]
  return days.flatMap((day) => {
    const first = Math.floor((monthOf(from) - monthOf(day)) / step)
    const last = Math.ceil((monthOf(to) - monthOf(day)) / step)
    const counts = Array.from(
      { length: Math.max(0, last - first + 1) },
      (_, index) => first + index,
    )
    return counts.map((count) => addMonths(day, count * step))
  })
}

function weekly(day: string, from: string, to: string): string[] {
  const ahead = Math.ceil((Date.parse(from) - Date.parse(day)) / WEEK_MS)
  const found: string[] = []
  for (let at = addDays(day, ahead * 7); at <= to; at = addDays(at, 7)) found.push(at)
  return found
}

const WEEK_MS = 7 * 24 * 60 * 60_000

/** The last days of weeks, months, quarters, halves and years of the calendar. */
function periodEnds(measure: Timed, from: string, to: string): string[] {
  const { recurrence } = measure
  // A Sunday.
  if (recurrence === 'weekly') return weekly('2001-01-07', from, to)
  if (recurrence === null || recurrence === 'always') return []
  const step = MONTHS[recurrence]
  const { year } = partsOf(from)
  const ends = Array.from({ length: (12 / step) * 2 }, (_, index) =>
    addMonths(`${year - 1}-12-31`, (index + 1) * step),
  )
  const far = to > (ends.at(-1) ?? '') ? periodEnds(measure, `${year + 2}-01-01`, to) : []
  return [...ends, ...far]
}

function monthOf(day: string): number {
  const { year, month } = partsOf(day)
  return year * 12 + month
}
