/** Every text for people, rendered with awkward values: numbers, cases, punctuation, no words of machines. */
import { describe, expect, it } from 'vitest'
import { Html } from '../../../bot/html.ts'
import { askTexts } from '../../../bot/texts/ask.ts'
import { buttons } from '../../../bot/texts/buttons.ts'
import { consentTemplate } from '../../../bot/texts/consent.ts'
import { deskTexts } from '../../../bot/texts/desk.ts'
import { documentTexts } from '../../../bot/texts/documents.ts'
import { fallbackTexts } from '../../../bot/texts/fallback.ts'
import { commandTexts, helpTexts } from '../../../bot/texts/help.ts'
import { ownTexts } from '../../../bot/texts/own.ts'
import { peopleTexts } from '../../../bot/texts/people.ts'
import { startTexts } from '../../../bot/texts/start.ts'
import { ticketTexts } from '../../../bot/texts/tickets.ts'
import type { ListedEdition } from '../../../db/documents.ts'
import type { Person } from '../../../db/people.ts'
import type { QuestionState } from '../../../db/questions.ts'
import type { Understood } from '../../../rag/ingest.ts'
import { ingestTexts } from '../../../rag/ingest-texts.ts'
import { MAX_FILE_BYTES, UnreadableFileError } from '../../../rag/readers/errors.ts'
import { texts as ragTexts } from '../../../rag/texts.ts'

const COUNTS = [0, 1, 2, 5, 11, 21]
const LONG_NAME = Array(4).fill('Анна-Мария Константинопольская-Вознесенская <&>').join(' ')
const LONG_TITLE = Array(30).fill('Положение «О порядке»').join(' ')
const UNTIL = 'до среды, 25 ноября, 12:00'
const ZONE = 'Europe/Moscow'
const NOW = new Date('2026-11-23T09:00:00Z')
const LATER = new Date('2026-11-25T09:00:00Z')

const person: Person = {
  id: 1,
  external_id: '5000000101',
  name: LONG_NAME,
  username: 'anna',
  roles: ['tutor', 'methodist', 'administrator'],
  institution: LONG_NAME,
  municipality: null,
  position: 'педагог',
  subject: 'музыка',
  consented: true,
  blocked_at: null,
} as Person
const nobody = { ...person, name: null, username: null, roles: [], subject: null } as Person

const asked = {
  id: 1,
  text: LONG_TITLE,
  asked_at: NOW,
  status: 'answered',
  ticket_id: null,
  ticket_status: null,
  promised_by: null,
} as QuestionState

const edition = {
  title: LONG_TITLE,
  kind: 'приказ',
  number: '12-ОД',
  issued_on: '2026-08-27',
  territory: 'Светлореченск',
  passages: 1,
  rows: 0,
} as ListedEdition

function understood(clauses: number, rows: number): Understood {
  const description = { title: LONG_TITLE, kind: 'приказ', number: null, issuedOn: '2026-08-27' }
  return { source: 'приказ.docx', description, clauses, rows } as unknown as Understood
}

/** A text, and what it is called when it is wrong. */
const rendered: [string, string][] = [
  ...constants({ askTexts, startTexts, ownTexts, ticketTexts, deskTexts }),
  ...constants({ documentTexts, peopleTexts, fallbackTexts, helpTexts, ragTexts }),
  ...constants({ declined: ragTexts.declined }),
  ...Object.entries({
    consent: consentTemplate('ГТЦ'),
    greeting: startTexts.greeting(LONG_NAME),
    role: startTexts.roleGranted('methodist'),
    tooLong: askTexts.tooLong(4101, 4096),
    chosen: askTexts.chosen(LONG_TITLE),
    taken: ticketTexts.taken(127, LONG_NAME, UNTIL),
    answer: ticketTexts.answer(127, 'Да.', `${LONG_NAME}, тьютор`),
    preview: deskTexts.preview(127, 'Да.', `${LONG_NAME}, тьютор`),
    asker: deskTexts.asker(LONG_NAME, null) ?? '',
    takenBy: deskTexts.takenBy(127, 'Ольга'),
    note: deskTexts.note(127, null, 'А летом?'),
    found: deskTexts.found([{ label: LONG_TITLE, quote: LONG_TITLE }]) ?? '',
    nobody: deskTexts.nobody(127),
    apology: fallbackTexts.apology('a1b2c3'),
    dropped: documentTexts.dropped(LONG_TITLE),
    documents: documentTexts.list([edition, { ...edition, number: null, territory: null }]),
    invite: peopleTexts.invite('tutor', 'https://t.me/bot?start=i_x', UNTIL),
    people: peopleTexts.list([person, nobody]),
    nobodyYet: peopleTexts.list([]),
    help: helpTexts.help(commandTexts, ['tutor', 'methodist', 'administrator']),
    unknownPlace: ragTexts.unknownPlace('Озёрный'),
    older: ingestTexts.older('О порядке', 'приказ от 01.09.2026'),
    alike: ingestTexts.alike('приказ от 01.09.2026', 'a.docx').trim(),
    missing: ingestTexts.missing('/нет'),
  }).map(([name, text]): [string, string] => [name, plain(text)]),
  ...[ticketTexts.notFound, ticketTexts.accepted, ticketTexts.alreadyAsked, ticketTexts.clarified]
    .map((text) => plain(text(127, UNTIL)))
    .map((text): [string, string] => ['ticket', text]),
  ...(['empty', 'too-large', 'unsupported', 'encrypted', 'damaged', 'scan', 'too-much'] as const)
    .map((reason) => new UnreadableFileError(reason, 'план.docx').message)
    .map((text): [string, string] => ['unreadable', text]),
  ...COUNTS.flatMap((count): [string, string][] => [
    ['tooMany', plain(askTexts.tooMany(count, count))],
    ['understood', plain(documentTexts.understood(understood(count, count)))],
    ['indexed', ingestTexts.indexed(LONG_TITLE, count, count)],
    ['superseding', ingestTexts.superseding('О порядке', count, 0, 'приказ от 01.09.2026')],
    ['stored', plain(ownTexts.stored(person, null, { questions: count, tickets: count }, ZONE))],
    ['questions', plain(ownTexts.questions(Array(count).fill(asked), NOW, ZONE))],
  ]),
]

