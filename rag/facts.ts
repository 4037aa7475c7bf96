/** Reads the numbers and dates of a Russian text, however they are written, so that two texts can be compared. */
import { normalise } from './normalise.ts'
import { numeralsOf } from './numerals.ts'

/** What is not said is null: «в октябре» has a month only. */
export interface CalendarDate {
  day: number | null
  month: number
  year: number | null
}

export interface Facts {
  dates: CalendarDate[]
  /** Canonical: '1000' for «1 000», '14.30' for «14:30», '3' for «трёх» and «III». Without those of the dates. */
  numbers: string[]
}

export function factsOf(text: string): Facts {
  const dates: CalendarDate[] = []
  const rest = takeDates(normalise(text), dates)
  return { dates, numbers: [...digitsOf(rest), ...numeralsOf(rest)] }
}

/** What of `said` has no ground in `evidence`, as it was written in canonical form. */
export function unfounded(said: Facts, evidence: Facts): string[] {
  const numbers = new Set(evidence.numbers)
  for (const { day, year } of evidence.dates) {
    if (day !== null) numbers.add(String(day))
    if (year !== null) numbers.add(String(year))
  }
  // Half of «2020-2021» or of «360-О» may be named alone; «116-26-175» read backwards may not.
  for (const number of evidence.numbers) for (const part of number.split(/[-/]/)) numbers.add(part)
  return [
    ...said.numbers.filter((number) => !isFounded(number, numbers)),
    ...said.dates.filter((date) => !isDateFounded(date, evidence.dates, numbers)).map(shown),
  ]
}

function isFounded(number: string, known: Set<string>): boolean {
  if (known.has(number)) return true
  const parts = number.split(/[-/]/)
  return parts.length === 2 && parts.every((part) => known.has(part))
}

function isDateFounded(said: CalendarDate, known: CalendarDate[], numbers: Set<string>): boolean {
  return known.some(
    ({ day, month, year }) =>
      month === said.month &&
      (said.day === null || day === said.day) &&
      (said.year === null ||
        year === said.year ||
        (year === null && numbers.has(String(said.year)))),
  )
}

function shown({ day, month, year }: CalendarDate): string {
  return [day, MONTH_NAMES[month - 1], year].filter((part) => part !== null).join(' ')
}

const MONTH_NAMES =
  'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')

const MONTH =
  '(январ[а-я]{1,2}|феврал[а-я]{1,2}|март[а-я]{0,2}|апрел[а-я]{1,2}|ма[йяею]м?|июн[а-я]{1,2}|июл[а-я]{1,2}|август[а-я]{0,2}|сентябр[а-я]{1,2}|октябр[а-я]{1,2}|ноябр[а-я]{1,2}|декабр[а-я]{1,2})(?![а-я])'
const MONTH_STARTS = [
  'янв',
  'фев',
  'мар',
  'апр',
  'ма',
  'июн',
  'июл',
  'авг',
  'сен',
  'окт',
  'ноя',
  'дек',
]

function monthOf(word: string): number {
  if (word.startsWith('мар')) return 3
  return MONTH_STARTS.findIndex((start) => word.startsWith(start)) + 1
}

/** Puts the dates of a normalised text into `dates` and returns the text without them. */
function takeDates(text: string, dates: CalendarDate[]): string {
  let rest = text
  const take = (pattern: string, read: (groups: string[]) => CalendarDate[]) => {
    rest = rest.replace(new RegExp(pattern, 'gu'), (whole: string, ...groups: string[]) => {
      const found = read(groups)
      if (!found.every(isPossible)) return whole
      dates.push(...found)
      return ' ; '
    })
  }
  const date = (day: string | undefined, month: number, year: string | undefined) => ({
    day: day ? Number(day) : null,
    month,
    year: year ? fullYear(Number(year)) : null,
  })
  const span = '(?:(?<![\\d.])(\\d{1,2}) ?(?:-|по|до|и|,) ?)?'
  take(
    `${span}(?<![\\d.])(\\d{1,2})[./](\\d{1,2})[./](\\d{4}|\\d{2})(?![\\d])`,
    ([from, day, month, year]) => [
      ...(from ? [date(from, Number(month), year)] : []),
      date(day, Number(month), year),
    ],
  )
  take('(?<!\\d)(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)', ([year, month, day]) => [
    date(day, Number(month), year),
  ])
  take('"(\\d{1,2})" ?[._]? ?(\\d{2})[ .]+(\\d{4})(?!\\d)', ([day, month, year]) => [
    date(day, Number(month), year),
  ])
  take(
    `${span}(?<![\\d.])"?(\\d{1,2})(?:-?го)?"? ${MONTH}(?: (\\d{4}))?`,
    ([from, day, month, year]) => [
      ...(from ? [date(from, monthOf(month ?? ''), year)] : []),
      date(day, monthOf(month ?? ''), year),
    ],
  )
  take(`(?<![а-я])${MONTH}(?: (\\d{4}))?`, ([month, year]) => [
    date(undefined, monthOf(month ?? ''), year),
  ])
  return rest
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year
}

function isPossible({ day, month }: CalendarDate): boolean {
  return month >= 1 && month <= 12 && (day === null || (day >= 1 && day <= 31))
}

function digitsOf(text: string): string[] {
  const joined = text.replace(/(?<![\d.,-])(\d{1,3})((?: \d{3})+)(?![\d])/g, (whole) =>
    whole.replaceAll(' ', ''),
  )
  return (joined.match(/\d+(?:[.,:/-]\d+)*/g) ?? []).map((number) => number.replace(/[,:]/g, '.'))
}
