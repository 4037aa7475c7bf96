/** Counts time in the centre's working hours: days and hours of the week, holidays left out, on its wall clock. */
import { DateTime } from 'luxon'

export interface Calendar {
  zone: string
  /** Spans of each day of the week, Monday first, in order and apart. */
  week: Span[][]
  holidays: { first: string; last: string }[]
}

/** Minutes from the day's midnight by the wall clock, 0 to 1440. */
interface Span {
  from: number
  to: number
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const PART = /^(\w{3})(?:-(\w{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)$/

/** A calendar without a working day in so many days is a mistake. */
const MOST_DAYS = 3 * 366

/**
 * Reads `WORKING_HOURS` («Mon-Fri 09:00-18:00», parts separated by commas) and `HOLIDAYS`
 * («2027-01-01..2027-01-08,2027-02-23», or empty). Throws a `RangeError` that says what is wrong.
 */
export function parseCalendar(text: {
  workingHours: string
  holidays: string
  zone: string
}): Calendar {
  const week: Span[][] = DAYS.map(() => [])
  for (const part of partsOf(text.workingHours)) addPart(week, part)
  if (week.flat().length === 0)
    throw new RangeError('WORKING_HOURS: не указано ни одного рабочего часа')
  return {
    zone: text.zone,
    week: week.map(joined),
    holidays: partsOf(text.holidays).map(readHoliday),
  }
}

/** The instant at which so many working hours have passed since `from`: the last of them may be a day's last. */
export function addWorkingHours(calendar: Calendar, from: Date, hours: number): Date {
  const start = from.getTime()
  let left = hours * 60 * 60_000
  let day = DateTime.fromJSDate(from, { zone: calendar.zone }).startOf('day')
  for (let count = 0; count < MOST_DAYS; count += 1) {
    for (const [opens, closes] of hoursOf(calendar, day)) {
      const begins = Math.max(opens, start)
      if (closes <= begins) continue
      if (left <= closes - begins) return new Date(begins + left)
      left -= closes - begins
    }
    day = day.plus({ days: 1 })
  }
  throw new RangeError('HOLIDAYS: не осталось ни одного рабочего часа')
}

/** Whether the centre works at this moment. */
export function isWorkingTime(calendar: Calendar, at: Date): boolean {
  return nextWorkingTime(calendar, at).getTime() === at.getTime()
}

/** This moment, if the centre works, else the next at which it opens. */
export function nextWorkingTime(calendar: Calendar, from: Date): Date {
  return addWorkingHours(calendar, from, 0)
}

/** When the first working day after the day of this moment begins. */
export function nextMorning(calendar: Calendar, after: Date): Date {
  const tomorrow = DateTime.fromJSDate(after, { zone: calendar.zone }).plus({ days: 1 })
  return nextWorkingTime(calendar, tomorrow.startOf('day').toJSDate())
}

/** Milliseconds at which the day's spans open and close; wall clock, so a day of 23 or 25 hours is right too. */
function hoursOf(calendar: Calendar, day: DateTime): [number, number][] {
  const date = day.toISODate() ?? ''
  if (calendar.holidays.some(({ first, last }) => first <= date && date <= last)) return []
  const at = (minutes: number) =>
    minutes === 24 * 60
      ? day.plus({ days: 1 }).toMillis()
      : day.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis()
  return (calendar.week[day.weekday - 1] ?? []).map(({ from, to }) => [at(from), at(to)])
}

function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim().replace(/\s+/g, ' '))
    .filter((part) => part !== '')
}

function addPart(week: Span[][], part: string): void {
  const [, first = '', last = first, ...clock] = PART.exec(part) ?? []
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number)
  const span = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute }
  const [firstDay, lastDay] = [DAYS.indexOf(first), DAYS.indexOf(last)]
  if (firstDay < 0 || lastDay < 0 || span.from >= span.to || span.to > 24 * 60) {
    throw new RangeError(`WORKING_HOURS: «${part}» не похоже на Mon-Fri 09:00-18:00`)
  }
  // «Sat-Mon» goes over the end of the week.
  const length = ((lastDay - firstDay + 7) % 7) + 1
  for (let count = 0; count < length; count += 1) week[(firstDay + count) % 7]?.push(span)
}

/** In order, and those that touch or overlap as one, so that no hour counts twice. */
function joined(spans: Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else result.push({ ...span })
  }
  return result
}

function readHoliday(part: string): { first: string; last: string } {
  const [first = '', last = first] = part.split('..')
  if (![first, last].every((date) => DateTime.fromISO(date).isValid) || last < first) {
    throw new RangeError(`HOLIDAYS: «${part}» не похоже на 2027-02-23 или 2027-01-01..2027-01-08`)
  }
  return { first, last }
}
