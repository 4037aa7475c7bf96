import { expect, it } from 'vitest'
import { citedIn, takeSentences, withoutCitations } from '../../rag/written-sentences.ts'

const TEXT =
  'Срок – до 01.10.2021 г. Саянск не указан [1]. Отвечает Кедрова И. В. [2]\nПо п. 3.2.2 «Положения» нужно:\n- план [1];\n- отчёт в ЦРО. [3] Всё.'

const SENTENCES = [
  'Срок – до 01.10.2021 г. Саянск не указан [1].',
  'Отвечает Кедрова И. В. [2]',
  'По п. 3.2.2 «Положения» нужно:\n- план [1];',
  '- отчёт в ЦРО. [3]',
  'Всё.',
]

it('parts a text at the ends of sentences and lines, not at abbreviations and numbers', () => {
  expect(takeSentences(TEXT, true)).toEqual({ sentences: SENTENCES, rest: '' })
})

it('finds the same sentences in whatever pieces the text comes', () => {
  for (const size of [1, 2, 3, 5, 8, 13]) {
    const found: string[] = []
    let rest = ''
    for (const piece of TEXT.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []) {
      const taken = takeSentences(rest + piece, false)
      found.push(...taken.sentences)
      rest = taken.rest
    }
    expect([...found, ...takeSentences(rest, true).sentences]).toEqual(SENTENCES)
  }
})

it('reads citations on either side of the dot', () => {
  expect(citedIn('До октября [1], [2, 3]. [4]')).toEqual([1, 2, 3, 4])
  expect(withoutCitations('До октября [1], [2]. [4]')).toBe('До октября.')
})
