/** Reads a span of days from free Russian: «с 1 по 20 декабря», «до конца месяца», «1.12–20.12.2026». */
import { DateTime } from 'luxon'
import { readDay } from './spoken/day.ts'
import { nameMonths } from './spoken/numeric-dates.ts'
import type { Day } from './spoken/own-days.ts'
import { MONTHS, plainWords } from './spoken/words.ts'
import { readLength } from './spoken-length.ts'
import type { Here, Unclear } from './spoken-time.ts'

export type SpokenDays =
  | {
      kind: 'days'
      /** The first day and the last, both included, `2026-12-01`. */
      from: string
      to: string
      /** The last is over. */
      past: boolean
    }
  | Unclear

/** The days that the text means; one day is a span of one, «до 20 декабря» begins today. */
export function readDays(text: string, { now, zone }: Here): SpokenDays {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day')
  const words = nameAllMonths(
    plainWords(text)
      .replace(/(?<!\p{L})(?:включительно|период|срок|сроки)(?!\p{L})/gu, ' ')
      .trim(),
  )
  const whole = readWhole(words, today)
  if (whole) return spanOf(whole[0], whole[1], today)
  // «с 1 декабря» has no end.
  if (/^(?:с|со|от) /.test(words) && !SPAN.test(words)) return { kind: 'unclear' }
  const [, first, last] = SPAN.exec(words) ?? []
  if (last === undefined) {
    const day = readDay(words, today)
    return day.kind === 'day' ? spanOf(day.day, day.day, today) : unclear(day)
  }
  const end = readEnd(last, today)
  if (end.kind !== 'day') return unclear(end)
  if (first === undefined || first === '') return spanOf(today, end.day, today)
  return readFrom(first, end, today)
}

const SPAN =
  /^(?:(?:с|со|от) )?(?:(.+?) ?)??(?:(?<!\p{L})(?:по|до)(?!\p{L})|(?<= )-|-(?= )) ?(.+)$/u

/** «1-20 декабря» and «1.12-20.12» have no spaces around their hyphen; every date gets its month's name. */
function nameAllMonths(words: string): string {
  const apart = words
    .replace(
      /(?<![\d-])(\d{1,2}(?:\.\d{1,2}(?:\.\d{2,4})?)?)-(\d{1,2}(?:\.\d{1,2}(?:\.\d{2,4})?)?)(?![\d-])/g,
      '$1 - $2',
    )
    .replace(/(?<=\p{L} ?)[-](?= ?\d)/gu, ' - ')
  return apart
    .split(/(?<!\p{L})(по|до| - )(?!\p{L})/u)
    .map((part) => nameMonths(part))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A month, a week or so many days as a whole. */
function readWhole(words: string, today: DateTime): [DateTime, DateTime] | null {
  const [, name, year] =
    new RegExp(
      `^(?:весь |в течение |в |во |на )?(${MONTHS.join('|')})(?: (20\\d\\d))?(?: г\\p{L}*)?$`,
      'u',
    ).exec(words) ?? []
  if (name !== undefined) return monthOf(MONTHS.indexOf(name) + 1, year, today)
  if (/^(?:на )?(?:всю )?следующ\p{L}+ недел\p{L}+$/u.test(words)) {
    const monday = today.startOf('week').plus({ weeks: 1 })
    return [monday, monday.plus({ days: 6 })]
  }
  const [, start, length] =
    /^(?:(?:с|со) (.+?) )?(?:(?:на|в течение) )?((?:\d{1,2} )?(?:недел|дн|день|месяц)\p{L}*)$/u.exec(
      words,
    ) ?? []
  const minutes = length === undefined ? null : readLength(length)
  if (minutes === null) return null
  const from = start === undefined ? today : readDay(start, today)
  if (!(from instanceof DateTime) && from.kind !== 'day') return null
  const first = from instanceof DateTime ? from : from.day
  return [first, first.plus({ days: minutes / 1440 - 1 })]
}

/** This month's days that are left, or the whole next month of that name. */
function monthOf(month: number, year: string | undefined, today: DateTime): [DateTime, DateTime] {
  const named = today.startOf('month').set({ month, year: Number(year ?? today.year) })
  const meant =
    year === undefined && named < today.startOf('month') ? named.plus({ years: 1 }) : named
  return [
    meant < today && meant.hasSame(today, 'month') ? today : meant,
    meant.endOf('month').startOf('day'),
  ]
}

function readEnd(words: string, today: DateTime): Day {
  const [, unit, month] =
    new RegExp(`^кон(?:ца|ец) (?:(недели|месяца|года|${MONTHS.join('|')}))$`, 'u').exec(
      words.replace(/(?:этой|этого|текущ\p{L}*) /u, ''),
    ) ?? []
  const end = (day: DateTime): Day => ({ kind: 'day', day: day.startOf('day'), yearSaid: true })
  if (unit === 'недели') return end(today.endOf('week'))
  if (unit === 'месяца') return end(today.endOf('month'))
  if (unit === 'года') return end(today.endOf('year'))
  if (unit !== undefined && month === undefined)
    return end(monthOf(MONTHS.indexOf(unit) + 1, undefined, today)[1])
  return readDay(words, today)
}

/** «с 1» borrows the month and the year of «по 20 декабря», «с 1 декабря» the year. */
function readFrom(words: string, end: Day & { kind: 'day' }, today: DateTime): SpokenDays {
  if (/^\d{1,2}$/.test(words)) {
    const from = end.day.set({ day: Number(words) })
    return Number(words) <= end.day.day && Number(words) > 0
      ? spanOf(from, end.day, today)
      : { kind: 'unclear', why: 'impossible' }
  }
  const start = readDay(
    words.replace('завтрашнего дня', 'завтра').replace('сегодняшнего дня', 'сегодня'),
    today,
  )
  if (start.kind !== 'day') return unclear(start)
  if (start.day <= end.day) return spanOf(withYearOf(start, end), end.day, today)
  if (!end.yearSaid) return spanOf(start.day, end.day.plus({ years: 1 }), today)
  const earlier = start.yearSaid ? start.day : start.day.minus({ years: 1 })
  return earlier <= end.day
    ? spanOf(earlier, end.day, today)
    : { kind: 'unclear', why: 'impossible' }
}

/** «с 1 декабря по 20 декабря 2027» begins in 2027 as well. */
function withYearOf(start: Day & { kind: 'day' }, end: Day & { kind: 'day' }): DateTime {
  if (start.yearSaid || !end.yearSaid) return start.day
  const same = start.day.set({ year: end.day.year })
  return same <= end.day ? same : same.minus({ years: 1 })
}

function spanOf(from: DateTime, to: DateTime, today: DateTime): SpokenDays {
  const [first, last] = [from, to].map((day) => day.toFormat('yyyy-MM-dd'))
  if (first === undefined || last === undefined || last < first)
    return { kind: 'unclear', why: 'impossible' }
  return { kind: 'days', from: first, to: last, past: to < today }
}

function unclear(day: Day): Unclear {
  return day.kind === 'unclear' ? day : { kind: 'unclear' }
}