describe.each(rendered)('the text %s', (_name, text) => {
  it('holds no hole, no double punctuation and no double space', () => {
    expect(text).not.toMatch(/undefined|null|NaN|\[object/)
    expect(text).not.toMatch(/[.,:;!?]{2,}|\s[.,:;!?]|«»|\(\)| {2,}\S/)
  })

  it('speaks of people, not of machines', () => {
    expect(text).not.toMatch(/callback|json|\bid\b|промпт|учител[ьяюе]|тикет|индекс/i)
  })

  it('writes «ё» and puts nouns into the case of their number', () => {
    expect(text).not.toMatch(
      /(?<![а-яё])(еще|ее|учтем|придет|найдет|ждет|берет|дает|прошел|нем|причем)(?![а-яё])/i,
    )
    for (const [, count, noun] of text.matchAll(/(?<![\d.:])(\d+) ([а-яё]+)/g)) {
      const form = FORMS.find((forms) => forms.includes(noun ?? ''))
      if (form) expect(noun).toBe(form[indexOf(Number(count))])
    }
  })
})

it('has the words on buttons that the centre was promised', () => {
  expect([buttons.clause(0), buttons.clause(1)]).toEqual(['Показать пункт', 'Показать пункт 2'])
  expect(Object.values(buttons).filter((each) => typeof each === 'string')).toEqual(
    (
      'Согласен(на)|Подробнее|Отозвать согласие|Удалить мои данные|👍 Помогло|👎 Не помогло|Спросить тьютора|' +
      'Решено|Уточнить|Взять|Ответить|Вернуть в очередь|Отправить|Изменить|Отмена|Сохранить|Назад|Дальше'
    ).split('|'),
  )
})

it('says each state of a question, and does not promise a time that has passed', () => {
  const waiting = { ...asked, ticket_id: 127, ticket_status: 'open', promised_by: LATER } as const
  const said = (question: QuestionState, now: Date) =>
    plain(ownTexts.questions([question], now, ZONE))
  expect(said(waiting, NOW)).toContain('ждёт тьютора, ответят до среды, 25 ноября, 12:00')
  expect(said(waiting, new Date('2026-11-26T09:00:00Z'))).toContain('ответ задерживается')
  expect(said({ ...waiting, ticket_status: 'answered' }, NOW)).toContain('тьютор ответил')
})

it('counts clauses and rows, and leaves out what there is none of', () => {
  const contents = (clauses: number, rows: number) =>
    /Нашёл в нём: (.*)\./.exec(plain(documentTexts.understood(understood(clauses, rows))))?.[1]
  expect(contents(1, 21)).toBe('1 пункт, 21 строка таблицы')
  expect(contents(22, 0)).toBe('22 пункта')
  expect(contents(0, 11)).toBe('11 строк таблицы')
  expect(contents(0, 0)).toBeUndefined()
  expect(ingestTexts.indexed('О порядке', 0, 0)).toBe('Документ добавлен: «О порядке».')
})

it('keeps toasts within what the messenger shows', () => {
  for (const text of [askTexts.chosen(LONG_TITLE), documentTexts.dropped(LONG_TITLE)])
    expect(text.length).toBeLessThanOrEqual(200)
  expect(askTexts.sorryForVote.length).toBeLessThanOrEqual(200)
  expect(fileLimit()).toBe('20 МБ')
})

const FORMS = [
  ['вопрос', 'вопроса', 'вопросов'],
  ['пункт', 'пункта', 'пунктов'],
  ['строка', 'строки', 'строк'],
  ['минуту', 'минуты', 'минут'],
]

function indexOf(count: number): number {
  if (count % 100 >= 11 && count % 100 <= 14) return 2
  return count % 10 === 1 ? 0 : count % 10 >= 2 && count % 10 <= 4 ? 1 : 2
}

function fileLimit(): string {
  return `${MAX_FILE_BYTES / 1024 / 1024} МБ`
}

/** What the person reads. */
function plain(text: string | Html): string {
  if (typeof text === 'string') return text
  const words = text.markup.replaceAll(/<[^>]+>/g, '')
  return words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** The texts that are not functions. */
function constants(families: Record<string, object>): [string, string][] {
  return Object.entries(families).flatMap(([family, texts]) =>
    Object.entries(texts).flatMap(([name, text]): [string, string][] =>
      typeof text === 'string' || text instanceof Html ? [[`${family}.${name}`, plain(text)]] : [],
    ),
  )
}
