import { expect, it } from 'vitest'
import { afterQuietHours, parseQuietHours, readQuietHours } from '../../jobs/quiet-hours.ts'

const moscow = parseQuietHours('21:00-08:00', 'Europe/Moscow')
const after = (time: string, quiet = moscow) => afterQuietHours(quiet, new Date(time)).toISOString()

it('puts off until morning what falls into the night', () => {
  expect(after('2026-11-23T18:00:00Z')).toBe('2026-11-24T05:00:00.000Z')
  expect(after('2026-11-24T04:59:00Z')).toBe('2026-11-24T05:00:00.000Z')
  expect(after('2026-11-24T05:00:00Z')).toBe('2026-11-24T05:00:00.000Z')
  expect(after('2026-11-23T17:59:00Z')).toBe('2026-11-23T17:59:00.000Z')
})

it('knows quiet hours that do not go over midnight, and none at all', () => {
  const noon = parseQuietHours('12:00-14:30', 'Europe/Moscow')
  expect(after('2026-11-23T09:30:00Z', noon)).toBe('2026-11-23T11:30:00.000Z')
  expect(after('2026-11-23T20:00:00Z', noon)).toBe('2026-11-23T20:00:00.000Z')
  expect(after('2026-11-23T20:00:00Z', parseQuietHours('', 'Europe/Moscow'))).toBe(
    '2026-11-23T20:00:00.000Z',
  )
})

it.each([
  ['21:00-08:00', '21:00-08:00'],
  ['с 21 до 8', '21:00-08:00'],
  ['21.30 – 7.00', '21:30-07:00'],
  ['с 22 часов до 24', '22:00-00:00'],
  ['25:00-08:00', null],
  ['21:60-08:00', null],
  ['8-8', null],
  ['вечером', null],
])('reads «%s» as %s', (text, hours) => {
  expect(readQuietHours(text)).toBe(hours)
})
