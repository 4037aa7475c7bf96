import { expect, it } from 'vitest'
import { widthOf } from '../../../bot/html.ts'
import { reminderTexts } from '../../../bot/texts/reminders.ts'
import type { RemindedOf } from '../../../db/reminded-of.ts'

const zone = 'Europe/Moscow'
const now = new Date('2026-11-23T09:00:00Z')
const event = (startsAt: string, title = 'Семинар'): RemindedOf => ({
  ...{ kind: 'event', id: 1, title, startsAt: new Date(startsAt), zone },
  ...{ place: '', link: '', site: null },
})
const said = (of: RemindedOf) => reminderTexts.reminder([{ of, isGoing: true }], now, zone).markup

it.each([
  ['2026-11-23T09:01:00Z', 'вот-вот'],
  ['2026-11-23T09:21:00Z', 'через 21 минуту'],
  ['2026-11-23T11:00:00Z', 'через 2 часа'],
  ['2026-11-23T19:00:00Z', 'сегодня'],
  ['2026-11-23T21:30:00Z', 'завтра'],
  ['2026-11-25T09:00:00Z', 'через 2 дня'],
  ['2026-12-14T09:00:00Z', 'через 21 день'],
])('says of %s that it is %s', (startsAt, words) => {
  expect(said(event(startsAt))).toMatch(new RegExp(` – ${words}$`))
})

it.each([
  ['2026-11-23', 'сегодня последний день'],
  ['2026-11-24', 'осталось 2 дня'],
  ['2026-12-13', 'остался 21 день'],
])('counts the days of diagnostics that close on %s: %s', (closesOn, words) => {
  const of = { kind: 'diagnostics', id: 1, title: 'Дефициты', link: '', closesOn, zone } as const
  expect(said(of)).toMatch(new RegExp(`${words}$`))
})

it.each([
  ['Городскому тьюторскому центру', 'Кому поручено'],
  ['ЦРО', 'Отвечает'],
])('names the one who answers for a measure as its document does: %s', (responsible, label) => {
  const of = { kind: 'measure', id: 1, what: 'Семинар', responsible, document: 'План' } as const
  expect(said({ ...of, deadline: '', day: '2026-11-27' })).toContain(`${label}: ${responsible}`)
})

it('fits eight of the longest into one message', () => {
  const long = 'Очень длинные слова '.repeat(80)
  const of = {
    ...event('2026-11-24T09:00:00Z', long),
    ...{ place: long, link: `https://${'x'.repeat(112)}`, site: { id: 1, name: long } },
  } as RemindedOf
  const told = Array.from({ length: 8 }, () => ({ of, isGoing: false }))
  expect(widthOf(reminderTexts.reminder(told, now, zone))).toBeLessThanOrEqual(4096)
})
