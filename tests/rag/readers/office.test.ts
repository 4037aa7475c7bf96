import { expect, it } from 'vitest'
import { fixture, openTestReader } from '../../helpers/reading.ts'

const read = openTestReader()

// One .docx, saved by LibreOffice as .doc, .rtf and .pdf: a heading, clauses numbered automatically, soft
// hyphens, a footnote, a table with merged cells; on paper, three pages with a running head, numbers and a torn row.
const PAGE = [
  '1. Общие положения',
  '1.1. Положение определяет порядок работы научно-методической службы и развития профессионального мастерства педагогов, их взаимодействия с городским тьюторским центром. [Центр работает при управлении образования.]',
  '1.2. Служба решает задачи:',
  'а) сопровождает молодых педагогов;',
  'б) проводит консультации по четвергам с 15.00 до 17.00 в кабинете методистов.',
  '1.3. Ответственность за работу службы несёт директор, который отчитывается перед советом не реже двух раз в год и публикует отчёт на сайте центра вместе с перечнем проведённых за полугодие мероприятий.',
  '№ п/п | Мероприятие | Срок | Кто',
  'Раздел первый | <Раздел первый | <Раздел первый | <Раздел первый',
  '1. | Семинар для классных руководителей | до 15.12.2026 | ЦРО',
  '2. | Открытый урок физики | Январь 2027 г. | ^ЦРО',
  '3. | Конференция молодых педагогов города и наставников, которые работают с ними первый год | 01.03.2027 | Лицей № 3',
  '4. | Мониторинг | Ежеквартально | ЦРО',
  '5. | Итоговое совещание | Май 2027 г. | ЦРО',
]

it('reads a legacy .doc with its computed numbers, footnote and merged cells', async () => {
  expect(await read.lines('служба.doc', fixture('pages.doc'))).toEqual(PAGE)
})

it('reads the same from .rtf', async () => {
  expect(await read.lines('служба.rtf', fixture('pages.rtf'))).toEqual(PAGE)
})

it('rebuilds the same from the pages of a .pdf', async () => {
  expect(await read.lines('служба.pdf', fixture('pages.pdf'))).toEqual(PAGE)
})

it('knows a heading in .doc and .rtf, and boldness in .pdf', async () => {
  const [doc, rtf, pdf] = await Promise.all(
    ['doc', 'rtf', 'pdf'].map(
      async (format) => (await read.document('a', fixture(`pages.${format}`))).blocks[0],
    ),
  )
  expect(doc).toMatchObject({ level: 1, bold: true, centred: true })
  expect(rtf).toMatchObject({ level: 1, bold: true, centred: true })
  expect(pdf).toMatchObject({ bold: true, centred: true })
})

it('goes by content, not by name: an .rtf called .doc', async () => {
  expect((await read.document('служба.doc', fixture('pages.rtf'))).format).toBe('rtf')
})

it('reads Cyrillic of WordPad and hides what .rtf hides', async () => {
  const hex = [...Buffer.from([0xcf, 0xf0, 0xe8, 0xea, 0xe0, 0xe7])]
    .map((byte) => `\\'${byte.toString(16)}`)
    .join('')
  const rtf = `{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 ${hex} \\u8470?5{\\v тайна}{\\*\\private тайна}\\par}`
  expect(await read.lines('приказ.rtf', rtf)).toEqual(['Приказ №5'])
})
