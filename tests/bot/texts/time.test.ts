import { expect, it } from 'vitest'
import { formatUntil } from '../../../bot/texts/time.ts'

const now = new Date('2026-11-23T12:00+03:00')
const until = (date: string) => formatUntil(new Date(date), now, 'Europe/Moscow')

it('names day, date and time', () => {
  expect(until('2026-11-25T12:00+03:00')).toBe('до среды, 25 ноября, 12:00')
})

it('says only the time for today, by the clock on the wall', () => {
  expect(until('2026-11-23T18:00+03:00')).toBe('сегодня до 18:00')
  expect(until('2026-11-23T21:30Z')).toBe('до вторника, 24 ноября, 00:30')
})

it('names the year when it is another', () => {
  expect(until('2027-01-13T09:05+03:00')).toBe('до среды, 13 января 2027 года, 09:05')
})
