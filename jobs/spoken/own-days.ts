/** The days that chrono's Russian does not know: «через 2 недели в среду», «последняя пятница ноября», «25 числа». */
import { DateTime } from 'luxon'
import { MONTHS, WEEKDAYS } from './words.ts'

export type Day =
  /** `yearSaid`: the words tell the year, so that it is not to be guessed. */
  | { kind: 'day'; day: DateTime; yearSaid: boolean }
  | { kind: 'none' }
  | { kind: 'unclear'; why?: 'impossible' | 'ambiguous' | 'weekday' }

export const AT = '(?:(?:в|во|на|до|к|с|со|по) )?'
export const WEEKDAY = `(${WEEKDAYS.join('|')})`
export const MONTH = `(${MONTHS.join('|')})`
const WEEKS = '(?:(\\d{1,2}|пару|полторы) )?недел[юи]?ь?'

/** The day that the beginning of the text names in such a way, or null, and the rest of the text. */
export function readOwn(text: string, today: DateTime): [Day | null, string] {
  for (const { pattern, read } of OWN) {
    const match = pattern.exec(text)
    const day = match ? read(match, today) : null
    if (match && day) return [day, text.replace(match[0], ' ')]
  }
  return [null, text]
}

const OWN: { pattern: RegExp; read: (match: RegExpExecArray, today: DateTime) => Day }[] = [
  {
    // «через 2 недели в среду», «в среду через неделю»
    pattern: new RegExp(`^через ${WEEKS} ${AT}${WEEKDAY}`, 'u'),
    read: ([, weeks, weekday], today) => afterWeeks(Number(weeks ?? 1), weekday, today),
  },
  {
    pattern: new RegExp(`^${AT}${WEEKDAY} через ${WEEKS}`, 'u'),
    read: ([, weekday, weeks], today) => afterWeeks(Number(weeks ?? 1), weekday, today),
  },
  {
    // «в среду на этой неделе» may be over already.
    pattern: new RegExp(`^(?:на )?(?:этой|текущей) неделе ${AT}${WEEKDAY}$`, 'u'),
    read: ([, weekday], today) => day(thisWeek(weekday, today)),
  },
  {
    pattern: new RegExp(`^${AT}${WEEKDAY} (?:на )?(?:этой|текущей) недел[еи]$`, 'u'),
    read: ([, weekday], today) => day(thisWeek(weekday, today)),
  },
  {
    // «последняя пятница ноября», «во 2 среда следующего месяца»
    pattern: new RegExp(
      `^${AT}(\\d|последн\\p{L}*|предпоследн\\p{L}*) ${WEEKDAY} ${AT}(?:(следующ\\p{L}*|эт\\p{L}*|текущ\\p{L}*)? ?месяца?е?|${MONTH})(?: (20\\d\\d))?`,
      'u',
    ),
    read: ([, which, weekday, month, name, year], today) =>
      weekdayOfMonth(which, weekday, monthMeant(month, name, year, today), year !== undefined),
  },
  {
    pattern: new RegExp(
      `^${AT}(последн|перв|1)\\p{L}* (?:день|числ\\p{L}*) (?:(следующ\\p{L}*|эт\\p{L}*|текущ\\p{L}*) месяца|${MONTH})(?: (20\\d\\d))?`,
      'u',
    ),
    read: ([, which, month, name, year], today) => {
      const start = monthMeant(month, name, year, today)
      return day(which === 'последн' ? start.endOf('month').startOf('day') : start)
    },
  },
  {
    // «25 числа», «5 числа следующего месяца»
    pattern: /^(?:(?:в|на|до|к|с|по) )?(\d{1,2}) числ\p{L}*(?: (следующ|эт|текущ)\p{L}* месяца)?/u,
    read: ([, number, month], today) => dayOfMonth(Number(number), month, today),
  },
  {
    pattern: new RegExp(`^${AT}(\\d{1,2}) (следующ|эт|текущ)\\p{L}* месяца`, 'u'),
    read: ([, number, month], today) => dayOfMonth(Number(number), month, today),
  },
  {
    // «25 ноября следующего года»
    pattern: new RegExp(`^${AT}(\\d{1,2}) ${MONTH} (следующ|эт|текущ)\\p{L}* года?`, 'u'),
    read: ([, number, month, year], today) =>
      dated(Number(number), month, today.year + (year === 'следующ' ? 1 : 0), today),
  },
  {
    // «25-го в 15:00»
    pattern: /^(?:(?:в|на|до|к|с|по) )?(\d{1,2})$/u,
    read: ([, number], today) => dayOfMonth(Number(number), undefined, today),
  },
  {
    pattern: /^через (?:(полтора) месяца|полгода)$/u,
    read: ([, half], today) => day(today.plus(half ? { months: 1, days: 15 } : { months: 6 })),
  },
]

const day = (value: DateTime, yearSaid = true): Day => ({ kind: 'day', day: value, yearSaid })

/** Weekends look ahead: of a Sunday «through a week» is counted from the Monday to come. */
function afterWeeks(weeks: number, weekday = '', today: DateTime): Day {
  if (Number.isNaN(weeks)) return { kind: 'unclear', why: 'ambiguous' }
  const number = WEEKDAYS.indexOf(weekday)
  if (number + 1 === today.weekday) return day(today.plus({ weeks }))
  const monday = today.startOf('week').plus({ weeks: today.weekday > 5 ? weeks + 1 : weeks })
  return day(monday.plus({ days: number }))
}

function thisWeek(weekday = '', today: DateTime): DateTime {
  return today.startOf('week').plus({ days: WEEKDAYS.indexOf(weekday) })
}

/** The first day of the month that is meant; a name without a year is the next such month, this one included. */
function monthMeant(
  relative: string | undefined,
  name: string | undefined,
  year: string | undefined,
  today: DateTime,
): DateTime {
  const start = today.startOf('month')
  if (name === undefined) return relative?.startsWith('следующ') ? start.plus({ months: 1 }) : start
  const named = start.set({ month: MONTHS.indexOf(name) + 1, year: Number(year ?? start.year) })
  return year === undefined && named < start ? named.plus({ years: 1 }) : named
}

function weekdayOfMonth(which = '', weekday = '', month: DateTime, yearSaid: boolean): Day {
  const first = month.plus({ days: (WEEKDAYS.indexOf(weekday) + 8 - month.weekday) % 7 })
  const all = [0, 1, 2, 3, 4]
    .map((weeks) => first.plus({ weeks }))
    .filter((one) => one.month === month.month)
  const found = /^\d/.test(which)
    ? all[Number(which) - 1]
    : all.at(which.startsWith('последн') ? -1 : -2)
  return found ? day(found, yearSaid) : { kind: 'unclear', why: 'impossible' }
}

function dayOfMonth(number: number, month: string | undefined, today: DateTime): Day {
  const start = today.startOf('month').plus({ months: month === 'следующ' ? 1 : 0 })
  const next = month === undefined && number < today.day ? start.plus({ months: 1 }) : start
  const valid = number >= 1 && number <= (next.daysInMonth ?? 31)
  return valid ? day(next.set({ day: number })) : { kind: 'unclear', why: 'impossible' }
}

function dated(number: number, month: string | undefined, year: number, today: DateTime): Day {
  const value = DateTime.fromObject(
    { year, month: MONTHS.indexOf(month ?? '') + 1, day: number },
    { zone: today.zone },
  )
  return value.isValid ? day(value) : { kind: 'unclear', why: 'impossible' }
}
