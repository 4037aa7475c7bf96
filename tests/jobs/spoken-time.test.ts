/**
 * Phrases are read on Sunday, 22 November 2026, at noon in Moscow. Of the 300 of `spoken-times.tsv` chrono's Russian
 * alone reads 146 as meant (one that is unclear counts when chrono finds nothing in it).
 */
import { readFileSync } from 'node:fs'
import { DateTime } from 'luxon'
import { expect, it } from 'vitest'
import { momentAt, readMoment, readTime, type SpokenMoment } from '../../jobs/spoken-time.ts'
import { chanceOf } from '../helpers/random.ts'

const MOSCOW = 'Europe/Moscow'
const SUNDAY_NOON = new Date('2026-11-22T12:00+03:00')

function read(text: string, { now = SUNDAY_NOON, zone = MOSCOW } = {}): string {
  return shown(readMoment(text, { now, zone }))
}

/** As the table writes it: «2026-11-25T15:00+90» for an hour and a half, «past 2026-11-20», «impossible». */
function shown(moment: SpokenMoment): string {
  if (moment.kind === 'unclear') return moment.why ?? 'unclear'
  const past = moment.past ? 'past ' : ''
  if (moment.kind === 'day') return `${past}${moment.date}`
  return `${past}${moment.local}${moment.minutes === undefined ? '' : `+${moment.minutes}`}`
}

const TABLE = readFileSync(new URL('../fixtures/spoken-times.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([meant = '', phrases = '']) => ({ meant, phrases: phrases.split(' | ') }))

it.each(TABLE)('reads $meant however it is said', ({ meant, phrases }) => {
  const wrong = phrases.filter((phrase) => read(phrase) !== meant)
  expect(wrong.map((phrase) => `${phrase} → ${read(phrase)}`)).toEqual([])
})

it.each([
  "d MMMM yyyy 'г. в' HH:mm",
  "dd.MM.yyyy 'в' HH.mm",
  'd/M/yy H:mm',
  'yyyy-MM-dd HH:mm',
  "cccc, d MMMM yyyy, 'в' HH'-'mm",
  "'в' HH:mm d MMMM yyyy 'года'",
  "d MMM yyyy HH 'ч' mm 'мин'",
])('reads every moment that is written as %s', (format) => {
  const chance = chanceOf(7)
  const start = DateTime.fromISO('2026-11-23T08:00', { zone: MOSCOW })
  const moments = Array.from({ length: 200 }, () =>
    start.plus({ days: chance.below(700), minutes: 5 * chance.below(144) }),
  )
  const wrong = moments.filter(
    (one) => read(one.setLocale('ru').toFormat(format)) !== one.toFormat("yyyy-MM-dd'T'HH:mm"),
  )
  expect(wrong.map((one) => one.setLocale('ru').toFormat(format))).toEqual([])
})

it('counts from the day of the centre, whose night is over earlier than Greenwich has it', () => {
  const here = { now: new Date('2026-11-24T20:30:00Z'), zone: 'Asia/Yekaterinburg' }
  expect(read('завтра в 15:00', here)).toBe('2026-11-26T15:00')
  expect(read('25 ноября в 15:00', here)).toBe('2026-11-25T15:00')
  expect(read('через час', here)).toBe('2026-11-25T02:30')
})

it('takes Moscow time for what it is where the centre has another', () => {
  const moment = readMoment('25 ноября в 15:00 (МСК)', { now: SUNDAY_NOON, zone: 'Asia/Omsk' })
  expect(moment).toMatchObject({ local: '2026-11-25T18:00', at: new Date('2026-11-25T12:00Z') })
})

it('takes a weekday that is today for today until its hour is over', () => {
  expect(read('в воскресенье в 13:00')).toBe('2026-11-22T13:00')
  expect(read('в воскресенье в 11:00')).toBe('2026-11-29T11:00')
})

it('takes a date of the last month without a year for a slip, and an earlier one for next year', () => {
  expect(read('23 октября в 15:00')).toBe('past 2026-10-23T15:00')
  expect(read('22 октября в 15:00')).toBe('2027-10-22T15:00')
})

it('moves a time that the change of clocks leaves out, and takes the first of one that comes twice', () => {
  const here = { now: SUNDAY_NOON, zone: 'Europe/Berlin' }
  expect(readMoment('28 марта 2027 в 02:30', here)).toMatchObject({
    local: '2027-03-28T03:30',
    at: new Date('2027-03-28T01:30Z'),
  })
  expect(readMoment('31 октября 2027 в 02:30', here)).toMatchObject({
    local: '2027-10-31T02:30',
    at: new Date('2027-10-31T00:30Z'),
  })
  expect(momentAt({ local: '2027-10-31T02:30', zone: 'Europe/Berlin' })).toEqual(
    new Date('2027-10-31T00:30Z'),
  )
})

it.each([
  ['15', '15:00'],
  ['15-00', '15:00'],
  ['в три часа дня', '15:00'],
  ['15 30', '15:30'],
  ['10.11', '10:11'],
  ['полдень', '12:00'],
  ['7 вечера', '19:00'],
  ['9', '09:00'],
  ['7', null],
  ['25', null],
  ['25 ноября', null],
  ['с 14 до 16', null],
])('reads the time alone: %s', (text, time) => {
  expect(readTime(text)).toBe(time)
})
