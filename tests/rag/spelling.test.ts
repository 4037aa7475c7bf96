import { expect, it } from 'vitest'
import { restoreSpelling } from '../../rag/spelling.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
import { stemsOf } from '../../rag/words.ts'

const statistics = statisticsOf({
  passages: 10,
  vocabulary: new Map(stemsOf('план молодого специалиста диагностика').map((stem) => [stem, 1])),
  territories: [],
  abbreviations: [],
})
const restored = (text: string) => restoreSpelling(text, statistics, createThesaurus([], []))

it.each([
  ['скока человек', 'сколько человек'],
  ['када план', 'когда план'],
  ['дайте тилефон', 'дайте телефон'],
  ['с какова числа', 'с какого числа'],
  ['как чясто', 'как часто'],
])('puts right what is spelt by ear: «%s»', (written, meant) => {
  expect(restored(written)).toBe(meant)
})

it('leaves words that the index knows, and those that sound like nothing', () => {
  expect(restored('План диагностики, Зурбаган')).toBe('План диагностики, Зурбаган')
})
