import { expect, it } from 'vitest'
import { matchInstitutions } from '../../../rag/institutions/match.ts'

const NAMES: Record<string, string[]> = {
  'МБОУ «СОШ № 4»': ['школа 4'],
  'МБОУ «Гимназия № 4»': [],
  'МАОУ «Средняя общеобразовательная школа № 14 имени М.В. Ломоносова»': [],
  'МБОУ «Школа № 21»': [],
  'МБДОУ «Детский сад № 21 «Брусничка»': ['Брусничка'],
  'МБДОУ «Детский сад № 1 «Солнышко»': [],
  'МАДОУ «ЦРР – детский сад № 41 «Рябинка»': [],
  'МБУДО «Дом детского творчества»': ['ДДТ'],
}
const known = Object.entries(NAMES).map(([name, short_names]) => ({
  ...{ name, short_names, territory: 'Озёрный', staff: 0, heads: 0 },
}))
const found = (words: string) =>
  matchInstitutions(words, known, { limit: 5 }).map(({ name }) => name)

it.each([
  ['двадцать первый садик', 'МБДОУ «Детский сад № 21 «Брусничка»'],
  ['в 21 школе', 'МБОУ «Школа № 21»'],
  ['Брусничка', 'МБДОУ «Детский сад № 21 «Брусничка»'],
  ['брусничко', 'МБДОУ «Детский сад № 21 «Брусничка»'],
  ['сорок первый сад', 'МАДОУ «ЦРР – детский сад № 41 «Рябинка»'],
  ['первый садик', 'МБДОУ «Детский сад № 1 «Солнышко»'],
  ['д/с №1', 'МБДОУ «Детский сад № 1 «Солнышко»'],
  ['ломоносова', 'МАОУ «Средняя общеобразовательная школа № 14 имени М.В. Ломоносова»'],
  ['ддт', 'МБУДО «Дом детского творчества»'],
])('understands «%s»', (words, name) => {
  expect(found(words)).toEqual([name])
})

it.each(['школа 4', 'СОШ №4', '4-я школа', 'школа номер четыре', 'четвёртая школа'])(
  'offers the school before the gymnasium of the same number for «%s»',
  (words) => {
    expect(found(words)).toEqual(['МБОУ «СОШ № 4»', 'МБОУ «Гимназия № 4»'])
  },
)

it('finds nothing for another number, or a kind that there is not', () => {
  expect(found('школа 99')).toEqual([])
  expect(found('школа-интернат')).toEqual([])
  expect(found('!!!')).toEqual([])
})
