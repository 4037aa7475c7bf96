/** Every text for people, rendered with awkward values: numbers, cases, punctuation, no words of machines. */
import { describe, expect, it } from 'vitest'
import { shareOf } from '../../../bot/diagnostics-share.ts'
import { Html, html } from '../../../bot/html.ts'
import { askTexts } from '../../../bot/texts/ask.ts'
import { attachmentTexts } from '../../../bot/texts/attachments.ts'
import { audienceText, audienceTexts } from '../../../bot/texts/audience.ts'
import { AUDIT_KINDS, actsOf, auditTexts } from '../../../bot/texts/audit.ts'
import { broadcastTexts } from '../../../bot/texts/broadcast.ts'
import { broadcastListTexts } from '../../../bot/texts/broadcast-list.ts'
import { buttons } from '../../../bot/texts/buttons.ts'
import { consentTemplate } from '../../../bot/texts/consent.ts'
import { deskTexts } from '../../../bot/texts/desk.ts'
import { deskTimeTexts } from '../../../bot/texts/desk-times.ts'
import { diagnosticsTexts } from '../../../bot/texts/diagnostics.ts'
import { progressTexts } from '../../../bot/texts/diagnostics-progress.ts'
import { documentTexts } from '../../../bot/texts/documents.ts'
import { editionNewsTexts } from '../../../bot/texts/edition-news.ts'
import { eventEditingTexts } from '../../../bot/texts/event-editing.ts'
import { EVENT_FIELDS, eventNewTexts, fieldValue } from '../../../bot/texts/event-new.ts'
import { fallbackTexts } from '../../../bot/texts/fallback.ts'
import { groupTexts } from '../../../bot/texts/group.ts'
import { commandTexts, helpTexts } from '../../../bot/texts/help.ts'
import { institutionTexts } from '../../../bot/texts/institutions.ts'
import { moveTexts } from '../../../bot/texts/moves.ts'
import { ownTexts } from '../../../bot/texts/own.ts'
import { peopleTexts } from '../../../bot/texts/people.ts'
import { queueTexts } from '../../../bot/texts/queue.ts'
import { rosterTexts } from '../../../bot/texts/rosters.ts'
import { settingsTexts, yearsText } from '../../../bot/texts/settings.ts'
import { shelfTexts } from '../../../bot/texts/shelf.ts'
import { siteTexts } from '../../../bot/texts/sites.ts'
import { startTexts } from '../../../bot/texts/start.ts'
import { ticketTexts } from '../../../bot/texts/tickets.ts'
import type { AuditLine, PrivilegedAct } from '../../../db/audit.ts'
import type { Broadcast } from '../../../db/broadcasts.ts'
import type { ListedEdition } from '../../../db/documents.ts'
import type { PlannedEvent } from '../../../db/events.ts'
import type { InstitutionWithPeople } from '../../../db/institutions.ts'
import type { QuestionState } from '../../../db/own-questions.ts'
import type { Person } from '../../../db/people.ts'
import type { QueueLine } from '../../../db/queue.ts'
import type { ShelfDocument } from '../../../db/shelf.ts'
import type { Site } from '../../../db/sites.ts'
import type { ChangedAnswer } from '../../../rag/concerned.ts'
import type { Foreseen, Understood } from '../../../rag/ingest.ts'
import { ingestTexts } from '../../../rag/ingest-texts.ts'
import type { InstitutionChanges } from '../../../rag/institutions/changes.ts'
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
  years_of_service: 12,
  reminders: true,
  quiet_hours: null,
  consented: true,
  blocked_at: null,
} as Person
const nobody = { ...person, name: null, username: null, roles: [], subject: null } as Person
const unknown = { ...nobody, institution: null, position: null, years_of_service: null } as Person

