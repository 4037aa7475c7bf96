import { describe, expect, it } from 'vitest'
import type { UnitPassage } from '../../db/search.ts'
import { analyse } from '../../rag/analyse.ts'
import { deadlineIn, lastDay } from '../../rag/deadline.ts'
import { extract, sentences } from '../../rag/extract.ts'
import { kindsOf } from '../../rag/kind.ts'
import { statisticsOf } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'

const statistics = statisticsOf({
  passages: 10,
  vocabulary: new Map(),
  territories: [],
  abbreviations: [],
})

function answer(text: string, unit: Partial<UnitPassage>[], today = '2026-11-23'): string {
  const asked = {
    text,
    terms: analyse(text, statistics, createThesaurus([], [])),
    kinds: kindsOf(text),
    focus: [],
    essentials: [],
    parts: new Set<string>(),
    traits: new Set<string>(),
    said: new Set<string>(),
    years: [],
    territories: [],
  }
  const passages = unit.map((passage, index) => ({
    id: String(index),
    edition_id: '1',
    ordinal: index,
    unit: 0,
    kind: 'clause',
    clause: '',
    text: '',
    cells: null,
    ...passage,
  }))
  return extract(asked, passages, today)
}

const ROW: Partial<UnitPassage> = {
  kind: 'row',
  cells: [
    { header: '№ п/п', text: '3' },
    { header: 'Мероприятие', text: 'Создание базы наставников;' },
    { header: 'Срок', text: 'До 01.10.2026' },
    { header: 'Ответственный', text: 'Методический центр' },
  ],
}

describe('what is taken from a row', () => {
  it('is the deadline when that is asked, and says that it has passed', () => {
    expect(answer('когда создадут базу наставников?', [ROW])).toBe(
      'Срок: До 01.10.2026 (срок прошёл).\n«Создание базы наставников»',
    )
  })

  it('is said of the name in quotation marks before any other cell', () => {
    const cells = [
      { header: 'Площадка', text: '«Школа проектов»' },
      { header: 'Руководитель', text: 'Иванова И.И.' },
      { header: 'Направление работы', text: 'Проекты' },
    ]
    expect(answer('кто руководит?', [{ kind: 'row', cells }])).toContain('Школа проектов')
  })

  it('is who answers for it when that is asked', () => {
    expect(answer('кто создаёт базу?', [ROW])).toContain('Ответственный: Методический центр')
  })

  it('is the whole row when nothing particular is asked', () => {
    expect(answer('база наставников', [ROW])).toContain('Срок: До 01.10.2026')
  })
})

describe('what is taken from a clause', () => {
  const list = [
    { text: '4.4 Определить руководителями площадок:' },
    { kind: 'item', text: '– «Диагностика» Иванову И.И., методиста;' },
    { kind: 'item', text: '– «Цифровые навыки» Петрову П.П., воспитателя;' },
  ]

  it('is the item that answers, under its stem, without the number that the citation names', () => {
    expect(answer('кто руководит площадкой «Цифровые навыки»', list)).toBe(
      'Определить руководителями площадок:\n– «Цифровые навыки» Петрову П.П., воспитателя.',
    )
  })

  it('is the whole list when a list is asked', () => {
    expect(answer('перечислите руководителей площадок', list).split('\n')).toHaveLength(3)
  })

  it('has a place and a time where both are asked', () => {
    const text =
      'Консультации тьюторов бесплатны для педагогов. Они проходят в кабинете 6. Начало в 15.00, запись не нужна.'
    const said = answer('где консультации тьюторов и во сколько начало?', [{ text }])
    expect(said).toContain('кабинете 6')
    expect(said).toContain('15.00')
  })

  it('is the sentence that holds what is asked', () => {
    const text =
      '2.1. Площадка работает по плану. План составляют до 20 сентября. Занятия открыты для всех.'
    expect(answer('до какого числа составляют план', [{ text }])).toBe(
      'План составляют до 20 сентября.',
    )
  })
})

it('does not cut sentences at initials, abbreviations and inside quotes', () => {
  expect(
    sentences('Приказ И.О. Петрова от 1 г. Москвы. По проекту «ЛитРес. Школа» решено.'),
  ).toHaveLength(2)
})

describe('deadlines', () => {
  it.each([
    ['До 31.08.2021.', '2021-08-31'],
    ['Октябрь – ноябрь 2021 г.', '2021-11-30'],
    ['до 15 мая 2027 года', '2027-05-15'],
    ['в 2018-2019 учебном году', '2019-08-31'],
    ['Ежегодно, до 1 июля', null],
    ['В срок до 01.11.2021, далее – постоянно', null],
  ])('«%s» ends on %s', (text, day) => {
    expect(lastDay(text)).toBe(day)
  })

  it('are not the dates of the documents that a clause names', () => {
    expect(deadlineIn('согласно приказу от 14.04.2020 № 5 до 01.10.2020')).toBe('2020-10-01')
    expect(deadlineIn('согласно приказу от 14.04.2020 № 5')).toBeNull()
  })
})
