/** Words of the dialogue in which a methodist makes an event. */
import type { EventRow } from '../../db/events.ts'
import type { Site } from '../../db/sites.ts'
import type { Unclear } from '../../jobs/spoken-time.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { eventBody, whenText } from './event-body.ts'
import { lengthText, offsetsText } from './lengths.ts'
import { plural } from './plural.ts'

/** In the order in which they are asked. */
export const EVENT_FIELDS = [
  'title',
  'site',
  'time',
  'minutes',
  'place',
  'description',
  'capacity',
  'audience',
  'reminders',
] as const

export type EventField = (typeof EVENT_FIELDS)[number]

/** Where and in what words times are told. */
type Clock = Pick<Centre, 'calendar' | 'municipality'>

const FIELDS: Record<EventField, string> = {
  title: 'Название',
  site: 'Площадка',
  time: 'Дата и время',
  minutes: 'Продолжительность',
  place: 'Место или ссылка',
  description: 'Описание',
  capacity: 'Число мест',
  audience: 'Кого позвать',
  reminders: 'Напоминания',
}

const ASKED: Record<EventField, Html> = {
  title: html`Как называется мероприятие?`,
  site: html`На какой площадке? Нажмите кнопку или напишите название.`,
  time: html`Когда начало? Например: «25 ноября в 15:00», «в следующий вторник в 14».`,
  minutes: html`Сколько продлится? Например: «полтора часа», «1 ч 30 мин».`,
  place: html`Где? Напишите место, пришлите ссылку или и то и другое одним сообщением.`,
  description: html`О чём мероприятие? Этот текст увидят все, кого вы зовёте.`,
  capacity: html`Сколько мест? Напишите число. Кому не хватит места, тот попадёт в лист ожидания.`,
  audience: html`Кого позвать?`,
  reminders: html`Когда напомнить? Например: «за 3 дня и за 1 час». Не нужно? Напишите «не надо».`,
}

const EXAMPLE = 'Напишите, например, так: «25 ноября в 15:00».'

const UNCLEAR: Record<NonNullable<Unclear['why']>, Html> = {
  impossible: html`Такой даты или такого времени не бывает. ${EXAMPLE}`,
  ambiguous: html`Это можно понять по-разному. Напишите день и время точнее, например: «25 ноября в 19:00».`,
  weekday: html`День недели и число не сходятся. ${EXAMPLE}`,
}