const school: InstitutionWithPeople = {
  ...{ id: 1, name: LONG_TITLE, short_names: ['школа 4'], territory: 'Озёрный' },
  ...{ staff: 21, heads: 1, people: 2 },
}
const schools = (count: number) => Array(count).fill(school) as InstitutionWithPeople[]
const table = { columns: [{ column: 'name' as const, heading: 'Название' }], unused: ['Адрес'] }
const changesOf = (count: number): InstitutionChanges<InstitutionWithPeople> => ({
  added: schools(count),
  changed: schools(count).map((before) => ({ before, after: { ...before, staff: 0 } })),
  ...{ same: count, missing: schools(count), faults: [] },
})
const faultsOf = (count: number) =>
  Array(count).fill({ row: 5, name: 'Школа 5', fault: { kind: 'repeated', row: 2 } as const })
const act = (act: PrivilegedAct, details = {}): AuditLine => {
  return { id: 1, at: NOW, act, details, actor: LONG_NAME, person: null, title: null }
}

const site: Site = {
  ...{ id: 1, name: LONG_NAME, about: LONG_TITLE, head: LONG_NAME, host: 'МБОУ «СОШ № 4»' },
  ...{ host_institution_id: null, host_words: '', subscribers: 21, subscribed: true },
}
const event = {
  ...{ id: 1, title: LONG_TITLE, site: LONG_NAME, starts_at: LATER, zone: ZONE, minutes: 90 },
  ...{ place: 'каб. 12', link: 'https://t.me/x', description: LONG_TITLE, capacity: 21 },
  ...{ remind_before: [10080, 1440, 120], cancel_reason: null },
} as PlannedEvent
const empty = { ...event, title: '', starts_at: null, capacity: null, remind_before: [] }
const centre = { calendar: { zone: ZONE }, municipality: 'Озёрный' } as never
const moved = { before: event, after: { ...event, capacity: 1 } }

const asked = {
  id: 1,
  text: LONG_TITLE,
  asked_at: NOW,
  status: 'answered',
  ticket_id: null,
  ticket_status: null,
  promised_by: null,
} as QuestionState

const line: QueueLine = {
  id: 127,
  status: 'claimed',
  question: LONG_TITLE,
  waiting_since: NOW,
  promised_by: LATER,
  lease_until: LATER,
  tutor: LONG_NAME,
  institution: LONG_NAME,
}
const due = { id: 127, waiting_since: NOW, promised_by: LATER, tutor: null }
const page = (count: number) => ({ offset: 0, count, now: NOW, zone: ZONE })
const figures = (count: number) => ({
  asked: count,
  answered: count,
  free: count,
  claimed: count,
  overdue: count,
})

const edition = {
  title: LONG_TITLE,
  kind: 'приказ',
  number: '12-ОД',
  issued_on: '2026-08-27',
  territory: 'Светлореченск',
  revised_on: '2026-10-01',
  status: 'current',
  source: 'приказ.docx',
  ingested_at: new Date('2026-11-20T09:00:00Z'),
  passages: 1,
  rows: 0,
} as ListedEdition

const shelved: ShelfDocument = { ...edition, document_id: 1, editions: 2 }
const shelf = (count: number) => ({ count, offset: 0, archived: false })

const changed: ChangedAnswer = {
  questionId: 1,
  question: 'Кто назначает наставника?',
  answeredAt: new Date('2026-11-20T09:00:00Z'),
  label: 'Положение, п. 3.2',
  before: '3.2. Наставника назначает директор.',
  after: '3.2. Наставника назначает заместитель.',
}

function foreseen(count: number): Foreseen {
  const replaces = { ...edition, id: 1, document_id: 1, supersedes: null }
  return { replaces, alike: null, changed: count, concerned: count } as unknown as Foreseen
}

function understood(clauses: number, rows: number): Understood {
  const description = { title: LONG_TITLE, kind: 'приказ', number: null, issuedOn: '2026-08-27' }
  return { source: 'приказ.docx', description, clauses, rows } as unknown as Understood
}

