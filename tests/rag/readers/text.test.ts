import { describe, expect, it } from 'vitest'
import { fixture, openTestReader } from '../../helpers/reading.ts'
import { hasShared, sharedDocument } from '../../helpers/shared.ts'

const read = openTestReader()
const lines = (text: string, name = 'план.txt') => read.lines(name, text)

describe('encodings', () => {
  const text =
    'Положение о методической службе.\nТьютор отвечает на вопросы педагогов, проводит консультации.'
  const expected = text.split('\n')
  // The codes of А–Я and а–я in each encoding, Ё and ё left aside.
  const encode = (code: (letter: number) => number) =>
    Uint8Array.from(
      [...text].map((sign) =>
        sign >= 'А' && sign <= 'я' ? code(sign.charCodeAt(0) - 0x410) : sign.charCodeAt(0),
      ),
    )
  const KOI8 = 'юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ'

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Windows-1251', encode((letter) => 0xc0 + letter)],
    ['KOI8-R', encode((letter) => 0xc0 + KOI8.indexOf(String.fromCharCode(0x410 + letter)))],
    ['CP866', encode((letter) => (letter < 48 ? 0x80 + letter : 0xe0 + letter - 48))],
  ])('reads %s', async (_, bytes) => {
    expect(await read.lines('план.txt', bytes)).toEqual(expected)
  })
})

it('reads UTF-8 that a converter broke in one place', async () => {
  const text = 'Положение о методической службе города. '.repeat(5)
  const broken = Buffer.concat([Buffer.from(text), Buffer.from([0xd0]), Buffer.from('конец')])
  expect((await read.lines('план.txt', broken))[0]).toContain('Положение о методической службе')
})

describe('paragraphs', () => {
  it('keeps a line as a paragraph where lines are paragraphs', async () => {
    const long = 'слово '.repeat(40).trim()
    expect(await lines(`1. ${long}.\n2. ${long};\nитог.`)).toEqual([
      `1. ${long}.`,
      `2. ${long};`,
      'итог.',
    ])
  })

  it('joins hard-wrapped lines and words broken at their ends, and keeps real hyphens', async () => {
    const wrapped = [
      '1. Городская методическая служба организует для педагогов города научно-',
      'методическое сопровождение, семинары и консультации, помогает им про-',
      'ходить диагностику и составлять индивидуальные образовательные маршру-',
      'ты на учебный год.',
      '2. Тьюторы отвечают на вопросы педагогов в течение трёх рабочих дней и',
      'ведут учёт обращений.',
    ].join('\n')
    const [first, second, ...rest] = await lines(wrapped)
    expect(first).toContain(
      'научно-методическое сопровождение, семинары и консультации, помогает им проходить',
    )
    expect(first).toContain('образовательные маршруты на учебный год.')
    expect(second).toMatch(/^2\. Тьюторы .* трёх рабочих дней и ведут учёт обращений\.$/)
    expect(rest).toEqual([])
  })

  it('joins a sentence that a page end cut in two', async () => {
    const before =
      'Паспорт системы включает сведения о кадрах, программах, инфраструктуре и вовлечении педагогических работников'
    const after =
      'в мероприятия городской методической службы, о сайтах организаций и результатах работы.'
    expect(await lines(`${before}\n\n${after}`)).toEqual([`${before} ${after}`])
  })

  it('shows no markup, and takes an address in angle brackets for text', async () => {
    const text =
      '**План\nработы**\n[bookmark: _GoBack]1.1. Сайт <https://site.example/> &laquo;Центра&raquo;'
    const { blocks } = await read.document('план.txt', text)
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'План\nработы', bold: true },
      { kind: 'paragraph', text: '1.1. Сайт <https://site.example/> «Центра»' },
    ])
  })
})

describe('tables of tabs', () => {
  it('keeps section rows, rows with no number, blank lines inside and cells in tags', async () => {
    const text =
      'Шапка\n№ п/п\tЧто\tСрок\nРаздел\t\t\n1\tСеминар\tМай\n\n<p></p>\t<p>Конкурс</p><p>второй</p>\t<p>01.06.2027</p>\nПодпись'
    expect(await lines(text)).toEqual([
      'Шапка',
      '№ п/п | Что | Срок',
      'Раздел |  | ',
      '1 | Семинар | Май',
      ' | Конкурс\nвторой | 01.06.2027',
      'Подпись',
    ])
  })

  it('takes a signature with a tab for a paragraph', async () => {
    expect(await lines('Текст приказа.\nДиректор\tИ.А. Ветров')).toEqual([
      'Текст приказа.',
      'Директор\tИ.А. Ветров',
    ])
  })

  it('takes a list numbered with tabs for paragraphs', async () => {
    expect(
      await lines('1.\tУтвердить план.\n2.\tНазначить тьюторов.\n3.\tОпубликовать отчёт.'),
    ).toEqual(['1. Утвердить план.', '2. Назначить тьюторов.', '3. Опубликовать отчёт.'])
  })

  it('reads the sample plan with its sections and twenty-two events', async () => {
    const found = await read.lines('план.txt', fixture('corpus/plan-meropriyatij.txt'))
    expect(found.filter((line) => line.endsWith(' |  |  |  |  | '))).toHaveLength(7)
    expect(found.filter((line) => /^\d* \| /.test(line))).toHaveLength(22)
  })

  it.skipIf(!hasShared)('reads both road maps beside the project, every row of them', async () => {
    const [first, second] = await Promise.all(
      ['002', '004'].map(sharedDocument).map(({ name, bytes }) => read.document(name, bytes)),
    )
    const rows = [first, second].map(
      (found) => found?.blocks.find((block) => block.kind === 'table')?.rows,
    )
    expect(rows.map((grid) => [grid?.length, grid?.[0]?.length])).toEqual([
      [10, 5],
      [28, 5],
    ])
  })
})

describe('markdown', () => {
  it('reads headings, lists, tables and footnotes', async () => {
    const text =
      '---\ntitle: План\n---\n# Раздел\n\nТекст **важный**[^1] и\nещё.\n\n1. один\n* два\n\n|№|Что|\n|-|:-:|\n|1|a \\| b|\n\n[^1]: Сноска.\n'
    const { blocks, property } = await read.document('план.md', text)
    expect(property).toEqual({ title: 'План' })
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'Раздел', level: 1 },
      { kind: 'paragraph', text: 'Текст важный и ещё.', footnotes: ['Сноска.'] },
      { kind: 'paragraph', text: '1. один' },
      { kind: 'paragraph', text: '- два' },
      {
        kind: 'table',
        rows: [
          [{ text: '№' }, { text: 'Что' }],
          [{ text: '1' }, { text: 'a | b' }],
        ],
      },
    ])
  })
})
