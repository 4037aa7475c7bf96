/** Finds the times that a Russian text names: days, months, parts of them and of years, years of school. */
import { isDay } from './days.ts'
import { MONTH, monthOf, ORDINAL, ordinalOf } from './spelled.ts'

/** A day; where the text leaves the year out it is null. The 31st is the end of any month. */
export interface NamedDay {
  year: number | null
  month: number
  day: number
}

/** From `first` to `last`, both included; where it stands in the text. */
export interface NamedTime {
  at: number
  end: number
  first: NamedDay
  last: NamedDay
}

/** Everything `spelled` text names, in order. `school`: whether halves are those of a school year where it is not said. */
export function findNamedTimes(text: string, { school }: { school: boolean }): NamedTime[] {
  const found: NamedTime[] = []
  let rest = text
  for (const { pattern, read } of READERS) {
    for (const match of rest.matchAll(pattern)) {
      const stretches = read(match, school)
      if (stretches.length === 0) continue
      const [at, end] = [match.index, match.index + match[0].trimEnd().length]
      // Days of one month share the place: the order of reading keeps them in theirs.
      found.push(...stretches.map((stretch) => ({ at, end, ...stretch })))
      rest = `${rest.slice(0, at)}${TAKEN.repeat(end - at)}${rest.slice(end)}`
    }
  }
  const isDated = found.length > 0
  if (!isDated && !/час|время|:\d\d/.test(text)) found.push(...bareNumbers(rest))
  return found.sort((one, other) => one.at - other.at)
}

/** Whether it is a single day. */
export function isSingleDay({ first, last }: NamedTime): boolean {
  return first.month === last.month && first.day === last.day && first.year === last.year
}

type Stretch = Pick<NamedTime, 'first' | 'last'>
interface Reader {
  pattern: RegExp
  read(match: RegExpExecArray, school: boolean): Stretch[]
}

/** No other pattern matches it. */
const TAKEN = '\u0000'

const YEAR = '(?:[ .,]*(20\\d\\d)(?!\\d))?'
const NTH = '(?:-?(?:го|ое|е))?"?'
const SCHOOL_YEAR = '(20\\d\\d) ?[-/] ?(20\\d\\d|\\d\\d)(?!\\d)'
const NUMBERS = `(${ORDINAL})(?: ?(?:-|,|и|по) ?(?:${ORDINAL} ?(?:-|,|и) ?)*(${ORDINAL}))? *`