/** A text, and what it is called when it is wrong. */
const diagnostics = {
  ...{ id: 1, title: LONG_TITLE, description: '', link: 'https://example.ru/', of_deficits: true },
  ...{
    opens_on: '2026-12-01',
    closes_on: '2026-12-20',
    zone: ZONE,
    opens_at: NOW,
    closes_at: LATER,
  },
  ...{
    audience: {},
    moments: ['halfway'],
    status: 'published' as const,
    words_revision: 0,
    revision: 0,
  },
  ...{ created_by: null, published_at: NOW },
}

const rendered: [string, string][] = [
  ...constants({ askTexts, startTexts, ownTexts, ticketTexts, deskTexts }),
  ...constants({ documentTexts, peopleTexts, fallbackTexts, helpTexts, ragTexts }),
  ...constants({ attachmentTexts, groupTexts, settingsTexts, institutionTexts, auditTexts }),
  ...constants({ siteTexts, eventNewTexts, eventEditingTexts }),
  ...constants({ declined: ragTexts.declined }),
  ...Object.entries({
    consent: consentTemplate('ГТЦ'),
    greeting: startTexts.greeting(LONG_NAME),
    role: startTexts.roleGranted('methodist'),
    tooLong: askTexts.tooLong(4101, 4096),
    chosen: askTexts.chosen(LONG_TITLE),
    taken: ticketTexts.taken(127, LONG_NAME, UNTIL),
    answer: ticketTexts.answer(127, html`Да.`, `${LONG_NAME}, тьютор`),
    preview: deskTexts.preview(127, html`Да.`, `${LONG_NAME}, тьютор`),
    asker: deskTexts.asker(LONG_NAME, null) ?? '',
    takenBy: deskTexts.takenBy(127, 'Ольга'),
    note: deskTexts.note(127, null, html`А летом?`),
    found: deskTexts.found([{ label: LONG_TITLE, quote: LONG_TITLE }]) ?? '',
    nobody: deskTexts.nobody(127),
    files: attachmentTexts.line([{ kind: 'photo' }, { kind: 'photo' }, { kind: 'voice' }]) ?? '',
    filesLabel: attachmentTexts.label(127, 'teacher', '23 ноября, 12:00'),
    filesShown: attachmentTexts.shown(127),
    revisedNote: attachmentTexts.revisedNote(127, LONG_NAME, html`А летом?`),
    tooLateToRevise: attachmentTexts.tooLateToRevise(127),
    anonymous: groupTexts.anonymous('https://t.me/vopros_bot?start=desk'),
    late: deskTimeTexts.late(127),
    leasesEnded: deskTimeTexts.leasesEnded([5, 7, 9]),
    handed: moveTexts.handed(127, LONG_NAME, 'Когда отпуск?', 'до 14:30 23 ноября'),
    rejection: moveTexts.rejectionPreview(127, 'Это вопрос к бухгалтерии.', 'Анна, тьютор'),
    onDuty: queueTexts.duty([], false, false),
    settings: settingsTexts.summary(person, { quietHours: '21:00-08:00', subscriptions: 2 }),
    settingsOfNobody: settingsTexts.summary(unknown, {
      quietHours: '21:00-08:00',
      subscriptions: 0,
    }),
    askPosition: settingsTexts.ask('position', null),
    whichInstitution: settingsTexts.which(LONG_TITLE),
    institution: institutionTexts.card(school),
    foundInstitutions: institutionTexts.found('школа 4', [school]),
    siteCard: siteTexts.card(site, { events: [event, event] as never, more: true }, centre),
    siteChange: siteTexts.ask('head', site),
    eventUnfinished: eventNewTexts.unfinished(event),
    eventMissing: eventNewTexts.preview(
      { ...event, ...empty },
      { words: 'все', count: 0 },
      ['title', 'time'],
      { centre, now: NOW },
    ),
    eventReason: eventEditingTexts.askReason(event, centre),
    audit: auditTexts.page(
      'all',
      AUDIT_KINDS.flatMap((kind) => actsOf(kind) ?? []).map((each) => act(each)),
      { page: 1, zone: ZONE },
    ),
    apology: fallbackTexts.apology('a1b2c3'),
    dropped: documentTexts.dropped(LONG_TITLE),
    document: shelfTexts.document([edition, { ...edition, number: null, territory: null }]),
    archiveThis: shelfTexts.archiveThis(LONG_TITLE),
    changed: editionNewsTexts.changed(LONG_TITLE, [changed, { ...changed, after: null }], ZONE),
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
    ['understood', plain(documentTexts.understood(understood(count, count), foreseen(count)))],
    ['shelf', plain(shelfTexts.list(Array(Math.min(count, 8)).fill(shelved), shelf(count)))],
    ['indexed', ingestTexts.indexed(LONG_TITLE, count, count)],
    ['superseding', ingestTexts.superseding('О порядке', count, 0, 'приказ от 01.09.2026')],
    [
      'stored',
      plain(
        ownTexts.stored(
          person,
          null,
          {
            questions: count,
            tickets: count,
            events: count,
            subscriptions: count,
            diagnostics: count,
          },
          ZONE,
        ),
      ),
    ],
    ['questions', plain(ownTexts.questions(Array(Math.min(count, 5)).fill(asked), page(count)))],
    ['queue', plain(queueTexts.page('free', Array(Math.min(count, 5)).fill(line), page(count)))],
    ['reminder', plain(deskTimeTexts.reminder(Array(count).fill(due), ZONE))],
    [
      'overdue',
      plain(deskTimeTexts.overdue(Array(count).fill({ ...due, tutor: LONG_NAME }), ZONE)),
    ],
    [
      'digest',
      plain(
        deskTimeTexts.digest(figures(count), { since: NOW, now: LATER }, ['Анна', 'Борис'], ZONE),
      ),
    ],
    ['years', yearsText(count)],
    [
      'preview',
      plain(institutionTexts.preview('a.xlsx', table, changesOf(count), faultsOf(count))),
    ],
    ['missing', plain(institutionTexts.missing(schools(count)))],
    ['saved', plain(institutionTexts.saved(count, count, count))],
    ['removedMany', plain(institutionTexts.removedMany(count, 0))],
    ['hasPeople', institutionTexts.hasPeople(count)],
    [
      'institutions',
      plain(
        institutionTexts.list(schools(Math.min(count, 8)), {
          ...{ offset: 0, size: 8, count, staff: count, heads: count },
        }),
      ),
    ],
    [
      'sites',
      plain(
        siteTexts.list(Array(Math.min(count, 6)).fill(site), { count, page: 1, pages: 2 }, true),
      ),
    ],
    ['siteArchive', plain(siteTexts.archiveSure(site, count))],
    [
      'eventPreview',
      plain(eventNewTexts.preview(event, { words: 'все', count }, [], { centre, now: NOW })),
    ],
    ['eventPublished', plain(eventNewTexts.published(count))],
    ['eventCancelling', plain(eventEditingTexts.cancelSure(event, 'Болезнь', count, centre))],
    ...EVENT_FIELDS.flatMap((field): [string, string][] =>
      field === 'site' || field === 'audience'
        ? []
        : [
            ['eventAsked', plain(eventNewTexts.ask(field, fieldValue(event, field, centre)))],
            [
              'eventChange',
              plain(
                eventEditingTexts.confirm(
                  {
                    ...moved,
                    field,
                    told: field === 'time',
                    lines: [{ field, before: 'нет', after: 'да' }],
                  },
                  { concerned: count, going: count, people: { invited: count, uninvited: count } },
                ),
              ),
            ],
          ],
    ),
    ...diagnosticsWords(count),
    ...broadcastWords(count),
    ['load', moveTexts.passLabel(LONG_NAME, true, count)],
  ]),
]

