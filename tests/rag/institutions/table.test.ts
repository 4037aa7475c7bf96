import { expect, it } from 'vitest'
import { compareInstitutions } from '../../../rag/institutions/changes.ts'
import { readCount, readInstitutionTable } from '../../../rag/institutions/table.ts'
import { readXlsx } from '../../../rag/readers/xlsx.ts'
import { workbook } from '../../helpers/xlsx.ts'

const read = async (...given: Parameters<typeof workbook>) =>
  readInstitutionTable(await readXlsx(await workbook(...given)))

it('knows columns by free headings, under a title, in two lines, beside others', async () => {
  const table = await read(
    [
      ['Список образовательных организаций'],
      [
        '№ п/п',
        'Полное наименование ОО',
        'Сокращённое наименование',
        'Руководитель',
        'Численность',
        null,
      ],
      [null, null, null, null, 'педагогических работников', 'руководящих работников'],
      [1, 'МБОУ «СОШ № 4»', 'школа 4, четвёрка', 'Иванова А. А.', 45, 3],
    ],
    (sheet) => {
      sheet.mergeCells('A1:F1')
      sheet.mergeCells('E2:F2')
      for (const column of ['A', 'B', 'C', 'D']) sheet.mergeCells(`${column}2:${column}3`)
    },
  )
  expect(table?.rows).toEqual([
    {
      ...{ row: 4, code: null, name: 'МБОУ «СОШ № 4»', shortNames: ['школа 4', 'четвёрка'] },
      ...{ territory: null, staff: 45, heads: 3 },
    },
  ])
  expect(table?.unused).toEqual(['№ п/п', 'Руководитель'])
})

it('says which rows it could not read, by their numbers in the sheet', async () => {
  const table = await read([
    ['Название', 'Педагогов', 'Руководителей'],
    ['Школа 1', 'много', 1],
    [],
    [null, 12, 1],
    ['Школа 2', '1 200', 2],
    ['Итого', 1212, 4],
  ])
  expect(table?.faults).toEqual([
    { row: 2, name: 'Школа 1', fault: { kind: 'not-a-number', column: 'staff', text: 'много' } },
    { row: 4, name: '', fault: { kind: 'no-name' } },
  ])
  expect(table?.rows.map(({ row, name, staff }) => [row, name, staff])).toEqual([
    [5, 'Школа 2', 1200],
  ])
})

it('takes the town of a heading within the table for the rows below it', async () => {
  const table = await read(
    [
      ['Учреждение', 'Штат'],
      ['город Саянск', null],
      ['Школа 1', 10],
    ],
    (sheet) => sheet.mergeCells('A2:B2'),
  )
  expect(table?.rows).toMatchObject([{ name: 'Школа 1', territory: 'Саянск' }])
})

it('reads a list of names alone, and no table without names', async () => {
  expect((await read([['Название'], ['Школа 1'], ['Школа 2']]))?.rows).toHaveLength(2)
  expect(
    await read([
      ['Мероприятие', 'Срок'],
      ['Семинар', 'май'],
    ]),
  ).toBeNull()
})

it.each([
  ['45', 45],
  ['1 200', 1200],
  ['45 чел.', 45],
  ['', null],
  ['12,5', undefined],
  ['-3', undefined],
  ['300000', undefined],
])('reads «%s» as %s', (text, count) => {
  expect(readCount(text)).toBe(count)
})

const facts = { short_names: [], territory: 'Озёрный', staff: 0, heads: 0 }
const row = (at: number, name: string, code: number | null = null) => ({
  ...{ row: at, code, name, shortNames: null, territory: null, staff: null, heads: null },
})
const compare = (rows: ReturnType<typeof row>[], faulty: string[] = []) =>
  compareInstitutions({
    ...{ rows, faulty, municipality: 'Озёрный' },
    known: [
      { id: 1, name: 'Школа «Первая»', ...facts },
      { id: 2, name: 'Школа 2', ...facts },
    ],
  })

it('takes names for the same whatever the quotes, and follows a rename by the code', () => {
  const changes = compare([row(2, 'Школа "Первая"'), row(3, 'Школа № 2', 2)])
  expect(changes.changed.map(({ before, after }) => [before.id, after.name])).toEqual([
    [1, 'Школа "Первая"'],
    [2, 'Школа № 2'],
  ])
  expect(changes.missing).toEqual([])
})

it('lets two institutions change names, but gives none a name that another one keeps', () => {
  expect(compare([row(2, 'Школа 2', 1), row(3, 'Школа «Первая»', 2)]).changed).toHaveLength(2)
  expect(compare([row(2, 'Школа 2', 1)]).faults).toEqual([
    { row: 2, name: 'Школа 2', fault: { kind: 'taken' } },
  ])
})

it('misses neither what a faulty row is about nor what stands twice', () => {
  const changes = compare([row(2, 'Школа 3'), row(3, 'школа 3')], ['Школа 2'])
  expect(changes.added).toHaveLength(1)
  expect(changes.faults).toEqual([{ row: 3, name: 'школа 3', fault: { kind: 'repeated', row: 2 } }])
  expect(changes.missing.map(({ id }) => id)).toEqual([1])
})
