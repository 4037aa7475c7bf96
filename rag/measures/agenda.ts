/** Puts measures in order for people who look at a month, at what is overdue, or at the week. All days are ISO dates. */
import type { MeasureRow } from '../../db/measures.ts'
import { addDays, dayOf, lastDayOf, weekdayOf } from './days.ts'
import { dueDays, isDone, isOver, isUndated, overdueDay, runsThrough } from './occurrences.ts'

/** A measure on a day; null where it is looked at as a whole. */
export interface Entry {
  measure: MeasureRow
  day: string | null
}

export interface Month {
  due: Entry[]
  /** Begun, and due later. */
  running: Entry[]
  weekly: Entry[]
}

/** What a month holds: «2026», 11. */
export function agendaOfMonth(
  measures: readonly MeasureRow[],
  { year, month }: { year: number; month: number },
): Month {
  const [from, to] = [dayOf(year, month, 1), lastDayOf(year, month)]
  const weekly = measures.filter(
    (measure) => measure.recurrence === 'weekly' && dueDays(measure, from, to).length > 0,
  )
  return {
    due: between(measures, from, to),
    running: measures.filter((one) => runsThrough(one, from, to)).map(whole),
    weekly: weekly.map(whole),
  }
}

/** What is due between the two, each day by itself; what recurs weekly is left out. */
export function between(measures: readonly MeasureRow[], from: string, to: string): Entry[] {
  const fine = measures.filter(({ recurrence }) => recurrence !== 'weekly')
  return inOrder(
    fine.flatMap((measure) => dueDays(measure, from, to).map((day) => ({ measure, day }))),
  )
}

/** The longest overdue first. */
export function overdueOf(measures: readonly MeasureRow[], today: string): Entry[] {
  return inOrder(
    measures.flatMap((measure) => {
      const day = overdueDay(measure, today)
      return day === null ? [] : [{ measure, day }]
    }),
  )
}

/** Goes on all the time, or has no day that could be told; what is over is left out. */
export function undatedOf(measures: readonly MeasureRow[], today: string): Entry[] {
  return measures.filter((one) => isUndated(one) && !isOver(one, today)).map(whole)
}

export interface Week {
  from: string
  to: string
  thisWeek: Entry[]
  nextWeek: Entry[]
  overdue: Entry[]
}

/** What is still to be done in the week of the day and in the next one, and what was not. */
export function agendaOfWeek(measures: readonly MeasureRow[], today: string): Week {
  const from = addDays(today, 1 - weekdayOf(today))
  const to = addDays(from, 6)
  const open = (entries: Entry[]) => entries.filter(({ measure, day }) => !isDone(measure, day))
  const late = overdueOf(measures, today)
  return {
    ...{ from, to, overdue: late },
    thisWeek: open(between(measures, today, to)),
    nextWeek: open(between(measures, addDays(to, 1), addDays(to, 7))),
  }
}

function whole(measure: MeasureRow): Entry {
  return { measure, day: null }
}

function inOrder(entries: (Entry & { day: string })[]): Entry[] {
  return entries.toSorted((one, other) => one.day.localeCompare(other.day))
}
