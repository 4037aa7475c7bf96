import { expect, it } from 'vitest'
import { readYearsOfService } from '../../rag/years-of-service.ts'

it.each([
  ['12', 12],
  ['12 лет', 12],
  ['первый год', 0],
  ['полгода', 0],
  ['год', 1],
  ['двадцать пять лет', 25],
  ['тридцать один год', 31],
  ['с 2010 года', 16],
  ['с 1 сентября 2026 года', 0],
  ['3 года 4 месяца', 3],
  ['8 месяцев', 0],
  ['не скажу', null],
  ['-5', null],
  ['81', null],
])('reads «%s» as %s', (text, years) => {
  expect(readYearsOfService(text, 2026)).toBe(years)
})