function diagnosticsWords(count: number): [string, string][] {
  const line = {
    ...{ id: 1, title: LONG_TITLE, link: '', status: 'published' as const, of_deficits: true },
    ...{ opens_on: '2026-12-01', closes_on: '2026-12-20', opens_at: NOW, closes_at: LATER },
    ...{ passed_at: null, passed: count, told: count, listed: count },
  }
  const one = { ...diagnostics, description: 'Полчаса.' }
  const lines = Array(Math.min(count, 8)).fill('строка 2: Иванова М. П.')
  const figures = {
    ...{ matched: lines, confirmed: lines, listed: lines, homeless: lines, doubtful: lines },
    ...{ left: lines, already: count, repeated: lines, unreadable: lines, nameless: [7] },
  }
  const share = shareOf({
    institutions: schools(Math.min(count, 12)).map((each) => ({
      ...each,
      listed: count,
      said: count,
    })),
    elsewhere: { listed: count, said: 0 },
  })
  return Object.entries({
    draft: diagnosticsTexts.preview(one, { audience: 'все', count, days: [NOW], zone: ZONE }),
    published: diagnosticsTexts.published(NOW, count, ZONE),
    diagnostics: diagnosticsTexts.list([line], { now: NOW, page: 2 }),
    card: diagnosticsTexts.card(line, { now: NOW, audience: 'все', said: count }),
    own: diagnosticsTexts.ownList([line, line]),
    moved: diagnosticsTexts.moved(one),
    termSure: diagnosticsTexts.termSure(one, '2026-12-25', count),
    otherLink: diagnosticsTexts.otherLink(one),
    wordsSure: diagnosticsTexts.wordsSure(one, 'link', 'https://example.ru/', count),
    endSure: diagnosticsTexts.endSure(LONG_TITLE, count),
    cancelled: diagnosticsTexts.cancelled(LONG_TITLE),
    roster: rosterTexts.preview('a.csv', LONG_TITLE, [{ column: 'name', heading: 'ФИО' }], figures),
    rosterSaved: rosterTexts.saved({ matched: count, confirmed: count, listed: count }, count),
    rosterTooMany: rosterTexts.tooMany(count),
    share: progressTexts.summary(share),
    shareWarnings: progressTexts.warnings(share),
    shareLines: progressTexts.lines(share.institutions, 0),
    shareMade: progressTexts.ofWhich([LONG_TITLE]),
  }).map(([name, text]) => [name, plain(text)])
}

