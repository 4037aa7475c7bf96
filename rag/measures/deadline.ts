/** Reads when something is to be done, in the shapes of Russian plans and decisions: a date, a span, a recurrence. */
import { addDays, addMonths, dayOf, partsOf, weekdayOf } from './days.ts'
import { findNamedTimes, isSingleDay, type NamedTime } from './named-times.ts'
import { dayOfMonth, type Recurrence, recurrenceOf, weekdaysOf } from './recurrence.ts'
import { spelled } from './spelled.ts'
import { ANY_YEAR, type Term, yearWithin } from './term.ts'

/** All days are ISO dates. */
export interface Deadline {
  /** «date»: on or until each of `days`; «span»: from `startsOn` to `dueOn`; «recurring»: within the two, where known. */
  shape: 'date' | 'span' | 'recurring' | 'none'
  startsOn: string | null
  dueOn: string | null
  recurrence: Recurrence | null
  /** Of a recurrence: days it falls on, to be moved on by it; none where only the period is said. */
  days: string[]
}

export const NO_DEADLINE: Deadline = {
  shape: 'none',
  startsOn: null,
  dueOn: null,
  recurrence: null,
  days: [],
}

/** What a cell or a phrase says; `term` gives the years that it leaves out, null where nothing does. */
export function readDeadline(text: string, term: Term | null): Deadline {
  const said = spelled(text.slice(0, LONGEST)).replace(EXCEPTED, (left) => ' '.repeat(left.length))
  const recurrence = recurrenceOf(said)
  const years = term ?? (recurrence && recurrence !== 'always' ? ANY_YEAR : null)
  const stretches = findStretches(said, years)
  if (recurrence === null) return once(stretches, term)
  return recurring(said, { recurrence, stretches, term })
}

/** Nobody writes a longer one; whatever is in a file, reading it ends. */
export const LONGEST = 2000

/** «(кроме июля и августа)» */
const EXCEPTED = /\(?(?:кроме|за исключением)[^).;]*\)?/g

/** A time that a text names, with its years, and how the words before it mean it. */
export interface Stretch {
  at: number
  end: number
  first: string
  last: string
  /** «until»: до, не позднее, к; «from»: с, начиная с; «on»: anything else. */
  sense: 'until' | 'from' | 'on'
}

/** The times of a `spelled` text whose years are known, in order; «с … по …» is one. */
export function findStretches(said: string, term: Term | null): Stretch[] {
  const named = joined(said, findNamedTimes(said, { school: term?.school ?? false }))
  return named.flatMap((time, index) => {
    const dated = withYears(time, { before: named[index - 1], after: named[index + 1], term })
    return dated ? [meant(said, time, dated)] : []
  })
}

function once(stretches: readonly Stretch[], term: Term | null): Deadline {
  const [first] = stretches
  if (!first) return NO_DEADLINE
  if (stretches.length > 1) {
    const days = [...new Set(stretches.map(({ last }) => last))].sort()
    return { ...NO_DEADLINE, shape: 'date', days, dueOn: days.at(-1) ?? null }
  }
  if (first.sense === 'from') {
    return {
      ...NO_DEADLINE,
      ...{ shape: 'recurring', recurrence: 'always', startsOn: first.first },
      dueOn: endAfter(first.first, term),
    }
  }
  if (first.sense === 'until' || first.first === first.last) {
    return { ...NO_DEADLINE, shape: 'date', days: [first.last], dueOn: first.last }
  }
  return { ...NO_DEADLINE, shape: 'span', startsOn: first.first, dueOn: first.last }
}

/** The stated end of the plan, if it is not over by then. */
function endAfter(day: string, term: Term | null): string | null {
  return term?.stated && term.to >= day ? term.to : null
}

interface Recurring {
  recurrence: Recurrence
  stretches: readonly Stretch[]
  term: Term | null
}

function recurring(said: string, { recurrence, stretches, term }: Recurring): Deadline {
  const dated = term ? stretches : findStretches(said, null)
  const bounds = boundsOf(said, { recurrence, stretches: dated, term })
  const result = { ...NO_DEADLINE, shape: 'recurring' as const, recurrence }
  const isOpen =
    bounds.startsOn === null || bounds.dueOn === null || bounds.startsOn <= bounds.dueOn
  const limits = isOpen ? bounds : { startsOn: null, dueOn: null }
  const base = limits.startsOn ?? ANY_YEAR.from
  return { ...result, ...limits, days: daysOf(said, { recurrence, stretches, term }, base) }
}

/** Between which days it recurs: «сентябрь – май», «с 1 октября», else the plan's term. */
function boundsOf(said: string, { recurrence, stretches, term }: Recurring) {
  const isFine = recurrence !== 'yearly' && recurrence !== 'half-yearly'
  const stated = {
    startsOn: term ? ([term.from, term.issuedOn ?? ''].sort().at(-1) ?? null) : null,
    dueOn: term && (term.stated || WITHIN_YEAR.test(said)) ? term.to : null,
  }
  const [first] = stretches
  if (!first || !isFine) return stated
  if (/далее/.test(said)) return { ...stated, startsOn: first.first }
  if (first.sense === 'from') return { ...stated, startsOn: first.first }
  const isSpan = first.first !== first.last
  if (stretches.length === 1 && isSpan && first.sense === 'on') {
    return { startsOn: first.first, dueOn: first.last }
  }
  return stated
}

