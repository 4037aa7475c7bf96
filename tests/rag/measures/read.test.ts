import { describe, expect, it } from 'vitest'
import { makeDocx, p, r, table, tc } from '../../helpers/docx.ts'
import { keysOf, measuresOf, told, whenOf } from '../../helpers/measures.ts'
import { fixture, openTestReader } from '../../helpers/reading.ts'
import { workbook } from '../../helpers/xlsx.ts'

const reader = openTestReader()

async function read(name: string, bytes: Uint8Array | string) {
  return measuresOf(await reader.document(name, bytes), name)
}

const PLAN = 'План мероприятий на 2026/27 учебный год\n\n'

describe('a row of a plan', () => {
  it('is known by the headers of its columns, in whatever order they are', async () => {
    const text = `${PLAN}Срок исполнения\tИсполнитель\t№\tСодержание деятельности\tПланируемый итог
до 1 октября\tШкола № 2\t1\tПодготовить план;\tПриказ
ежеквартально\tЦРО, ГТЦ\t2\tПровести семинар\tОтчёт`
    const { measures } = await read('plan.txt', text)
    expect(measures.map(told)).toEqual([
      'строка 1 | 2026-10-01 | Школа № 2 | Приказ',
      'строка 2 | quarterly | ЦРО, ГТЦ | Отчёт',
    ])
    expect(measures[0]).toMatchObject({ what: 'Подготовить план', deadlineText: 'до 1 октября' })
    expect(keysOf(measures[1])).toEqual(['цро', 'гтц'])
  })

  it('has the month of its section where its own cell has none, or only a number', async () => {
    const text = `${PLAN}№\tМероприятие\tДата\tОтветственный
Сентябрь\t\t\t
1\tСовещание\t9\tИванова И.И.
2\tМастер-класс\t\tПетрова П.П.
Январь\t\t\t
3\tФестиваль\t12-14\tИванова И.И.`
    const { measures } = await read('plan.txt', text)
    expect(measures.map(whenOf)).toEqual([
      '2026-09-09',
      '2026-09-01..2026-09-30',
      '2027-01-12..2027-01-14',
    ])
    expect(measures.map(({ section }) => section)).toEqual(['Сентябрь', 'Сентябрь', 'Январь'])
  })

  it('shares the cells that are merged over it', async () => {
    const cell = (text: string, merge = '') => tc(p(r(text)), merge)
    const first = '<w:vMerge w:val="restart"/>'
    const rows = table(
      ['№', 'Мероприятие', 'Срок', 'Ответственный', 'Результат'].map((text) => cell(text)),
      [
        cell('1'),
        cell('Собрать заявки'),
        cell('до 15.10.2026', first),
        cell('ЦРО', first),
        cell('Список'),
      ],
      [
        cell('2'),
        cell('Составить график'),
        cell('', '<w:vMerge/>'),
        cell('', '<w:vMerge/>'),
        cell('График'),
      ],
    )
    const { measures } = await read(
      'plan.docx',
      makeDocx({ body: p(r('План на 2026 год')) + rows }),
    )
    expect(measures.map(told)).toEqual([
      'строка 1 | 2026-10-15 | ЦРО | Список',
      'строка 2 | 2026-10-15 | ЦРО | График',
    ])
  })

  it('may have a day and an hour in two columns', async () => {
    const bytes = await workbook([
      ['План-график на первое полугодие 2026/27 учебного года'],
      ['№', 'Дата', 'Время', 'Мероприятие', 'Ответственный'],
      [1, '09.09.2026', '15:00', 'Совещание', 'Гнатюк В.П.'],
    ])
    const { measures, until } = await read('plan.xlsx', bytes)
    expect(measures.map(told)).toEqual(['строка 1 | 2026-09-09 | Гнатюк В.П. | '])
    expect(until).toBe('2026-12-31')
  })

  it('is none of a list of sites or of courses', async () => {
    const text = `Приказ «О курсах»\nот 28.08.2026 № 5\n
Приложение
Перечень программ
№\tПрограмма\tЧасы\tСроки\tКвота
1\tПрофилактика травли\t24\tноябрь 2026 г.\t50`
    expect((await read('order.txt', text)).measures).toEqual([])
  })
})

