/** Reads when something takes place from free Russian: «в следующий вторник в 14», «28 ноября, в половине четвёртого». */
import { DateTime } from 'luxon'
import { cutClock } from './spoken/clock.ts'
import { readDay } from './spoken/day.ts'
import { nameMonths } from './spoken/numeric-dates.ts'
import { plainWords } from './spoken/words.ts'
import { readLength } from './spoken-length.ts'

export type SpokenMoment =
  | {
      kind: 'moment'
      /** By the centre's wall clock, `2026-11-25T15:00`. */
      local: string
      at: Date
      past: boolean
      /** Where the end was said too («с 14 до 16»). */
      minutes?: number
    }
  /** A day without a time: ask for it. */
  | { kind: 'day'; date: string; past: boolean }
  | Unclear

export interface Unclear {
  kind: 'unclear'
  /** 31 ноября and 25:00; «в 7», which may be the evening; «среда, 24 ноября», which is a Tuesday. */
  why?: 'impossible' | 'ambiguous' | 'weekday'
}

export interface Here {
  now: Date
  /** The centre's time zone. */
  zone: string
}

/** What the text means; what was not understood whole is unclear. Show what was understood and let it be confirmed. */
export function readMoment(text: string, { now, zone }: Here): SpokenMoment {
  const here = DateTime.fromJSDate(now, { zone }).startOf('minute')
  const { words, theirZone } = takeZone(plainWords(text), zone)
  const delay = readDelay(words, here)
  if (delay) return momentOf(delay, now)
  const { rest: undelayed, minutes } = takeLength(nameMonths(words))
  const clock = cutClock(undelayed)
  if (clock.kind === 'unclear') return clock
  const day = readDay(clock.rest, here.startOf('day'))
  if (day.kind === 'unclear') return day
  if (clock.kind === 'none') {
    if (day.kind === 'none') return { kind: 'unclear' }
    return { kind: 'day', date: dateOf(day.day), past: day.day < here.startOf('day') }
  }
  // A time alone, «в 15:00», is today's, unless it is over.
  const date = day.kind === 'day' ? day.day : here.startOf('day')
  const start = atMinutes(date, clock.from, theirZone).setZone(zone)
  const weekLater = day.kind === 'day' && start < here && onlyWeekday(clock.rest)
  const found = weekLater
    ? atMinutes(date.plus({ weeks: 1 }), clock.from, theirZone).setZone(zone)
    : start
  const length = clock.to === null ? minutes : clock.to - clock.from
  return momentOf(found, now, length)
}

/** A time alone («15», «в три часа дня», «15-00») as `15:00`; null when it is none. */
export function readTime(text: string): string | null {
  const clock = cutClock(plainWords(text), { alone: true })
  if (clock.kind !== 'clock' || clock.to !== null || clock.rest !== '' || clock.from === 24 * 60)
    return null
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(clock.from / 60))}:${two(clock.from % 60)}`
}

/**
 * The instant of a local time, `2026-11-25T15:00`. One that the spring's change of clocks leaves out is as much later
 * as the clocks were moved; of one that the autumn repeats, the first.
 */
export function momentAt({ local, zone }: { local: string; zone: string }): Date {
  return firstOf(DateTime.fromISO(local, { zone })).toJSDate()
}

/** Left to itself, luxon chooses by the offset of the day on which it is asked. */
function firstOf(moment: DateTime): DateTime {
  return moment.getPossibleOffsets()[0] ?? moment
}

function momentOf(start: DateTime, now: Date, minutes: number | null = null): SpokenMoment {
  const at = start.toJSDate()
  const moment = { local: start.toFormat("yyyy-MM-dd'T'HH:mm"), at, past: at < now }
  return { kind: 'moment', ...moment, ...(minutes === null ? {} : { minutes }) }
}

const dateOf = (day: DateTime) => day.toFormat('yyyy-MM-dd')

/** By the clock on the wall, so that a day of 23 or 25 hours does not move it; 24:00 is the next day's beginning. */
function atMinutes(day: DateTime, minutes: number, zone: string): DateTime {
  const { year, month, day: number } = day.plus({ days: minutes === 1440 ? 1 : 0 })
  const hour = Math.floor(minutes / 60) % 24
  return firstOf(
    DateTime.fromObject({ year, month, day: number, hour, minute: minutes % 60 }, { zone }),
  )
}

/** A weekday that is today, at an hour that is over, is meant for next week. */
function onlyWeekday(words: string): boolean {
  return /^(?:во? )?\p{L}+$/u.test(words) && !/сегодня|вчера/.test(words)
}

/** «(МСК)», «по московскому времени», «мск+2»: a zone that the person named is theirs. */
function takeZone(words: string, zone: string): { words: string; theirZone: string } {
  const match =
    /(?:по )?(?:мск|москве|московск\p{L}*)(?: времени| время)?(?: ?\+ ?(\d{1,2}))?/u.exec(words)
  if (!match) return { words, theirZone: zone }
  const ahead = Number(match[1] ?? 0)
  return {
    words: words.replace(match[0], ' ').replace(/\s+/g, ' ').trim(),
    theirZone: ahead === 0 ? 'Europe/Moscow' : `UTC+${3 + ahead}`,
  }
}

/** «через 2 часа», «через 1 ч 30 мин», «сейчас»: real time, whatever the clocks do. */
function readDelay(words: string, here: DateTime): DateTime | null {
  if (/^(?:прямо )?сейчас$/.test(words)) return here
  const [, length] = /^через (.*(?:час|ч|мин).*)$/u.exec(words) ?? []
  const minutes = length === undefined ? null : readLength(length)
  return minutes === null ? null : here.plus({ minutes })
}

/** «на 2 часа», «на полтора часа», «продолжительность 90 минут». */
function takeLength(words: string): { rest: string; minutes: number | null } {
  const match =
    /(?<!\p{L})(?:на|продолжительность\p{L}*|длительность\p{L}*) ((?:полтора|полчаса|час|\d).*)$/u.exec(
      words,
    )
  const minutes = match?.[1] && /ч|мин/.test(match[1]) ? readLength(match[1]) : null
  return match && minutes !== null
    ? { rest: words.slice(0, match.index).trim(), minutes }
    : { rest: words, minutes: null }
}
