import Excel from 'exceljs'
import { expect, it } from 'vitest'
import { openTestReader } from '../../helpers/reading.ts'

const read = openTestReader()

async function bytesOf(fill: (workbook: Excel.Workbook) => void): Promise<Uint8Array> {
  const workbook = new Excel.Workbook()
  fill(workbook)
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

it('makes a heading and a table of each visible sheet, and text of the lines over the table', async () => {
  const bytes = await bytesOf((workbook) => {
    const sheet = workbook.addWorksheet('План')
    sheet.addRows([
      ['План на 2027 год'],
      ['№', 'Что', 'Кто'],
      [1, 'Семинар', 'ЦРО'],
      [2, 'Конкурс'],
    ])
    sheet.mergeCells('A1:C1')
    sheet.mergeCells('C3:C4')
    workbook.addWorksheet('Черновик', { state: 'hidden' }).addRow(['тайна'])
  })
  expect(await read.lines('план.xlsx', bytes)).toEqual([
    'План',
    'План на 2027 год',
    '№ | Что | Кто',
    '1 | Семинар | ЦРО',
    '2 | Конкурс | ^ЦРО',
  ])
})

it('writes dates, shares and decimals as in Russia, and leaves hidden rows and columns out', async () => {
  const bytes = await bytesOf((workbook) => {
    const sheet = workbook.addWorksheet('Срок')
    sheet.addRows([
      ['Срок', 'Доля', 'Балл', 'тайна'],
      [new Date('2026-12-15'), 0.7, 4.5, 'тайна'],
      ['тайна', 1, 1],
    ])
    sheet.getCell('B2').numFmt = '0%'
    sheet.getRow(3).hidden = true
    sheet.getColumn(4).hidden = true
  })
  expect((await read.lines('срок.xlsx', bytes)).slice(1)).toEqual([
    'Срок | Доля | Балл',
    '15.12.2026 | 70% | 4,5',
  ])
})

it('is not impressed by a cell at the far corner of a sheet', async () => {
  const bytes = await bytesOf((workbook) => {
    const sheet = workbook.addWorksheet('Даль')
    sheet.getCell('A1').value = 'близко'
    sheet.getCell('XFD1048576').value = 'далеко'
  })
  expect(await read.lines('даль.xlsx', bytes)).toEqual(['Даль', 'близко', 'далеко'])
})