describe('a clause', () => {
  const DECISION = 'РЕШЕНИЕ\nметодического совета\nот 30.10.2026 № 2\n\n'
  const clause = async (text: string) =>
    (await read('decision.txt', `${DECISION}1. Принять к сведению доклад.\n${text}`)).measures

  it.each([
    ['2. Школам представить отчёт до 25.12.2026.', '2026-12-25', 'Школы'],
    ['2. Рекомендовать садам в срок до 1 февраля назначить тьюторов.', '2027-02-01', 'сады'],
    ['2. Проводить мониторинг не реже одного раза в год.', 'yearly', ''],
    [
      '2. Петрова П.П. провести семинары в ноябре – декабре 2026 года.',
      '2026-11-01..2026-12-31',
      'Петрова П.П.',
    ],
    [
      '2. Издать сборник. Срок: до конца I квартала 2027 года. Отв.: Ким А.А.',
      '2027-03-31',
      'Ким А.А.',
    ],
    [
      '2. Управлению образования спланировать на 2026-2027 учебный год аудит.',
      '2026-09-01..2027-08-31',
      'Управление образования',
    ],
    ['2. Передавать перечень ежемесячно, до 5 числа.', 'monthly 2026-10-05', ''],
    ['2. Ввести дневник с 11 января 2027 года.', '2027-01-11', ''],
  ])('«%s» is a measure', async (text, when, who) => {
    const [measure] = await clause(text)
    expect([measure && whenOf(measure), measure?.responsible]).toEqual([when, who])
  })

  it('of a list is addressed to whom its beginning names', async () => {
    const measures = await clause(
      '2. Городскому тьюторскому центру (далее – ГТЦ):\n2.1. до 27.11.2026 провести консультации;\n2.2. составить маршруты на период до 31 мая 2027 года.',
    )
    expect(measures.map(told)).toEqual(['п. 2.1 | 2026-11-27 | Городской тьюторский центр | '])
  })

  it.each([
    '2. Принять к сведению, что в сентябре 2026 года диагностику прошли 412 педагогов.',
    '2. Утвердить план к приказу от 14.12.2026 № 5.',
    '2. Отвечать в течение трёх рабочих дней.',
    '2. Допускать педагогов до 35 лет не чаще двух раз в год.',
    '2. Настоящее решение вступает в силу с 1 января 2027 года.',
  ])('«%s» is none', async (text) => {
    expect(await clause(text)).toEqual([])
  })

  it('of a regulation only says what recurs', async () => {
    const text = `ПОЛОЖЕНИЕ\nо методической службе\n\n1. Общие положения
1.1. Служба создана до 1 сентября 2026 года.
1.2. Состав центра ежегодно до 1 ноября определяет совет.`
    const { measures, until } = await read('rules.txt', text)
    expect(measures.map(({ clause: where }) => where)).toEqual(['Положение, п. 1.2'])
    expect(until).toBeNull()
  })
})

describe('the sample documents', () => {
  it('give a measure for every row of the road map', async () => {
    const name = 'dorozhnaya-karta.docx'
    const { measures, until } = await read(name, fixture(`corpus/${name}`))
    expect(measures).toHaveLength(18)
    expect(until).toBe('2027-12-31')
    expect(measures.slice(0, 4).map(told)).toEqual([
      'строка 1 | 2026-11-01 | ЦРО, городской методический совет | Решение городского методического совета',
      'строка 2 | 2026-12-15 | Управление образования, ЦРО | Шесть соглашений',
      'строка 3 | always 2026-11-30 | ЦРО, ГТЦ | Педагог получает ответ не позднее трёх рабочих дней',
      'строка 4 | quarterly | ГТЦ | Аналитическая справка, предложения о дополнении документов',
    ])
    expect(measures.at(-1)).toMatchObject({
      clause: 'Дорожная карта, абзац 2',
      deadlineText: 'до 25 числа последнего месяца квартала',
    })
  })

  it('and one for each clause of the decision that has a deadline', async () => {
    const name = 'reshenie-metodicheskogo-soveta.txt'
    const { measures } = await read(name, fixture(`corpus/${name}`))
    expect(measures.map(({ clause: where }) => where.replace('Решение, п. ', ''))).toEqual([
      ...['2.1', '2.2', '2.3', '3.1', '3.2', '4.1', '6'],
    ])
  })
})
