import { expect, it } from 'vitest'
import { invitationAt, remindersOf, termOf } from '../../jobs/diagnostics-days.ts'

const moments = ['opening', 'halfway', 'before:4320', 'before:1440']
const zone = 'Asia/Yekaterinburg'
const reminders = (opens_on: string, closes_on: string, in_ = zone, at = moments) =>
  remindersOf({ opens_on, closes_on, zone: in_, moments: at }).map(
    ({ moment, dueAt }) => `${moment} ${dueAt.toISOString()}`,
  )

it('reminds in the morning of the day in the middle, three days and a day before the last', () => {
  expect(reminders('2026-12-01', '2026-12-20')).toEqual([
    'halfway 2026-12-10T05:00:00.000Z',
    'before:4320 2026-12-17T05:00:00.000Z',
    'before:1440 2026-12-19T05:00:00.000Z',
  ])
})

it('reminds at most once a day, and not on the day of the invitation or before it', () => {
  expect(reminders('2026-12-01', '2026-12-05')).toEqual([
    'before:4320 2026-12-02T05:00:00.000Z',
    'halfway 2026-12-03T05:00:00.000Z',
    'before:1440 2026-12-04T05:00:00.000Z',
  ])
  expect(reminders('2026-12-01', '2026-12-02')).toEqual([])
  expect(reminders('2026-12-01', '2026-12-07')).toHaveLength(2)
  expect(reminders('2026-12-01', '2026-12-01')).toEqual([])
})

it('reminds of nothing that was switched off, or that it does not know', () => {
  expect(reminders('2026-12-01', '2026-12-20', zone, ['opening', 'before:x'])).toEqual([])
})

it('keeps the hour of the wall clock over a change of daylight saving', () => {
  expect(
    reminders('2026-03-20', '2026-04-10', 'Europe/Berlin', ['halfway', 'before:4320']),
  ).toEqual(['halfway 2026-03-30T08:00:00.000Z', 'before:4320 2026-04-07T08:00:00.000Z'])
  const days = { opens_on: '2026-03-28', closes_on: '2026-03-29', zone: 'Europe/Berlin' }
  expect(invitationAt(days)).toEqual(new Date('2026-03-28T09:00:00Z'))
})

it('lasts from the beginning of the first day to the end of the last', () => {
  expect(termOf({ from: '2026-12-01', to: '2026-12-20', zone })).toMatchObject({
    opensAt: new Date('2026-11-30T19:00:00Z'),
    closesAt: new Date('2026-12-20T19:00:00Z'),
  })
})
