/** Words about a person's own questions and data. */
import type { Consent } from '../../db/consents.ts'
import type { Stored } from '../../db/erasure.ts'
import type { QuestionState } from '../../db/own-questions.ts'
import type { Person } from '../../db/people.ts'
import type { TicketMessage } from '../../db/ticket-thread.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { formatDay, formatMoment } from './moments.ts'
import { quietText, remindersText, yearsText } from './settings.ts'
import { roleName } from './start.ts'
import { formatUntil } from './time.ts'

const STATES: Record<QuestionState['status'], string> = {
  received: 'ищу ответ',
  answered: 'есть ответ по документам',
  greeted: 'ответ дан',
  clarify: 'жду вашего выбора',
  routed: 'передан тьюторам',
  declined: 'остался без ответа',
}

export const ownTexts = {
  questions: (
    list: readonly QuestionState[],
    { offset, count, now, zone }: { offset: number; count: number; now: Date; zone: string },
  ): Html =>
    join(
      [
        list.length === count
          ? html`<b>Ваши вопросы</b>`
          : html`<b>Ваши вопросы</b>: ${offset + 1}–${offset + list.length} из ${count}`,
        ...list.map((question) => questionLine(question, now, zone)),
      ],
      '\n\n',
    ),
  number: (ticket: number): string => `№ ${ticket}`,
  /** A whole ticket, as long as it is. */
  thread: (
    question: QuestionState,
    messages: readonly TicketMessage[],
    now: Date,
    zone: string,
  ): Html =>
    join(
      [
        html`<b>Вопрос № ${question.ticket_id ?? ''}</b> · <i>${stateOf(question, now, zone)}</i>`,
        html`<b>Вы, ${formatMoment(question.asked_at, zone)}</b>\n${question.text}`,
        ...messages.map((message) => saidLine(message, zone)),
      ],
      '\n\n',
    ),
  noQuestions: html`Вы ещё ничего не спрашивали. Задайте вопрос одним сообщением.`,

  stored: (
    person: Person,
    consent: Consent | null,
    { questions, tickets, events, subscriptions, diagnostics }: Stored,
    zone: string,
  ): Html =>
    join(
      [
        html`<b>Что сохранено о вас</b>`,
        html`${profileLines(person)}`,
        html`Вопросов: ${questions}, из них передано тьюторам: ${tickets}.`,
        html`Диагностик, которые вы прошли: ${diagnostics}.`,
        html`Мероприятий, на которых вы были или на которые ответили: ${events}.`,
        html`Подписок на площадки: ${subscriptions}.`,
        consent
          ? html`Согласие дано ${formatDay(consent.given_at, zone)}, версия текста ${consent.text_version}.`
          : html`Согласие отозвано: на вопросы я не отвечаю, пока вы не дадите его снова (/start).`,
      ],
      '\n\n',
    ),
  nothingStored: html`О вас ничего не сохранено. Начать: /start.`,
  withdrawn: html`Согласие отозвано. Я больше ничего о вас не сохраняю и не отвечаю на вопросы; открытые вопросы тьюторам закрыты.

Сохранённое раньше можно стереть: «Удалить мои данные». Вернуться: /start.`,
  alreadyWithdrawn: 'Согласие уже отозвано.',
  eraseSure: html`Удалить ваши данные? Имя, имя пользователя, профиль и роли будут стёрты, вопросы останутся без вашего имени, а открытые закроются. Отменить это нельзя. Из резервных копий данные исчезнут в течение 7 дней.`,
  erased: html`Ваши данные удалены. Если понадоблюсь снова: /start.`,
  eraseKept: html`Хорошо, всё остаётся как было.`,
}

function questionLine(question: QuestionState, now: Date, zone: string): Html {
  const title = question.ticket_id === null ? '' : `№ ${question.ticket_id} · `
  return html`${title}${formatMoment(question.asked_at, zone)} · <i>${stateOf(question, now, zone)}</i>
${shorten(question.text, 200)}`
}

function saidLine({ side, said_at, content }: TicketMessage, zone: string): Html {
  const who = side === 'teacher' ? 'Вы' : 'Тьютор'
  const files = content.attachments?.length ?? 0
  return join([
    html`<b>${who}, ${formatMoment(said_at, zone)}</b>`,
    html`${content.text}`,
    files > 0 ? html`<i>Вложений: ${files}</i>` : null,
  ])
}

function stateOf(
  { status, ticket_status, promised_by }: QuestionState,
  now: Date,
  zone: string,
): string {
  const until = promised_by ? `, ${promiseOf(promised_by, now, zone)}` : ''
  switch (ticket_status) {
    case null:
      return STATES[status]
    case 'open':
      return `ждёт тьютора${until}`
    case 'claimed':
      return `у тьютора${until}`
    case 'answered':
      return 'тьютор ответил'
    case 'closed':
      return 'закрыт'
  }
}

/** A time that has passed is not promised once more. */
function promiseOf(by: Date, now: Date, zone: string): string {
  return by > now ? `ответят ${formatUntil(by, now, zone)}` : 'ответ задерживается'
}

function profileLines(person: Person): Html[] {
  const lines = [
    ['Имя', person.name],
    ['Имя пользователя', person.username && `@${person.username}`],
    ['Номер в Telegram', person.external_id],
    ['Учреждение', person.institution],
    ['Должность', person.position],
    ['Предмет', person.subject],
    ['Стаж', person.years_of_service === null ? null : yearsText(person.years_of_service)],
    ['Напоминания', remindersText(person.reminders)],
    [
      'Тихие часы',
      person.quiet_hours === null ? 'как у центра' : quietText(person.quiet_hours, ''),
    ],
    ['Роли', person.roles.map(roleName).join(', ')],
  ] as const
  return lines.flatMap(([label, value]) => (value ? [html`${label}: ${value}`] : []))
}
