/** Lists of events, and what their methodists see: the card, participants, materials. */
import { WORD_AFTER_MINUTES, WORD_BEFORE_MINUTES } from '../../db/event-attendance.ts'
import type { EventCounts } from '../../db/event-cards.ts'
import type { EventFilter, ListedEvent } from '../../db/event-list.ts'
import type { EventRow } from '../../db/events.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { eventBody, whenText } from './event-body.ts'
import { cancelledLine, inQueue, MARKS } from './event-people.ts'
import { lengthText, offsetsText } from './lengths.ts'
import { plural } from './plural.ts'

type Place = Pick<Centre, 'calendar' | 'municipality'>

export const eventListTexts = {
  card: (event: EventRow, counts: EventCounts, times: { now: Date; centre: Place }): Html =>
    join(
      [
        cancelledLine(event),
        eventBody(event, times.centre),
        join(countLines(event, counts)),
        codeLine(event, times.now),
      ],
      '\n\n',
    ),
  methodistsOnly: 'Это доступно методистам.',
  noEvent: 'Такого мероприятия нет.',

  sheet: 'Участники',
  /** Without spaces: Telegram would cut the name there. */
  participantsFile: (id: number) => `Участники-${id}.xlsx`,
  participantsCaption: (event: EventRow, count: number): Html =>
    html`«${event.title}»: ${plural(count, 'человек', 'человека', 'человек')}. В файле персональные данные: не пересылайте его без необходимости.`,
  headings: {
    name: 'ФИО',
    institution: 'Учреждение',
    position: 'Должность',
    mark: 'Отметка',
    came: 'Был(а)',
    rating: 'Оценка',
  },
  markInList: { going: 'идёт', waiting: 'в листе ожидания', declined: 'не придёт' } as const,
  unmarked: 'без отметки',
  yes: 'да',
  no: 'нет',

  askMaterials: (title: string, count: number): Html =>
    html`Пришлите материалы мероприятия «${title}»: файл, альбом или ссылку одним сообщением. Их получат все, кто был; отмеченные позже получат их сразу после отметки.${count > 0 ? ` Уже прислано: ${count}.` : ''}`,
  materialsField: 'Файл или ссылка',
  materialPreview: (title: string): Html =>
    html`Отправить это тем, кто был на мероприятии «${title}»?`,
  materialSent: (count: number): Html =>
    count === 0
      ? html`Материалы сохранены. Пока никто не отмечен: каждый получит их, когда отметится.`
      : html`Материалы отправлены: ${plural(count, 'получатель', 'получателя', 'получателей')}. Кто отметится позже, тоже их получит.`,
  materialDropped: 'Не отправлено.',
  materialStale: 'Это уже решено.',

  filter: (filter: EventFilter, isChosen: boolean): string =>
    `${isChosen ? '• ' : ''}${FILTERS[filter]}`,
  list: (
    filter: EventFilter,
    events: readonly ListedEvent[],
    place: { offset: number; count: number; all: boolean; centre: Place },
  ): Html =>
    join(
      [
        html`<b>${TITLES[filter]}</b>${placeOf(events.length, place)}`,
        events.length === 0 ? html`${EMPTY[filter]}` : null,
        ...events.map((event, index) => lineOf(event, place.offset + index + 1, place)),
      ],
      '\n\n',
    ),
}

const FILTERS: Record<EventFilter, string> = {
  ahead: 'Впереди',
  own: 'Мои',
  past: 'Прошедшие',
  drafts: 'Черновики',
}

const TITLES: Record<EventFilter, string> = {
  ahead: 'Мероприятия впереди',
  own: 'Мои мероприятия',
  past: 'Прошедшие мероприятия',
  drafts: 'Черновики мероприятий',
}

const EMPTY: Record<EventFilter, string> = {
  ahead: 'Пока ничего не запланировано. О новых мероприятиях я напишу.',
  own: 'Вы пока никуда не записаны.',
  past: 'Здесь пока ничего нет.',
  drafts: 'Черновиков нет. Новое мероприятие: /event_new.',
}

function placeOf(shown: number, { offset, count }: { offset: number; count: number }): string {
  return shown === count ? '' : `: ${offset + 1}–${offset + shown} из ${count}`
}

function lineOf(
  event: ListedEvent,
  number: number,
  { all, centre }: { all: boolean; centre: Place },
): Html {
  const { title, site, status, going, waiting, capacity } = event
  const counts = `идут ${going}${capacity === null ? '' : ` из ${capacity}`}${waiting > 0 ? `, ждут ${waiting}` : ''}`
  const notes = [
    ...(status === 'cancelled' ? ['отменено'] : []),
    ...ownNote(event),
    ...(all && status === 'published' ? [counts] : []),
  ]
  return join([
    html`${number}. <b>${shorten(title || 'Без названия', 120)}</b>`,
    join(
      [html`${whenText(event, centre) ?? 'время не указано'}`, site ? html`${site}` : null],
      ' · ',
    ),
    notes.length > 0 ? html`<i>${notes.join(' · ')}</i>` : null,
  ])
}

function ownNote({ mark, queue, came }: ListedEvent): string[] {
  if (came) return ['вы были']
  if (mark === 'waiting' && queue !== null) return [`вы в листе ожидания: ${inQueue(queue)}`]
  return mark ? [MARKS[mark].replace('Вы', 'вы')] : []
}

function countLines({ capacity }: EventRow, counts: EventCounts): Html[] {
  const { going, waiting, declined, silent, untold, came, rated, stars, materials } = counts
  const mean = (stars / Math.max(1, rated)).toFixed(1).replace('.', ',')
  return [
    html`Идут: ${going}${capacity === null ? '' : ` из ${capacity}`}`,
    ...(waiting > 0 ? [html`В листе ожидания: ${waiting}`] : []),
    html`Не придут: ${declined}`,
    html`Не ответили: ${silent}`,
    ...(untold > 0 ? [html`Ещё получат приглашение: ${untold}`] : []),
    ...(came > 0 ? [html`Были: ${came}`] : []),
    ...(rated > 0 ? [html`Оценка: ${mean} (${plural(rated, 'оценка', 'оценки', 'оценок')})`] : []),
    ...(materials > 0 ? [html`Материалов: ${materials}`] : []),
  ]
}

function codeLine({ code_word, status, starts_at, minutes }: EventRow, now: Date): Html | null {
  const until = (starts_at?.getTime() ?? 0) + (minutes + WORD_AFTER_MINUTES) * 60_000
  if (!code_word || status !== 'published' || until < now.getTime()) return null
  return html`Кодовое слово: <b>${code_word}</b>. Назовите его на мероприятии: кто пришлёт его мне, того я отмечу. Слово начнёт действовать ${offsetsText([WORD_BEFORE_MINUTES])} до начала и перестанет через ${lengthText(WORD_AFTER_MINUTES)} после окончания.`
}
