/** The five real documents, with all their oddities; skipped where they are not at hand. */
import { beforeAll, describe, expect, it } from 'vitest'
import { describe as describeDocument } from '../../../rag/describe.ts'
import type { Passage } from '../../../rag/passage.ts'
import { cutPassages } from '../../../rag/passages.ts'
import { readFile } from '../../../rag/readers/read.ts'
import { hasShared, sharedDocument } from '../../helpers/shared.ts'

const NAMES = ['000', '001', '002', '003', '004']

interface Cut {
  source: string
  passages: Passage[]
  description: ReturnType<typeof describeDocument>
}

const documents = new Map<string, Cut>()

function of(name: string): Cut {
  return documents.get(name)!
}

function clausesOf(name: string, kinds: string[]): string[] {
  const passages = of(name).passages.filter(
    ({ ordinal, unit, kind }) => ordinal === unit && kinds.includes(kind),
  )
  return passages.map((passage) => passage.clause)
}

/** The text of the clause, whole. */
function unit(name: string, clause: string): string {
  const { passages } = of(name)
  const first = passages.find((passage) => passage.clause === clause)
  return passages
    .filter((passage) => passage.unit === first?.unit)
    .map((passage) => passage.text)
    .join('\n')
}

function bare(text: string): string {
  return text.replace(/<\/?p>|\[bookmark: \w+\]|\*\*|[\s|\ufeff]/g, '')
}

describe.skipIf(!hasShared)('the shared documents', () => {
  beforeAll(async () => {
    for (const name of NAMES) {
      const file = sharedDocument(name)
      const read = await readFile(file)
      const description = describeDocument(read, file.name)
      const passages = cutPassages(read.blocks, description)
      documents.set(name, { source: new TextDecoder().decode(file.bytes), passages, description })
    }
  })

  it.each(NAMES)('are the passages put together again, letter by letter: %s', (name) => {
    const { passages, source } = of(name)
    expect(bare(passages.map((passage) => passage.text).join(''))).toBe(bare(source))
  })

  it.each(NAMES)('give every clause a name of its own: %s', (name) => {
    const clauses = of(name)
      .passages.filter(({ ordinal, unit, clause }) => ordinal === unit && clause !== '')
      .map((passage) => passage.clause)
    expect(clauses).toEqual([...new Set(clauses)])
  })

  it('are numbered clauses, with and without a space after the number', () => {
    const numbers = ['1', '2', '3', '4', '4.1', '4.2', '4.3', '4.4', '5', '6']
    expect(clausesOf('000', ['clause'])).toEqual(numbers.map((number) => `Решение, п. ${number}`))
  })

  it('keep the clause whose number stands behind a bookmark', () => {
    const numbers = '1 1.1 1.2 2 2.1 2.2 3 3.1 3.2 3.3 3.4 4 4.1 4.2 4.3 4.4 4.5 5'
    expect(clausesOf('001', ['clause'])).toEqual(
      numbers.split(' ').map((number) => `Решение, п. ${number}`),
    )
  })

  it('keep the items of a list with their clause', () => {
    expect(unit('000', 'Решение, п. 4.4').split('\n')).toHaveLength(4)
    expect(unit('002', 'Положение, п. 1.2').split('\n')).toHaveLength(13)
    expect(unit('002', 'Положение, п. 5.2')).toContain('прямые связи')
  })

  it('tell the order from the regulation that it approves', () => {
    const order = ['преамбула', 'п. 1', 'п. 2', 'п. 3', 'п. 4', 'п. 5', 'п. 6']
    const regulation =
      '1.1 1.2 2.1 2.2 2.3 3.1 3.2 3.2.1 3.2.2 3.2.3 3.3 3.3.1 3.3.2 3.3.3 4.1 4.2 4.3 4.4 4.5 4.6 5.1 5.2 6.1 6.2'
    expect(clausesOf('002', ['clause', 'preamble'])).toEqual([
      ...order.map((clause) => `Приказ, ${clause}`),
      ...regulation.split(' ').map((number) => `Положение, п. ${number}`),
    ])
  })

  it('know the sections of the regulation', () => {
    expect(clausesOf('002', ['heading'])).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `Положение, раздел ${number}`),
    )
    expect(of('002').passages.find(({ clause }) => clause === 'Положение, п. 3.2.2')).toMatchObject(
      {
        path: [
          'Положение',
          expect.stringMatching(/^3\. Структура/),
          expect.stringMatching(/^3\.2\./),
          '3.2.2',
        ],
      },
    )
  })

  it('count indicators apart from sections', () => {
    const indicators = of('002').passages.filter((passage) => /«Показатели»/.test(passage.clause))
    expect(indicators.map((passage) => passage.number)).toEqual(['1', '2', '3', '4', '5'])
    expect(indicators[2]).toMatchObject({ clause: 'Положение, п. 6.1, «Показатели», п. 3' })
  })

  it('have every definition, whole over page breaks', () => {
    const definitions = of('002').passages.filter((passage) => passage.kind === 'definition')
    expect(definitions).toHaveLength(21)
    expect(definitions.map((passage) => passage.clause)).toContain(
      'Приложение № 1, «Профессиональные дефициты»',
    )
    expect(definitions.every((passage) => /[.;,]$/.test(passage.text))).toBe(true)
  })

  it('have every row of both road maps, and every column by its header', () => {
    const rows = (name: string) => of(name).passages.filter((passage) => passage.kind === 'row')
    expect(rows('002').map((row) => row.number)).toEqual([
      '1',
      '2',
      '3',
      '4',
      null,
      '5',
      '6',
      '7',
      '8',
    ])
    expect(rows('004').map((row) => row.number)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24].map(
        String,
      ),
    )
    expect(rows('002')[4]!.clause).toMatch(/^Дорожная карта, строка без номера \(«Презентация/)
    expect(rows('002')[5]!.cells).toContainEqual({ header: 'Срок', text: 'До 01.10.2021' })
    expect(rows('004')[0]!.cells).toContainEqual({
      header: 'Сроки',
      text: 'Октябрь – ноябрь 2021 г.',
    })
  })

  it('put rows under the section row above them', () => {
    const row = of('004').passages.find((passage) => passage.clause === 'Дорожная карта, строка 16')
    expect(row?.path[1]).toMatch(/^Создание условий для успешной адаптации/)
  })

  it('tell what was said from what was decided', () => {
    expect(clausesOf('003', ['clause', 'paragraph'])).toEqual([
      'Протокол, «Присутствуют»',
      'Протокол, п. 1',
      'Протокол, «Решили»',
      'Протокол, «Решили», п. 1',
      'Протокол, «Решили», п. 2',
    ])
  })

  it.each([
    [
      '000',
      { kind: 'решение', number: null, issuedOn: '2020-08-28', territory: 'Саянск', issuer: 'НМС' },
    ],
    ['001', { kind: 'решение', number: null, issuedOn: '2018-04-06', territory: 'Саянск' }],
    ['002', { kind: 'приказ', number: '360-О', issuedOn: '2021-08-19', territory: 'Мегион' }],
    ['003', { kind: 'протокол', number: '1', issuedOn: '2020-09-22', territory: 'Качканар' }],
    ['004', { kind: 'дорожная карта', number: null, issuedOn: null, territory: 'Саров' }],
  ])('say what they are: %s', (name, expected) => {
    expect(of(name).description).toMatchObject(expected)
  })
})