export const eventNewTexts = {
  methodistsOnly: 'Мероприятия проводят методисты.',
  fields: FIELDS,
  intro: html`<b>Новое мероприятие.</b> Несколько коротких вопросов: нужны название и время, остальное можно пропустить. Прервать: /cancel, черновик сохранится.`,
  unfinished: (event: EventRow): Html =>
    html`У вас есть незаконченное мероприятие: <b>${event.title || 'Без названия'}</b>. Продолжить его?`,
  goOn: 'Продолжить',
  anew: 'Начать заново',
  ask: (field: EventField, now: string | null): Html =>
    join([ASKED[field], now === null ? null : html`Сейчас: ${shorten(now, 300)}`], '\n\n'),
  site: ({ name }: Pick<Site, 'name'>): string => shorten(name, 60),
  noSite: 'Без площадки',
  choose: 'Выбрать',
  toPreview: 'К просмотру',
  right: 'Верно',
  noLimit: 'Без ограничения',
  noReminders: 'Не напоминать',

  understood: (when: string, minutes: number | null): Html =>
    html`Понял так: <b>${when}</b>${minutes === null ? '' : `, ${lengthText(minutes)}`}. Верно? Если нет, напишите иначе.`,
  noted: (when: string): Html => html`Начало: ${when}.`,
  timeOfDay: (day: string): Html => html`Понял день: <b>${day}</b>. Во сколько начало?`,
  past: (when: string): Html =>
    html`Это время уже прошло: ${when}. Нет ли ошибки в дате? Напишите другое время.`,
  pastDay: (day: string): Html =>
    html`Этот день уже прошёл: ${day}. Нет ли ошибки в дате? Напишите день и время.`,
  unclearTime: (why: Unclear['why']): Html =>
    why ? UNCLEAR[why] : html`Не понял, когда это. ${EXAMPLE}`,
  unclearTimeOfDay: html`Не понял, во сколько. Напишите, например: «15:00».`,
  unclearMinutes: html`Не понял, сколько это. Напишите, например: «1 ч 30 мин» или «90 минут».`,
  unclearCapacity: html`Нужно число мест, например 25. Если ограничения нет, напишите «без ограничения».`,
  unclearReminders: html`Не понял, когда напомнить. Напишите, например: «за 7 дней, за 1 день, за 2 часа».`,
  tooManyReminders: (most: number): Html =>
    html`Не больше ${plural(most, 'напоминания', 'напоминаний', 'напоминаний')}. Какие оставить?`,
  siteGone: 'Этой площадки больше нет.',
  unknownSite: (words: string): Html =>
    html`Площадки «${shorten(words, 60)}» нет. Выберите её кнопкой; новую можно добавить в /sites.`,
  tooLong: (most: number): Html =>
    html`Слишком длинно. Напишите, пожалуйста, короче: до ${plural(most, 'знака', 'знаков', 'знаков')}.`,
  useButtons: html`Выберите, пожалуйста, кнопкой.`,

  preview: (
    event: EventRow,
    people: { words: string; count: number },
    missing: readonly ('title' | 'time' | 'past')[],
    { centre, now }: { centre: Clock; now: Date },
  ): Html =>
    join(
      [
        html`<b>Так мероприятие увидят люди:</b>`,
        html`<blockquote>${eventBody(event, centre)}</blockquote>`,
        join([
          html`Приглашения: ${audienceLine(people)}`,
          html`Напоминания: ${remindersText(event, now)}`,
        ]),
        missing.length > 0 ? html`${whatIsMissing(missing)}` : null,
      ],
      '\n\n',
    ),
  published: (people: number): Html =>
    people === 0
      ? html`<b>Опубликовано.</b> Приглашать пока некого; мероприятие видно в /events.`
      : html`<b>Опубликовано.</b> Приглашений: ${people}. У кого тихие часы, тот получит приглашение после них.`,
  publishedNow: 'Опубликовано.',
  alreadyPublished: 'Это мероприятие уже опубликовано: /events',
  changedSince: 'Черновик с тех пор изменился. Вот он сейчас.',
  dropped: html`Черновик удалён. Новое мероприятие: /event_new.`,
  stale: 'Этот черновик уже опубликован или удалён. Новое мероприятие: /event_new',
  passed: 'Этот вопрос уже позади.',
}

/** «подписчики площадки «Математика», 12 человек». */
export function audienceLine({ words, count }: { words: string; count: number }): string {
  return `${words}, ${plural(count, 'человек', 'человека', 'человек')}`
}

/** As the field is told in a question; null while nothing is said. */
export function fieldValue(
  event: EventRow,
  field: Exclude<EventField, 'audience'>,
  centre: Clock,
): string | null {
  switch (field) {
    case 'site':
      return event.site
    case 'time':
      return whenIn(event, centre)
    case 'minutes':
      return lengthText(event.minutes)
    case 'place':
      return [event.place, event.link].filter(Boolean).join(', ') || null
    case 'capacity':
      return event.capacity === null ? null : String(event.capacity)
    case 'reminders':
      return offsetsText(event.remind_before)
    case 'title':
    case 'description':
      return event[field] || null
  }
}

/** «среда, 25 ноября 2026, 15:00, Саянск»: the wall clock is named where it is to be confirmed. */
export function whenIn(moment: Pick<EventRow, 'starts_at' | 'zone'>, centre: Clock): string | null {
  const when = whenText(moment, centre)
  if (when === null || moment.zone !== centre.calendar.zone) return when
  return `${when}, ${centre.municipality}`
}

/** Those that there is no time for any more are told apart. */
function remindersText({ remind_before: offsets, starts_at }: EventRow, now: Date): string {
  const left = starts_at ? (starts_at.getTime() - now.getTime()) / 60_000 : Number.POSITIVE_INFINITY
  const late = offsets.filter((minutes) => minutes >= left)
  const due = offsets.filter((minutes) => minutes < left)
  return late.length > 0 && left > 0
    ? `${offsetsText(due)} (${offsetsText(late)} уже не успею)`
    : offsetsText(offsets)
}

function whatIsMissing(missing: readonly ('title' | 'time' | 'past')[]): string {
  if (missing.includes('past')) return 'Время начала уже прошло. Чтобы опубликовать, измените его.'
  const words = missing.map((one) => (one === 'title' ? 'название' : 'дату и время'))
  return `Чтобы опубликовать, нажмите «Изменить» и укажите ${words.join(' и ')}.`
}