function broadcastWords(count: number): [string, string][] {
  const years = { from: null, to: 5 }
  const event = { id: 1, marks: ['going', 'waiting', 'none'] as const }
  const ids = Array.from({ length: Math.min(count, 7) }, (_, id) => id)
  const audience = { roles: ['teacher' as const], institutions: ids, subjects: ['музыка'], years }
  const words = audienceText(
    { ...audience, sites: [1], event: { ...event, marks: [...event.marks] } },
    { institutions: new Map([[0, LONG_TITLE]]), sites: new Map([[1, 'Логопеды']]), event: null },
  )
  const shown = { id: 12, words, count, hasLinksApart: true }
  const broadcast = {
    ...{
      id: 12,
      title: LONG_TITLE,
      act: 'send',
      of_id: null,
      of_part: null,
      contents: [],
      audience,
    },
    ...{ status: 'ended', starts_at: LATER, started_at: NOW, ended_at: LATER, created_by: 1 },
    ...{ ignores_quiet_hours: false, stopped_because: 'Bad Request', created_at: NOW },
    ...{ progress_delivery_id: null, progress_lost: 0, reports: 0 },
  } as const satisfies Partial<Broadcast>
  const line = { ...broadcast, contents: [], author: LONG_NAME }
  const sums = {
    ...{ audience: count, planned: count, sending: count, sent: count, blocked: count },
    ...{ failed: count, inDoubt: count, leftOut: count },
  }
  const link = { text: 'Записаться', url: 'https://example.org' }
  const lines = Array(Math.min(count, 5)).fill({ ...line, audience_size: 21, sent_count: count })
  const page = { words, author: LONG_NAME, zone: ZONE }
  const saved = { id: 1, name: 'Молодые', audience }
  return Object.entries({
    audience: audienceTexts.menu(words, count),
    audiencePart: audienceTexts.part('years', words, count),
    audienceMarks: audienceTexts.marks(null, words, count),
    audienceFound: audienceTexts.found('школа 4', count > 0),
    audienceSaved: audienceTexts.savedList(Array(Math.min(count, 2)).fill(saved), [words, words]),
    broadcast: broadcastTexts.control(shown),
    broadcastLinks: broadcastTexts.askLinks([link]),
    broadcastFault: broadcastTexts.wrongLinks('no-words', LONG_TITLE),
    broadcastNow: broadcastTexts.sendSure(shown),
    broadcastQuiet: broadcastTexts.sendQuiet(shown, LATER, ZONE),
    broadcastPlan: broadcastTexts.planSure(shown, LATER, ZONE),
    broadcastPlanQuiet: broadcastTexts.planQuiet(shown, NOW, LATER, ZONE),
    broadcastHour: broadcastTexts.askHour('2026-11-25', ZONE),
    broadcastBegun: broadcastTexts.started(12, count),
    broadcasts: broadcastListTexts.list([broadcast], lines, { offset: 0, zone: ZONE }),
    broadcastPage: broadcastListTexts.page({ broadcast: line, sums }, page),
    broadcastCorrection: broadcastListTexts.correctSure(count),
    broadcastRemoval: broadcastListTexts.removeSure(12, count),
  }).map(([name, text]) => [name, plain(text)])
}

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
  expect(Object.values(buttons)).toEqual(
    expect.arrayContaining(
      (
        'Согласен(на)|Подробнее|Отозвать согласие|Удалить мои данные|👍 Помогло|👎 Не помогло|Спросить тьютора|' +
        'Решено|Уточнить|Взять|Ответить|Вернуть в очередь|Передать|Продлить|Отклонить|' +
        'Отправить|Изменить|Отмена|Сохранить|Назад'
      ).split('|'),
    ),
  )
})