const READERS: Reader[] = [
  reader(`(?<!\\d)(20\\d\\d)-(\\d\\d)-(\\d\\d)(?!\\d)`, ([, year, month, day]) =>
    days([[year, month, day]]),
  ),
  // «12 – 30.10.2026», «01.09 – 30.09.2026»
  reader(
    `(?<![\\d.])(\\d{1,2})(?:\\.(\\d{1,2}))?\\.? ?(?:-|по) ?(\\d{1,2})\\.(\\d{1,2})\\.(20\\d\\d|\\d\\d)(?![\\d.]\\d)`,
    ([, day, month, lastDay, lastMonth, year]) =>
      between([undefined, month ?? lastMonth, day], [year, lastMonth, lastDay]),
  ),
  reader(
    `(?<![\\d.])"?(\\d{1,2})"? ?[./ ] ?(\\d{1,2}) ?[./ ] ?(20\\d\\d)(?!\\d)`,
    ([, day, month, year]) => days([[year, month, day]]),
  ),
  reader(`(?<![\\d.])(\\d\\d)[./](\\d\\d)[./](\\d\\d)(?![\\d.])`, ([, day, month, year]) =>
    days([[year, month, day]]),
  ),
  // «1 – 15 октября», «с 7 по 25 сентября»
  reader(
    `(?<![\\d.])(\\d{1,2})${NTH} ?(?:-|по|до) ?"?(\\d{1,2})${NTH} +(${MONTH})${YEAR}`,
    ([, day, lastDay, month = '', year]) => {
      const number = String(monthOf(month))
      return between([year, number, day], [year, number, lastDay])
    },
  ),
  // «10, 17 и 24 ноября»
  reader(
    `(?<![\\d.])((?:\\d{1,2}${NTH} ?(?:,|и) ?)+\\d{1,2})${NTH} +(${MONTH})${YEAR}`,
    ([, numbers = '', month = '', year]) =>
      days((numbers.match(/\d+/g) ?? []).map((day) => [year, String(monthOf(month)), day])),
  ),
  reader(
    `(?<![\\d.])"?(\\d{1,2})${NTH} +(${MONTH})(?:[ .,]*(20\\d\\d|\\d\\d(?= ?г))(?!\\d))?`,
    ([, day, month = '', year]) => days([[year, String(monthOf(month)), day]]),
  ),
  reader(`${NUMBERS}декад[\\p{L}]* +(${MONTH})${YEAR}`, ([, from = '', to, month = '', year]) =>
    ofMonth(month, year, ordinalOf(from) * 10 - 9, lastOfDecade(ordinalOf(to ?? from))),
  ),
  reader(`${NUMBERS}недел[\\p{L}]* +(${MONTH})${YEAR}`, ([, from = '', to, month = '', year]) =>
    ofMonth(month, year, ordinalOf(from) * 7 - 6, Math.min(31, ordinalOf(to ?? from) * 7)),
  ),
  reader(`(${ORDINAL}) +половин[\\p{L}]* +(${MONTH})${YEAR}`, ([, half = '', month = '', year]) =>
    ordinalOf(half) === 1 ? ofMonth(month, year, 1, 15) : ofMonth(month, year, 16, 31),
  ),
  reader(`начал[оаеу] +(${MONTH})${YEAR}`, ([, month = '', year]) => ofMonth(month, year, 1, 10)),
  reader(`середин[аыеу] +(${MONTH})${YEAR}`, ([, month = '', year]) =>
    ofMonth(month, year, 11, 20),
  ),
  reader(
    `последн[\\p{L}]+ +(?:числ|дн|декад|недел)[\\p{L}]* +(${MONTH})${YEAR}`,
    ([, month = '', year]) => ofMonth(month, year, 21, 31),
  ),
  reader(`(?<![\\p{L}])(${MONTH})${YEAR}`, ([, month = '', year]) => ofMonth(month, year, 1, 31)),
  reader(
    `(?<![\\p{L}\\d])${NUMBERS}кв(?:артал[\\p{L}]*|\\.)(?:[ ,]*(20\\d\\d)(?! ?[-/] ?\\d))?`,
    ([, from = '', to, year]) => months(year, ordinalOf(from) * 3 - 2, ordinalOf(to ?? from) * 3),
  ),
  reader(
    `(?<![\\p{L}\\d])${NUMBERS}(?:полугоди[\\p{L}]*|полуг\\.)(?: +(?:${SCHOOL_YEAR} +уч[\\p{L}.]*(?: *г[\\p{L}.]*)?|(20\\d\\d)))?`,
    ([, from = '', to, first, last, calendar], school) => {
      const [half, lastHalf] = [ordinalOf(from), ordinalOf(to ?? from)]
      if (first === undefined && (calendar !== undefined || !school)) {
        return months(calendar, half * 6 - 5, lastHalf * 6)
      }
      const years = [first, last && fullYear(last)] as const
      return between(HALVES[half - 1]?.first(years) ?? [], HALVES[lastHalf - 1]?.last(years) ?? [])
    },
  ),
  reader(
    `(?<![\\p{L}\\d])${NUMBERS}(?:учебн[\\p{L}]+ +)?четверт[\\p{L}]+(?: +${SCHOOL_YEAR} +уч[\\p{L}.]*)?`,
    ([, from = '', to, first, last]) => {
      const years = [first, last && fullYear(last)] as const
      const [start, end] = [TERMS[ordinalOf(from) - 1], TERMS[ordinalOf(to ?? from) - 1]]
      return between(start?.first(years) ?? [], end?.last(years) ?? [])
    },
  ),
  reader(`(?<!\\d)${SCHOOL_YEAR}(?= *(?:и +20\\d\\d ?[-/] ?\\d+ +)?уч)`, ([, first, last = '']) =>
    between([first, '9', '1'], [fullYear(last), '8', '31']),
  ),
  reader(
    `(?<!\\d)(20\\d\\d) ?(?:-|,|и) ?(?:20\\d\\d ?(?:-|,|и) ?)*(20\\d\\d)(?!\\d)`,
    ([, first, last]) => between([first, '1', '1'], [last, '12', '31']),
  ),
  reader(`(?<!\\d)(20\\d\\d)(?= ?г)`, ([, year]) => months(year, 1, 12)),
  reader(`кон(?:ец|ц[ауе]) +(?:(?:нового|текущего) +)?учебного +года`, () =>
    days([[undefined, '5', '31']]),
  ),
  reader(`начал[оуа] +(?:(?:нового|текущего) +)?учебного +года`, () =>
    days([[undefined, '9', '1']]),
  ),
  reader(`кон(?:ец|ц[ауе]) +(?:(?:текущего|календарного) +)?года`, () =>
    days([[undefined, '12', '31']]),
  ),
  reader(
    `(?<![\\p{L}])(осень(?:ю)?|зима|зимой|весна|весной|лето|летом)(?![\\p{L}])${YEAR}`,
    ([, season = '', year]) => {
      const first = SEASONS[season.slice(0, 3)] ?? 0
      return between(
        [first === 12 ? undefined : year, String(first), '1'],
        [year, String(((first + 1) % 12) + 1), '31'],
      )
    },
  ),
]

