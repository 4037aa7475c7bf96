import { expect, it } from 'vitest'
import { readXlsx } from '../../../rag/readers/xlsx.ts'
import { readCsv } from '../../../rag/rosters/csv.ts'
import { rosterOfCsv, rosterOfWorkbook } from '../../../rag/rosters/table.ts'
import { workbook } from '../../helpers/xlsx.ts'

const csv = (text: string) => rosterOfCsv(readCsv(Buffer.from(text)))
const names = (text: string) => csv(text)!.rows.map(({ name, institution }) => [name, institution])

it('finds the columns by their headings, under a title, beside others', async () => {
  const bytes = await workbook([
    ['Итоги диагностики'],
    ['№', 'Балл', 'Ф.И.О. педагога', 'Наименование организации'],
    [1, 12, 'Белова Анна', 'школа 4'],
    [2, 10, 'Итого', null],
  ])
  const roster = rosterOfWorkbook(await readXlsx(bytes))!
  expect(roster.rows).toMatchObject([{ row: 3, name: 'Белова Анна', institution: 'школа 4' }])
  expect(roster.columns.map(({ column }) => column)).toEqual(['name', 'institution'])
})

it('joins three columns, whatever their order', () => {
  const { rows } = csv('Имя;Отчество;Фамилия;ОО\nАнна;Ильинична;Белова;школа 4\nЯн;;Ли;школа 4\n')!
  expect(rows.map(({ name }) => name)).toEqual(['Белова Анна Ильинична', 'Ли Ян'])
  expect(rows[0]!.read).toEqual({ surname: 'белова', first: 'анна', patronymic: 'ильинична' })
})

it('understands any separator, quotes with separators and line ends in them, and a told separator', () => {
  const wanted = [['Белова Анна', 'МБОУ «СОШ № 4», корпус 2']]
  expect(names('ФИО,Школа\nБелова Анна,"МБОУ «СОШ № 4», корпус 2"\n')).toEqual(wanted)
  expect(names('ФИО\tШкола\r\nБелова Анна\tМБОУ «СОШ № 4», корпус 2')).toEqual(wanted)
  expect(names('sep=;\nФИО;Школа\nБелова Анна;"МБОУ «СОШ № 4»,\nкорпус 2"')).toEqual(wanted)
})

it('tells UTF-8, with or without its mark, from Windows-1251', () => {
  const text = 'ФИО;Школа\nБелова Анна;школа 4\n'
  const windows = Buffer.from(
    [...text].map((letter) => {
      const code = letter.charCodeAt(0)
      return code < 128 ? code : code - 0x410 + 0xc0
    }),
  )
  const wanted = [{ name: 'Белова Анна', institution: 'школа 4' }]
  expect(rosterOfCsv(readCsv(windows))!.rows).toMatchObject(wanted)
  expect(csv(`\ufeff${text}`)!.rows).toMatchObject(wanted)
})

it('tells rows without a name, and takes nothing for a list that has no column of names', () => {
  expect(csv('ФИО;Школа\n;школа 4\n;\n')).toMatchObject({ rows: [], nameless: [2] })
  expect(csv('Тема;Час\nУрок;1\n')).toBeNull()
  expect(csv('')).toBeNull()
})
