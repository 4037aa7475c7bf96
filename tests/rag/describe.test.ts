import { describe, expect, it } from 'vitest'
import type { Block } from '../../rag/blocks.ts'
import { readDate } from '../../rag/dates.ts'
import { describe as describeDocument } from '../../rag/describe.ts'
import { lines, paragraph, table } from '../helpers/blocks.ts'

const about = (blocks: Block[], name = 'файл.docx') =>
  describeDocument({ format: 'docx', blocks }, name)

describe('describe', () => {
  it('reads an order with a letterhead in capitals', () => {
    const order = about(
      lines(`АДМИНИСТРАЦИЯ ГОРОДСКОГО ОКРУГА «ГОРОД ШУЯ»
        П О С Т А Н О В Л Е Н И Е
        от 3 февраля 2025 года № 117-п
        О создании тьюторского центра
        В соответствии с законом от 29.12.2012 № 273-ФЗ администрация постановляет:
        1. Создать центр.`),
    )
    expect(order).toEqual({
      title: 'Постановление «О создании тьюторского центра»',
      kind: 'постановление',
      number: '117-п',
      issuedOn: '2025-02-03',
      issuer: 'Администрация городского округа «Город Шуя»',
      territory: 'Шуя',
    })
  })

  it('reads date, number and issuer of a regulation off its stamp', () => {
    const regulation = about([
      paragraph('Утверждено\nприказом МКУ «Методический центр»\nот «12» января 2023 г. № 15-ОД'),
      paragraph('Положение о наставничестве\nв школах города Ирбита'),
      paragraph('1. Общие положения'),
      paragraph('1.1. Наставник назначается приказом от 01.02.2020 № 5.'),
    ])
    expect(regulation).toMatchObject({
      title: 'Положение о наставничестве в школах города Ирбита',
      kind: 'положение',
      number: '15-ОД',
      issuedOn: '2023-01-12',
      issuer: 'МКУ «Методический центр»',
      territory: 'Ирбит',
    })
  })

  it('does not take a school’s number for the document’s', () => {
    const decision = about(
      lines(`Решение педагогического совета
        МАОУ СОШ № 5
        28.08.2025
        1. Утвердить план.`),
    )
    expect(decision).toMatchObject({ kind: 'решение', number: null, issuedOn: '2025-08-28' })
  })

  it('reads minutes, their date apart from other words', () => {
    const minutes = about(
      lines(`Протокол № 4
        заседания совета
        Дата проведения: 12 марта 2024 г.
        Повестка дня:
        1. Разное.`),
    )
    expect(minutes).toMatchObject({ kind: 'протокол', number: '4', issuedOn: '2024-03-12' })
    expect(minutes.title).toBe('Протокол № 4 заседания совета')
  })

  it('calls a plan that is a road map a road map', () => {
    const roadMap = about([
      paragraph('План мероприятий («дорожная карта»)\nпо развитию наставничества'),
      table(['№', 'Мероприятие', 'Срок'], ['1', 'Анкета', 'сентябрь']),
    ])
    expect(roadMap.kind).toBe('дорожная карта')
  })

  it('puts a title of several lines together', () => {
    const order = about(
      lines(`ПРИКАЗ
        15.01.2025 № 12-од
        О проведении конкурса
        «Молодой педагог»
        1. Провести конкурс.`),
    )
    expect(order.title).toBe('Приказ «О проведении конкурса «Молодой педагог»»')
  })

  it('calls a letter by its subject', () => {
    const letter = about(
      lines(`Руководителям школ
        О проведении семинара
        Уважаемые коллеги!
        Приглашаем на семинар.`),
    )
    expect(letter).toMatchObject({ kind: 'письмо', title: 'Письмо «О проведении семинара»' })
  })

  it('falls back on the file’s name only where there is no text', () => {
    expect(about(lines('1. Встречи\n1.1. Раз в неделю.'), 'Памятка.docx').title).toBe('Памятка')
    expect(about([], 'Памятка наставнику.docx').title).toBe('Памятка наставнику')
    expect(about(lines('Памятка наставнику\nПланируйте встречи.'), 'scan1.docx').title).toBe(
      'Памятка наставнику',
    )
  })
})

describe('readDate', () => {
  it.each([
    ['от «19» 08 2021', '2021-08-19'],
    ['от "9" августа 2021 г.', '2021-08-09'],
    ['22 сентября 2020 года', '2020-09-22'],
    ['от 28.08.2020', '2020-08-28'],
    ['28.8.2020г.', '2020-08-28'],
    ['01 мая 2024', '2024-05-01'],
    ['2024-05-01', '2024-05-01'],
    ['от 05.02.21 г.', '2021-02-05'],
    ['31.02.2021', null],
    ['№ 360-О', null],
    ['в 2020-2021 гг.', null],
  ])('«%s» is %s', (text, date) => {
    expect(readDate(text)).toBe(date)
  })
})