const SEASONS: Record<string, number> = { осе: 9, зим: 12, вес: 3, лет: 6 }

type Years = readonly [string | undefined, string | undefined]
type Written = readonly (string | undefined)[]

interface PartOfSchoolYear {
  first: (years: Years) => Written
  last: (years: Years) => Written
}

/** Halves and quarters of a school year; holidays are not known, months are. */
const HALVES: PartOfSchoolYear[] = [part(0, 9, 0, 12), part(1, 1, 1, 5)]
const TERMS: PartOfSchoolYear[] = [
  part(0, 9, 0, 10),
  part(0, 11, 0, 12),
  part(1, 1, 1, 3),
  part(1, 4, 1, 5),
]

function part(firstYear: 0 | 1, first: number, lastYear: 0 | 1, last: number): PartOfSchoolYear {
  return {
    first: (years) => [years[firstYear], String(first), '1'],
    last: (years) => [years[lastYear], String(last), '31'],
  }
}

function reader(source: string, read: Reader['read']): Reader {
  return { pattern: new RegExp(source, 'gu'), read }
}

/** «14.10», where nothing else of the text is a date: a time of day would look the same. */
function bareNumbers(text: string): NamedTime[] {
  return [...text.matchAll(/(?<![\d.:])(\d{1,2})\.(\d{1,2})(?![.\d:])/g)].flatMap((match) => {
    const [whole, day, month] = match
    const place = { at: match.index, end: match.index + whole.length }
    return days([[undefined, month, day]]).map((stretch) => ({ ...place, ...stretch }))
  })
}

function days(written: readonly Written[]): Stretch[] {
  const read = written.map(readDay)
  return read.every((day) => day !== null) ? read.map((day) => ({ first: day, last: day })) : []
}

function between(first: Written, last: Written): Stretch[] {
  const [from, to] = [readDay(first), readDay(last)]
  return from && to ? [{ first: from, last: to }] : []
}

function ofMonth(month: string, year: string | undefined, first: number, last: number): Stretch[] {
  const number = String(monthOf(month))
  return between([year, number, String(first)], [year, number, String(last)])
}

function months(year: string | undefined, first: number, last: number): Stretch[] {
  return between([year, String(first), '1'], [year, String(last), '31'])
}

function lastOfDecade(decade: number): number {
  return decade === 3 ? 31 : decade * 10
}

/** Null for what the calendar does not have; 31 stands for the end of any month. */
function readDay([year, month, day]: Written): NamedDay | null {
  const full = year === undefined ? null : Number(fullYear(year))
  const [number, of] = [Number(day), Number(month)]
  // A leap year allows every day that some year has.
  const isKnown = isDay(full ?? 2024, of, number) || (number === 31 && of >= 1 && of <= 12)
  return isKnown ? { year: full, month: of, day: number } : null
}

function fullYear(year: string): string {
  return year.length === 2 ? `20${year}` : year
}
