import { expect, it } from 'vitest'
import { readLength, readOffsets } from '../../jobs/spoken-length.ts'

it.each([
  [
    90,
    [
      'полтора часа',
      '1 ч 30 мин',
      '90 минут',
      '1,5 часа',
      '1:30',
      'час тридцать',
      'полтора',
      '2 ак. часа',
      '2 урока',
    ],
  ],
  [120, ['2 часа', 'два часа', '2', 'на 2 часа', 'около двух часов', '2 ч.', '120']],
  [150, ['два с половиной часа', '2 часа с половиной', '2,5 ч']],
  [45, ['45', '45 мин', 'сорок пять минут', 'урок']],
  [30, ['полчаса', '30 минут']],
  [60, ['час', 'один час', '60']],
  [1440, ['весь день', 'сутки', '1 день']],
  [4320, ['три дня', '3 дн']],
  [null, ['', '0', 'долго', '13', '700', '20 дней', 'до вечера', 'час или два']],
])('reads a length of %s minutes however it is said', (minutes, phrases) => {
  expect(phrases.filter((phrase) => readLength(phrase) !== minutes)).toEqual([])
})

it.each([
  [
    [10080, 1440, 120],
    [
      'за неделю, за день и за 2 часа',
      '7 дней, 1 день, 2 часа',
      '7 дней 1 день 2 часа',
      'неделя, день, два часа',
      'за 2 часа, за день, за неделю и за день',
    ],
  ],
  [
    [10080, 1440],
    ['7, 1', '7 и 1'],
  ],
  [[4320], ['за 3 дня', 'за три дня до начала', '3 дня']],
  [
    [1440, 30],
    ['за сутки и за полчаса', 'за день; за 30 минут'],
  ],
  [[], ['нет', 'не надо', 'Не нужно.', '0']],
])('reads reminders %j minutes before', (offsets, phrases) => {
  expect(phrases.map((phrase) => readOffsets(phrase))).toEqual(phrases.map(() => offsets))
})

it('does not guess reminders that it does not understand', () => {
  const phrases = ['как обычно', 'утром', '', 'за 400 дней', 'за неделю, потом ещё раз']
  expect(phrases.map((phrase) => readOffsets(phrase))).toEqual(phrases.map(() => null))
})
