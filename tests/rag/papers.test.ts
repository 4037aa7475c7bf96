/** Eight papers of every form that municipal documents come in, and a new edition of one: read as a person sees them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../db/connect.ts'
import { createRag } from '../../rag/answer.ts'
import { describe as describeDocument } from '../../rag/describe.ts'
import { createIngest, type IngestResult } from '../../rag/ingest.ts'
import type { Passage } from '../../rag/passage.ts'
import { cutPassages } from '../../rag/passages.ts'
import { openReader } from '../../rag/readers/read.ts'
import { openTestDatabase } from '../helpers/database.ts'

const FOLDER = join(import.meta.dirname, '../fixtures/papers')
const REGULATION = 'polozhenie-o-nastavnichestve.docx'
const ROAD_MAP = 'dorozhnaya-karta-shnor.docx'
const PLAN = 'plan-grafik.xlsx'
const LETTER = 'poryadok-konkursa.txt'
const MINUTES = 'protokol-metodsoveta.txt'
const PDF = 'prikaz-kursy-i-stazhirovki.pdf'
const RTF = 'prikaz-olimpiada.rtf'
const NEXT = 'next-edition/polozhenie-o-nastavnichestve-2027.docx'

type Paper = { description: ReturnType<typeof describeDocument>; passages: Passage[]; text: string }
const papers = new Map<string, Paper>()

beforeAll(async () => {
  const reader = openReader()
  for (const name of [REGULATION, ROAD_MAP, PLAN, LETTER, MINUTES, PDF, RTF, NEXT]) {
    const document = await reader.read({ name, bytes: readFileSync(join(FOLDER, name)) })
    const description = describeDocument(document, name)
    const passages = cutPassages(document.blocks, description)
    const texts = document.blocks.map((block) =>
      block.kind === 'paragraph'
        ? block.text
        : block.rows
            .flat()
            .map(({ text }) => text)
            .join(' '),
    )
    papers.set(name, { description, passages, text: texts.join(' ') })
  }
  await reader.close()
})

const of = (name: string): Paper => papers.get(name)!
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

function unit(name: string, clause: string): string {
  const { passages } = of(name)
  const first = passages.find((passage) => passage.clause === clause)
  expect(first, clause).toBeDefined()
  return passages.flatMap(({ unit: own, text }) => (own === first?.unit ? [text] : [])).join('\n')
}

const rowsOf = (name: string) => of(name).passages.filter(({ kind }) => kind === 'row')
const clausesOf = (name: string) =>
  of(name).passages.filter(({ kind, ordinal, unit: own }) => kind === 'clause' && ordinal === own)

describe('what a paper says of itself', () => {
  it.each([
    [
      REGULATION,
      'положение',
      '318-од',
      '2026-08-21',
      'Белоключевск',
      /^Положение о системе наставничества/,
    ],
    [
      ROAD_MAP,
      'дорожная карта',
      '145/1',
      '2026-09-07',
      'Тихоборский муниципальный округ',
      /^Комплексный план \(«дорожная карта»\) поддержки школ/,
    ],
    [
      PLAN,
      'план',
      '44',
      '2026-08-31',
      'Тихоборский муниципальный округ',
      /^План-график методических мероприятий/,
    ],
    [
      LETTER,
      'письмо',
      '01-17/512',
      '2026-11-02',
      'Нижнетравинск',
      /^Информационное письмо \(Порядок проведения муниципального конкурса/,
    ],
    [
      MINUTES,
      'протокол',
      '2',
      '2026-11-11',
      'Тихоборский муниципальный округ',
      /^Протокол № 2 заседания муниципального методического совета/,
    ],
    [
      PDF,
      'приказ',
      '327-од',
      '2026-08-28',
      'Белоключевск',
      /^Приказ «Об организации повышения квалификации/,
    ],
    [
      RTF,
      'приказ',
      '203',
      '2026-10-14',
      'Нижнетравинск',
      /^Приказ «О проведении муниципального этапа/,
    ],
  ])('%s', (name, kind, number, issuedOn, territory, title) => {
    expect(of(name).description).toMatchObject({ kind, number, issuedOn, territory })
    expect(of(name).description.title).toMatch(title)
  })

  it('names the body that issued it whole, over the lines of a letterhead', () => {
    expect(
      [REGULATION, ROAD_MAP, LETTER, MINUTES, PDF, RTF].map((name) => of(name).description.issuer),
    ).toEqual([
      'Управление образования администрации города Белоключевска',
      'Комитет по образованию администрации Тихоборского муниципального округа',
      'Муниципальное бюджетное учреждение "Информационно-методический кабинет" Нижнетравинского городского округа',
      'Муниципальное казённое учреждение «Ресурсный методический центр» Тихоборского муниципального округа',
      'Управление образования администрации города Белоключевска',
      'Отдел образования администрации Нижнетравинского городского округа',
    ])
  })
})

describe('its clauses and rows', () => {
  it.each([
    [REGULATION, 38, 6],
    [ROAD_MAP, 3, 22],
    [PLAN, 0, 20],
    [LETTER, 26, 0],
    [MINUTES, 20, 0],
    [PDF, 27, 6],
    [RTF, 22, 9],
  ])('%s has %i clauses and %i rows', (name, clauses, rows) => {
    expect([clausesOf(name).length, rowsOf(name).length]).toEqual([clauses, rows])
  })

  it.each([REGULATION, ROAD_MAP, PLAN, LETTER, MINUTES, PDF, RTF, NEXT])(
    'loses no word of %s',
    (name) => {
      const kept = new Set(
        words(
          of(name)
            .passages.map(({ text }) => text)
            .join(' '),
        ),
      )
      expect(words(of(name).text).filter((word) => !kept.has(word))).toEqual([])
    },
  )

  it('computes the numbers of a multilevel list, and names annexes', () => {
    expect(unit(REGULATION, 'Положение, п. 4.6.3')).toMatch(/^4\.6\.3\. представляет .* до 25 мая/)
    expect(unit(REGULATION, 'Положение, п. 3.5')).toMatch(/\nв\) поступления мотивированного/)
    expect(unit(REGULATION, 'Приложение № 2, строка 4')).toMatch(/^4 \| Ситуационная \|/)
    const row = rowsOf(REGULATION)[3]
    expect(row?.path[0]).toBe('Приложение № 2. Формы наставничества')
  })

  it('keeps the dash in brackets inside the term that is defined', () => {
    expect(
      unit(REGULATION, 'Положение, п. 1.3, «персонализированная программа наставничества»'),
    ).toMatch(/^д\)/)
  })

  it('repeats a merged cell in every row that it covers, under its section', () => {
    const cell = (number: string, header: string) =>
      rowsOf(ROAD_MAP)
        .find((row) => row.number === number)
        ?.cells?.find((one) => one.header === header)?.text
    expect(cell('2', 'Сроки')).toBe('До 20.09.2026')
    expect(cell('7', 'Ответственные')).toBe('РМЦ (Дронова Е.К.), тьюторы')
    expect(cell('12', 'Сроки')).toBe('Апрель – май 2027 г.')
    expect(rowsOf(ROAD_MAP)[4]?.path[1]).toBe('Раздел 1. Организационные мероприятия')
  })

  it('shows dates and times of a workbook as a person sees them, each sheet by its name', () => {
    expect(unit(PLAN, 'План, строка 1')).toMatch(
      /^1 \| 09\.09\.2026 \| 15:00 \| Стартовое совещание/,
    )
    expect(unit(PLAN, 'Лист «Консультации», строка «Лещук М.В., куратор»')).toMatch(/18\.09\.2026$/)
    expect(rowsOf(PLAN)[0]?.path[1]).toBe('Сентябрь')
  })

  it('joins what the lines and pages of a PDF broke, and leaves its running head out', () => {
    expect(unit(PDF, 'Приказ, п. 2.1')).toMatch(
      /с 11 по 29 января 2027 года \(на весенний поток\);$/,
    )
    expect(unit(PDF, 'Приказ, п. 2.4')).toContain('удостоверения выдаётся')
    expect(unit(PDF, 'Приложение, строка 1')).toMatch(
      /расстройствами аутистического спектра \| 72 \|/,
    )
    expect(of(PDF).passages.some(({ text }) => text.includes('·'))).toBe(false)
  })

  it('reads Windows-1251 and KOI8-R, and what minutes decided on which question', () => {
    expect(unit(LETTER, 'Порядок, п. 11')).toMatch(/3-й этап: очная защита - 26 февраля 2027 года/)
    expect(unit(MINUTES, 'Протокол, «Решили», п. 2.3')).toMatch(
      /в 1 классе домашние задания не задаются/,
    )
  })
})

describe('a new edition', () => {
  let database: Database
  const results: IngestResult[] = []
  beforeAll(async () => {
    database = await openTestDatabase()
    const ingest = createIngest({
      pool: database.pool,
      clock: () => new Date('2027-02-01T09:00:00Z'),
    })
    for (const name of [REGULATION, NEXT]) {
      results.push(await ingest.ingest({ name, bytes: readFileSync(join(FOLDER, name)) }))
    }
  })
  afterAll(() => database.close())

  it('takes the place of the one before it unasked', () => {
    expect(results[1]).toMatchObject({ status: 'superseding', supersedes: REGULATION })
  })

  it.each([
    ['В какой срок назначается наставник после приёма на работу?', /трёх рабочих дней/],
    [
      'До какого числа куратор представляет отчёт о реализации ППН в Методический центр?',
      /до 10 июня/,
    ],
    ['Какая ежемесячная выплата устанавливается наставнику?', /15 процентов/],
  ])('is cited in its new words: «%s»', async (text, said) => {
    const rag = createRag({ pool: database.pool })
    const outcome = await rag.answer({
      text,
      municipality: 'Белоключевск',
      now: new Date('2027-02-02T09:00:00Z'),
    })
    const citations = 'citations' in outcome ? outcome.citations : []
    expect(citations.some(({ quote }) => said.test(quote))).toBe(true)
    expect(citations.every(({ editionId }) => editionId === results[1]?.editionId)).toBe(true)
  })

  it('is not replaced by the earlier one that comes after it', async () => {
    const other = await openTestDatabase()
    const ingest = createIngest({ pool: other.pool, clock: () => new Date('2027-02-01T09:00:00Z') })
    const took = async (name: string) =>
      ingest.ingest({ name, bytes: readFileSync(join(FOLDER, name)) })
    await took(NEXT)
    expect(await took(REGULATION)).toMatchObject({
      status: 'indexed',
      supersedes: null,
      message: expect.stringContaining('прежняя редакция'),
    })
    await other.close()
  })
})
