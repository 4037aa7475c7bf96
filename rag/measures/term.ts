/** Tells which years a plan is for: by them a month or a school year that names none is understood. */
import { addDays, addMonths, dayOf, partsOf } from './days.ts'
import { findNamedTimes, isSingleDay, type NamedDay, type NamedTime } from './named-times.ts'
import { spelled } from './spelled.ts'

export interface Term {
  /** ISO dates, both included. */
  from: string
  to: string
  /** Years of school, from September to August. */
  school: boolean
  /** The document says so; else it is guessed from the day of its issue. */
  stated: boolean
  /** ISO date of the issue; what comes before it was not meant. */
  issuedOn: string | null
}

/** Of a title like «План … на 2026/27 учебный год», else from the day of issue on; null where there is neither. */
export function termOf(title: string, issuedOn: string | null): Term | null {
  return statedTerm(title, issuedOn) ?? guessedTerm(issuedOn)
}

/** The day as it falls into the term, or next after the issue; null where neither tells the year. */
export function yearWithin(term: Term, first: NamedDay, last: NamedDay): number | null {
  const start = partsOf(term.from).year - 1
  const end = partsOf(term.to).year
  const years = Array.from({ length: end - start + 1 }, (_, index) => start + index)
  const spans = years.map((year) => ({ year, ...spanFrom(year, first, last) }))
  const within = spans.filter(({ from, to }) => to >= term.from && from <= term.to)
  const { issuedOn } = term
  const ahead = issuedOn === null ? within[0] : within.find(({ to }) => to >= issuedOn)
  const found = ahead ?? within[0]
  if (found) return found.year
  if (issuedOn === null) return null
  const issued = partsOf(issuedOn).year
  const { to } = spanFrom(issued, first, last)
  return to >= issuedOn ? issued : issued + 1
}

function spanFrom(year: number, first: NamedDay, last: NamedDay): { from: string; to: string } {
  const next = last.month < first.month ? year + 1 : year
  return { from: dayOf(year, first.month, first.day), to: dayOf(next, last.month, last.day) }
}

function statedTerm(title: string, issuedOn: string | null): Term | null {
  const text = spelled(title)
  const named = findNamedTimes(text, { school: false }).filter(
    (time) => time.first.year !== null && time.last.year !== null && !isSingleDay(time),
  )
  const [first] = named
  const last = named.at(-1)
  if (!first || !last) return null
  const school = /20\d\d ?[-/] ?\d+[^.;]{0,30}уч/.test(text)
  const { from, to } = { from: wholeDay(first.first), to: wholeDay(last.last) }
  return from <= to ? { from, to, school, stated: true, issuedOn } : null
}

function wholeDay({ year, month, day }: NamedTime['first']): string {
  return dayOf(year ?? 0, month, day)
}

/** From June on people plan the school year, before that the rest of the calendar year. */
function guessedTerm(issuedOn: string | null): Term | null {
  if (issuedOn === null) return null
  const { year, month } = partsOf(issuedOn)
  const school = month >= 6
  const to = school ? dayOf(year + 1, 8, 31) : dayOf(year, 12, 31)
  return { from: issuedOn, to, school, stated: false, issuedOn }
}

/** For what recurs and is not bound to years: any year does. */
export const ANY_YEAR: Term = {
  from: '2001-01-01',
  to: addDays(addMonths('2001-01-01', 12), -1),
  school: false,
  stated: false,
  issuedOn: null,
}
