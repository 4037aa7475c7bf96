/** Oddities of papers that once were read wrong: each with the words or the mark-up that showed it. */
import { afterAll, describe, expect, it } from 'vitest'
import { describe as describeDocument } from '../../rag/describe.ts'
import type { Passage } from '../../rag/passage.ts'
import { cutPassages } from '../../rag/passages.ts'
import { openReader } from '../../rag/readers/read.ts'
import { instance, list, makeDocx, numbered, p, r, tc } from '../helpers/docx.ts'
import { fixture } from '../helpers/reading.ts'

const reader = openReader()
afterAll(() => reader.close())

async function read(name: string, bytes: Uint8Array | string) {
  const document = await reader.read({ name, bytes: Buffer.from(bytes) })
  const description = describeDocument(document, name)
  const passages = cutPassages(document.blocks, description)
  return { description, passages, text: passages.map(({ text }) => text).join('\n') }
}

const unit = (passages: Passage[], clause: string) => {
  const first = passages.find((passage) => passage.clause === clause)
  return passages.flatMap(({ unit: own, text }) => (own === first?.unit ? [text] : [])).join('\n')
}
const right = '<w:jc w:val="right"/>'

describe('an order in Word', () => {
  const again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
  const levels = list(1, [
    ['decimal', '%1.'],
    ['decimal', '%1.%2.'],
  ])
  const deleted = '<w:del w:id="1"><w:r><w:delText>10</w:delText></w:r></w:del>'
  const inserted = `<w:ins w:id="2">${r('15')}</w:ins>`
  const inner = `<w:tbl><w:tr>${tc('в праздник')}${tc('200')}</w:tr></w:tbl>`
  const body = [
    p('УПРАВЛЕНИЕ ОБРАЗОВАНИЯ', '<w:jc w:val="center"/>'),
    p('администрации Озёрского муниципального района', '<w:jc w:val="center"/>'),
    p('П Р И К А З'),
    p('«12» октября 2026 г. № 77-о'),
    p('г. Озёрск'),
    p('О порядке замещения уроков'),
    p('В целях порядка приказываю:'),
    p(r('Вести журнал до ') + deleted + inserted + r(' числа.'), numbered(1)),
    p('Контроль оставляю за собой.', numbered(1)),
    p('Приложение № 1', right),
    p('к приказу Управления образования', right),
    p('администрации Озёрского муниципального района', right),
    p('от 12.10.2026 № 77-о', right),
    p('Размеры доплат', '<w:jc w:val="center"/>'),
    p('Общие правила', numbered(2)),
    p('Доплата выплачивается ежемесячно.', numbered(2, 1)),
    `<w:tbl><w:tr>${tc('№')}${tc('Вид')}${tc('Доплата')}</w:tr><w:tr>${tc('1')}${tc('Свой предмет')}${tc(p('100') + inner)}</w:tr></w:tbl>`,
  ].join('')
  const docx = makeDocx({ body, numbering: levels + instance(1, 1) + instance(2, 1, again) })

  it('takes neither «№ 77-о» for an open sentence nor the town for its end', async () => {
    const { passages, description } = await read('приказ.docx', docx)
    expect(passages.map(({ text }) => text)).toContain('«12» октября 2026 г. № 77-о')
    expect(description).toMatchObject({
      number: '77-о',
      issuer: 'УПРАВЛЕНИЕ ОБРАЗОВАНИЯ администрации Озёрского муниципального района'.replace(
        'УПРАВЛЕНИЕ ОБРАЗОВАНИЯ',
        'Управление образования',
      ),
    })
  })

  it('shows what was inserted, not what was deleted', async () => {
    const { passages } = await read('приказ.docx', docx)
    expect(unit(passages, 'Приказ, п. 1')).toBe('1. Вести журнал до 15 числа.')
  })

  it('names an annex by its number and title, with numbers that begin anew', async () => {
    const { passages } = await read('приказ.docx', docx)
    const clause = passages.find(({ clause }) => clause === 'Приложение № 1, п. 1.1')
    expect(clause?.path).toEqual(['Приложение № 1. Размеры доплат', '1. Общие правила', '1.1'])
    expect(unit(passages, 'Приложение № 1, строка 1')).toBe(
      '1 | Свой предмет | 100 в праздник | 200',
    )
  })
})

it('leaves a site’s menus, bread crumbs and buttons to share out of a saved page', async () => {
  const { text } = await read(
    'страница.html',
    `<!doctype html><html><body><header><ul><li><a href="/">Главная</a></li><li><a href="/d">Документы</a></li></ul></header>
     <div class="breadcrumbs">Главная / Документы</div><div id="sidebar">Новости</div>
     <div class="content"><h1>Положение о конкурсе</h1><p>1. Конкурс проводится ежегодно.</p>
     <ul><li><a href="/a.pdf">Приложение 1. Форма заявки на участие в конкурсе педагогов</a></li></ul></div>
     <div class="share">Поделиться</div></body></html>`,
  )
  expect(text).toBe(
    'Положение о конкурсе\n1. Конкурс проводится ежегодно.\n• Приложение 1. Форма заявки на участие в конкурсе педагогов',
  )
})

it('reads what WordPad writes, and takes no sentence for a heading', async () => {
  const cp1251 = (text: string) =>
    [...text]
      .map((letter) => {
        const code = letter.codePointAt(0)!
        return code < 128 ? letter : `\\'${(code - 0x350).toString(16)}`
      })
      .join('')
  const { passages, description } = await read(
    'инструкция.rtf',
    `{\\rtf1\\ansi\\ansicpg1251\\deff0\\deflang1049{\\fonttbl{\\f0\\fnil\\fcharset204 Calibri;}}{\\*\\generator Riched20;}\\viewkind4\\uc1\\pard\\f0 ${cp1251('ИНСТРУКЦИЯ')}\\par ${cp1251('по ведению журнала')}\\par ${cp1251('1. Журнал заполняется в день урока.')}\\par ${cp1251('2. Задание вносится до 18.00.')}\\line ${cp1251('Исправления допускаются в течение трех дней после урока.')}\\par}`,
  )
  expect(description.title).toBe('Инструкция по ведению журнала')
  expect(unit(passages, 'Инструкция, п. 2')).toMatch(/до 18\.00\.\nИсправления допускаются/)
})

it('takes a year’s «г.» for no town', async () => {
  const { description } = await read(
    'план.txt',
    'План мероприятий\n1. Круглый стол. Декабрь 2026 г. Дом детского творчества.',
  )
  expect(description.territory).toBeNull()
})

it('keeps the items of a list apart that end in commas, and joins a sentence that a line broke', async () => {
  const { passages } = await read(
    'памятка.txt',
    'Памятка\n1. Приглашаются:\nучителя начальных классов,\nвоспитатели,\nпедагоги-психологи.\n2. Отчёт сдаётся в срок с 11\nянваря 2027 года.',
  )
  expect(passages.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['учителя начальных классов,', 'воспитатели,', 'педагоги-психологи.']),
  )
})

it('finds a table without ruled lines by where its columns begin', async () => {
  const { passages, description } = await read(
    'план.pdf',
    fixture('tests/fixtures/odd/plan-without-rules.pdf'),
  )
  expect(description.title).toBe(
    'План методических мероприятий Красноозёрского муниципального района на 2026/27 учебный год',
  )
  expect(unit(passages, 'План, строка 2')).toBe(
    '2 | Мастер-класс по проектной деятельности | 20.11.2026 | Гимназия | Педагоги со стажем до 3 лет | Сидоров Б.Б.',
  )
  expect(passages.filter(({ kind }) => kind === 'row')).toHaveLength(4)
})