it('says each state of a question, and does not promise a time that has passed', () => {
  const waiting = { ...asked, ticket_id: 127, ticket_status: 'open', promised_by: LATER } as const
  const said = (question: QuestionState, now: Date) =>
    plain(ownTexts.questions([question], { offset: 0, count: 1, now, zone: ZONE }))
  expect(said(waiting, NOW)).toContain('ждёт тьютора, ответят до среды, 25 ноября, 12:00')
  expect(said(waiting, new Date('2026-11-26T09:00:00Z'))).toContain('ответ задерживается')
  expect(said({ ...waiting, ticket_status: 'answered' }, NOW)).toContain('тьютор ответил')
})

it('counts clauses and rows, and leaves out what there is none of', () => {
  const contents = (clauses: number, rows: number) =>
    /Нашёл в нём: (.*)\./.exec(
      plain(documentTexts.understood(understood(clauses, rows), foreseen(0))),
    )?.[1]
  expect(contents(1, 21)).toBe('1 пункт, 21 строка таблицы')
  expect(contents(22, 0)).toBe('22 пункта')
  expect(contents(0, 11)).toBe('11 строк таблицы')
  expect(contents(0, 0)).toBeUndefined()
  expect(ingestTexts.indexed('О порядке', 0, 0)).toBe('Документ добавлен: «О порядке».')
})

it('keeps toasts within what the messenger shows', () => {
  const left = siteTexts.left(LONG_TITLE)
  for (const text of [askTexts.chosen(LONG_TITLE), documentTexts.dropped(LONG_TITLE), left])
    expect(text.length).toBeLessThanOrEqual(200)
  expect(askTexts.sorryForVote.length).toBeLessThanOrEqual(200)
  expect(fileLimit()).toBe('20 МБ')
})

const FORMS = [
  ['вопрос', 'вопроса', 'вопросов'],
  ['пункт', 'пункта', 'пунктов'],
  ['строка', 'строки', 'строк'],
  ['минуту', 'минуты', 'минут'],
  ['учреждение', 'учреждения', 'учреждений'],
  ['педагог', 'педагога', 'педагогов'],
  ['руководитель', 'руководителя', 'руководителей'],
  ['год', 'года', 'лет'],
  ['человек', 'человека', 'человек'],
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
