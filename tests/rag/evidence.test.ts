import { expect, it } from 'vitest'
import { analyse } from '../../rag/analyse.ts'
import { evidenceIn } from '../../rag/evidence.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
import { stemsOf } from '../../rag/words.ts'

const SENTENCES = [
  'Собрание открыла председатель методического совета города.',
  'Выступила руководитель площадки с отчётом о работе за прошедший учебный год.',
  'Школы сдают планы работы в методический центр до 20 мая.',
  'Наставники ведут дневники встреч с молодыми специалистами школ города.',
  'Следующее собрание совета состоится 14 июня в большом зале гимназии.',
  'Контроль за исполнением решения возложен на секретаря методического совета.',
]
const statistics = statisticsOf({
  passages: 20,
  vocabulary: new Map(stemsOf(SENTENCES.join(' ')).map((stem) => [stem, 1])),
  territories: [],
  abbreviations: [],
})
const terms = analyse('когда следующее собрание совета', statistics, createThesaurus([], []))

it('keeps the sentence with the words of the question and its neighbours', () => {
  const evidence = evidenceIn(terms, { text: SENTENCES.join(' '), cells: null }, statistics)
  expect(evidence).toContain('14 июня')
  expect(evidence).not.toContain('20 мая')
})

it('reads a row whole', () => {
  const text = SENTENCES.join(' ')
  expect(evidenceIn(terms, { text, cells: [{ header: 'Срок', text }] }, statistics)).toBe(text)
})
