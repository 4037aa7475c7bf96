/** Words about what a person says of themselves, and when they may be written to. */
import type { Person } from '../../db/people.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { plural } from './plural.ts'

export type ProfileField = 'institution' | 'position' | 'subject' | 'years'

const NAMES: Record<ProfileField, string> = {
  institution: 'учреждение',
  position: 'должность',
  subject: 'предмет',
  years: 'стаж',
}

const QUESTIONS: Record<ProfileField, Html> = {
  institution: html`Где вы работаете? Напишите, как привыкли: «школа 4», «двадцать первый садик», «Брусничка».`,
  position: html`Кем вы работаете? Например: воспитатель, логопед, педагог-психолог.`,
  subject: html`Какой предмет или направление вы ведёте? Например: математика, музыка, логопедия.`,
  years: html`Какой у вас педагогический стаж? Например: «12 лет», «первый год», «с 2010 года».`,
}

const COVERED = html`Напоминаю о мероприятиях, диагностиках и мерах дорожных карт, о которых вы уже знаете. Приглашения, перемены и ответы на вопросы приходят и без напоминаний.`

export const settingsTexts = {
  offer: html`Расскажите, если хотите, где вы работаете и какой предмет ведёте: так и мне, и тьютору будет проще ответить именно вам. Это четыре коротких вопроса, любой можно пропустить. Вернуться к ним можно в любое время: /settings.`,
  summary: (
    person: Person,
    { quietHours, subscriptions }: { quietHours: string; subscriptions: number },
  ): Html =>
    join(
      [
        html`<b>Ваш профиль</b>`,
        join([
          html`Учреждение: ${shown(person.institution)}`,
          html`Должность: ${shown(person.position)}`,
          html`Предмет: ${shown(person.subject)}`,
          html`Стаж: ${person.years_of_service === null ? 'не указан' : yearsText(person.years_of_service)}`,
        ]),
        join([
          html`Напоминания: ${remindersText(person.reminders)}`,
          html`Тихие часы: ${quietText(person.quiet_hours, quietHours)}`,
          html`Подписки на площадки: ${subscriptions === 0 ? 'нет' : subscriptions}`,
        ]),
        COVERED,
        html`Всё, что о вас сохранено: /privacy.`,
      ],
      '\n\n',
    ),
  change: (field: ProfileField): string => `Изменить: ${NAMES[field]}`,
  changeQuiet: 'Изменить: тихие часы',
  remindersOff: 'Выключить напоминания',
  remindersOn: 'Включить напоминания',
  remindersAre: (on: boolean): string => (on ? 'Напоминания включены.' : 'Напоминания выключены.'),
  ask: (field: ProfileField, now: string | null): Html =>
    join([QUESTIONS[field], now ? html`\nСейчас: ${shorten(now, 200)}.` : null]),
  /** Before the first of the four. */
  first: html`Четыре коротких вопроса о вас. Любой можно пропустить, выйти: /cancel.`,
  which: (words: string): Html =>
    html`Какое из них? Если нужного нет, нажмите «Нет в списке», и я запишу как есть: «${shorten(words, 120)}». Или напишите иначе, например номер или название.`,
  notFound: (words: string): Html =>
    html`Похожего учреждения в списке нет. Напишите иначе, например номер или название, или нажмите «Нет в списке», и я запишу как есть: «${shorten(words, 120)}».`,
  tooLong: (length: number): Html =>
    html`Слишком длинно. Напишите, пожалуйста, короче: до ${plural(length, 'знака', 'знаков', 'знаков')}.`,
  noYears: html`Не понял, сколько это лет. Напишите числом, например «12», или словами: «первый год».`,
  saved: (field: ProfileField): string => `Записано: ${NAMES[field]}.`,
  cleared: (field: ProfileField): string => `Больше не указано: ${NAMES[field]}.`,
  passed: 'Этот вопрос уже позади. Ваш профиль: /settings',
  thanks: html`Спасибо, записал.`,
  askQuiet: (now: string): Html =>
    html`Когда вам не писать? Пришлите промежуток, например 21:00-08:00. В эти часы напоминания и новости ждут, а ответы на ваши вопросы приходят сразу.\n\nСейчас: ${now}.`,
  wrongQuiet: html`Не понял промежуток. Напишите его так: 21:00-08:00.`,
  quietIs: (text: string): string => `Тихие часы: ${text}.`,
}

/** «первый год», «12 лет». */
export function yearsText(years: number): string {
  return years === 0 ? 'первый год' : plural(years, 'год', 'года', 'лет')
}

export function remindersText(on: boolean): string {
  return on ? 'включены' : 'выключены'
}

/** As it is set, or as the centre's. */
export function quietText(own: string | null, centre: string): string {
  if (own === 'none') return 'нет'
  const [from = '', to = ''] = (own ?? centre).split('-')
  return `с ${from} до ${to}${own === null ? ' (как у центра)' : ''}`
}

function shown(value: string | null): string {
  return value === null ? 'не указано' : shorten(value, 300)
}