const WITHIN_YEAR = /в течени[еи] +(?:всего +)?(?:учебного +|календарного +|текущего +)?года/

function daysOf(said: string, { recurrence, stretches, term }: Recurring, base: string): string[] {
  if (recurrence === 'weekly') {
    return weekdaysOf(said).map((weekday) => addDays(base, (weekday - weekdayOf(base) + 7) % 7))
  }
  const ends = stretches.filter(({ sense }) => sense !== 'from').map(({ last }) => last)
  if (recurrence === 'always') return stretches.some(isExact) ? ends : []
  const day = dayOfMonth(said)
  if (day !== null) return [firstWith(day, recurrence, said, base)]
  const isFine = recurrence === 'monthly' || recurrence === 'quarterly'
  const exact = stretches.filter(({ sense }) => sense !== 'from').filter(isExact)
  if (isFine && stretches.length < 2) return exact.map(({ last }) => last)
  if (ends.length > 0) return ends.sort()
  // A school year ends in August, not in December.
  return recurrence === 'yearly' && term?.school && term.stated
    ? [dayOf(yearOf(term.to), 8, 31)]
    : []
}

function isExact({ first, last, sense }: Stretch): boolean {
  return first === last || sense === 'until'
}

/** «до 5 числа»: of a month; of a quarter its last month where that is said, else the month after it. */
function firstWith(day: number, recurrence: Recurrence, said: string, base: string): string {
  const { year, month } = partsOf(base)
  if (recurrence !== 'quarterly') return dayOf(year, month, day)
  const last = dayOf(year, Math.ceil(month / 3) * 3, 28)
  const { year: of, month: at } = partsOf(/последн/.test(said) ? last : addMonths(last, 1))
  return dayOf(of, at, day)
}

function yearOf(day: string): number {
  return partsOf(day).year
}

/** Puts «с … по …» and «… – …» together. */
function joined(said: string, named: readonly NamedTime[]): NamedTime[] {
  const done: NamedTime[] = []
  for (const time of named) {
    const before = done.at(-1)
    const isEnd = before !== undefined && isRange(said, before, time)
    if (isEnd) done.splice(-1, 1, { ...before, last: time.last, end: time.end })
    else done.push(time)
  }
  return done
}

function isRange(said: string, one: NamedTime, other: NamedTime): boolean {
  const between = said.slice(one.end, other.at)
  if (/^[ .,]*(?:(?:г|гг|год[\p{L}]*|мес[\p{L}]*|числа)[ .,]*)?-[ "]*$/u.test(between)) return true
  const isFrom = FROM.test(said.slice(0, one.at))
  return isFrom && /^[ .,]*(?:(?:г|год[\p{L}]*)[ .,]*)?(?:по|до)(?: +конца?)?[ "]+$/u.test(between)
}

interface Around {
  before: NamedTime | undefined
  after: NamedTime | undefined
  term: Term | null
}

/** A year that is left out is that of the time beside it, else the plan's. */
function withYears(time: NamedTime, around: Around): { first: string; last: string } | null {
  const { first, last } = time
  const turns = last.month < first.month ? 1 : 0
  const end = last.year ?? (first.year === null ? null : first.year + turns)
  const start = first.year ?? (end === null ? null : end - turns) ?? yearFrom(time, around)
  if (start === null) return null
  const from = dayOf(start, first.month, first.day)
  const to = dayOf(end ?? start + turns, last.month, last.day)
  return from <= to ? { first: from, last: to } : null
}

function yearFrom({ first, last }: NamedTime, { before, after, term }: Around): number | null {
  const next = after?.first.year ?? null
  if (next !== null && after) return last.month > after.first.month ? next - 1 : next
  const previous = before?.last.year ?? null
  if (previous !== null && before) return first.month < before.last.month ? previous + 1 : previous
  return term ? yearWithin(term, first, last) : null
}

const FROM = /(?:^|[^\p{L}])(?:с|со|начиная с|не ранее|после)[ "]*$/u
const UNTIL = /(?:^|[^\p{L}])(?:до|не позднее|не позже|к|ко)(?: +(конц[ауе]|начала))?[ "]*$/u

/** «до октября» ends before October, «до конца октября» with it. */
function meant(
  said: string,
  time: NamedTime,
  { first, last }: { first: string; last: string },
): Stretch {
  const { at, end } = time
  const before = said.slice(0, at)
  if (FROM.test(before) && isSingle(time, said)) return { at, end, first, last, sense: 'from' }
  const until = UNTIL.exec(before)
  if (until) {
    const isWhole = first === last || /конц/.test(until[1] ?? '') || /поздн|позже/.test(until[0])
    const day = isWhole ? last : addDays(first, -1)
    return { at, end, first: day, last: day, sense: 'until' }
  }
  if (/(?:^|[^\p{L}])по[ "]*$/u.test(before)) return { at, end, first: last, last, sense: 'until' }
  if (/(?:^|[^\p{L}])конец[ "]*$/u.test(before)) {
    return { at, end, first: last, last, sense: 'until' }
  }
  return { at, end, first, last, sense: 'on' }
}

/** «с сентября» begins with the month; «с 7 по 25 сентября» is over with it. */
function isSingle(time: NamedTime, said: string): boolean {
  return (
    isSingleDay(time) ||
    !/(?:-|(?:^|[^\p{L}])(?:по|до)(?:[^\p{L}]))/u.test(said.slice(time.at, time.end))
  )
}
