/** Words about changing, moving and cancelling an event that people know of. */
import type { Reinvited } from '../../db/event-invited.ts'
import type { EventRow, PlannedEvent } from '../../db/events.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { whenText } from './event-body.ts'
import { type EventField, eventNewTexts, fieldValue } from './event-new.ts'
import { plural } from './plural.ts'

type Clock = Pick<Centre, 'calendar' | 'municipality'>

const FIELDS = eventNewTexts.fields

export const eventEditingTexts = {
  choose: (event: EventRow, centre: Clock): Html =>
    html`Что изменить?\n\n<b>${event.title}</b>\n${whenText(event, centre) ?? ''}`,
  ask: (event: EventRow, question: Html): Html =>
    join([html`<b>${event.title}</b>`, question], '\n\n'),
  fields: FIELDS,
  move: 'Перенести',
  cancelEvent: 'Отменить мероприятие',
  withoutReason: 'Без причины',
  keep: 'Оставить как есть',

  chooseInvited: (title: string): Html =>
    html`<b>${title}</b>\n\nКого позвать? До подтверждения ничего не изменится.`,

  /** Old and new, and who hears of it. */
  confirm: ({ before, after, field, told, lines }: Change, counts: Counts): Html =>
    join(
      [
        field === 'time'
          ? html`Перенести мероприятие <b>${before.title}</b>?`
          : html`Изменить мероприятие <b>${before.title}</b>?`,
        ...lines.map((line) =>
          join([
            html`${FIELDS[line.field]}. Было: ${shorten(line.before, LONGEST)}`,
            html`Станет: <b>${shorten(line.after, LONGEST)}</b>`,
          ]),
        ),
        html`${effects({ after, field, told }, counts)}`,
        counts.people && html`${invitations(counts.people)}`,
      ],
      '\n\n',
    ),
  sameAlready: html`Так и есть, менять нечего.`,
  moved: (event: PlannedEvent, centre: Clock): Html =>
    html`<b>Перенесено.</b> ${event.title}\n${whenText(event, centre) ?? ''}`,
  /** `invited`: how many are invited by it; null where it is not about that. */
  changed: (
    field: EventField,
    event: EventRow,
    { value, invited }: { value: string; invited: number | null },
  ): Html =>
    join([
      html`<b>Исправлено.</b> ${event.title}`,
      html`${FIELDS[field]}: ${shorten(value, LONGEST)}`,
      invited === null ? null : html`Новых приглашений: ${invited}`,
    ]),
  done: 'Готово.',
  kept: html`Ничего не изменено.`,

  askReason: (event: EventRow, centre: Clock): Html =>
    html`Почему отменяется мероприятие?\n\n<b>${event.title}</b>\n${whenText(event, centre) ?? ''}\n\nНапишите причину: её увидят все, кого приглашали.`,
  reasonTooLong: (most: number): Html =>
    html`Слишком длинно. Напишите, пожалуйста, короче: до ${plural(most, 'знака', 'знаков', 'знаков')}.`,
  cancelSure: (event: EventRow, reason: string | null, concerned: number, centre: Clock): Html =>
    join(
      [
        html`Отменить мероприятие?`,
        html`<b>${event.title}</b>\n${whenText(event, centre) ?? ''}`,
        reason === null ? null : html`Причина: ${reason}`,
        html`${toldText(concerned)} Напоминаний больше не будет. Вернуть мероприятие нельзя.`,
      ],
      '\n\n',
    ),
  cancelled: (event: EventRow): Html =>
    html`<b>Отменено.</b> ${event.title}${event.cancel_reason === null ? '' : html`\nПричина: ${event.cancel_reason}`}`,

  methodistsOnly: eventNewTexts.methodistsOnly,
  passed: 'Этот вопрос уже позади. Мероприятия: /events',
  passedTime: 'Новое время уже прошло. Начните, пожалуйста, снова: /events',
  over: 'Мероприятие уже отменено или прошло. Мероприятия: /events',
  changedSince: 'Мероприятие с тех пор изменилось. Начните, пожалуйста, снова: /events',
}

interface Change {
  before: EventRow
  after: EventRow
  field: EventField
  /** Whether people are written to. */
  told: boolean
  lines: readonly { field: EventField; before: string; after: string }[]
}

interface Counts {
  concerned: number
  going: number
  /** Where it may change whom the event invites. */
  people: Reinvited | null
}

/** Of what is shown of a field. */
const LONGEST = 1000

/** The field in words; what is not said says so. */
export function fieldText(
  event: EventRow,
  field: Exclude<EventField, 'audience'>,
  centre: Clock,
): string {
  return fieldValue(event, field, centre) ?? NOTHING[field] ?? 'не указано'
}

const NOTHING: Partial<Record<EventField, string>> = {
  capacity: 'без ограничения',
  site: 'без площадки',
}

function effects(
  { after, field, told }: Omit<Change, 'before' | 'lines'>,
  { concerned, going }: Counts,
): string {
  if (told) {
    const people = toldText(concerned)
    return field === 'time' ? `${people} Напоминания перенесутся вместе с мероприятием.` : people
  }
  if (field === 'audience') return 'Кто уже ответил, того это не касается.'
  if (field === 'reminders') return 'Разосланных напоминаний это не касается.'
  if (field !== 'capacity') return 'Объявления обновятся сами, писать никому не буду.'
  if (after.capacity === null || after.capacity >= going) {
    return 'Объявления обновятся. Свободные места получат те, кто в листе ожидания; я им напишу.'
  }
  return `Уже ${plural(going, 'человек собирается', 'человека собираются', 'человек собираются')} прийти: их места сохранятся.`
}

function invitations({ invited, uninvited }: Reinvited): string {
  const all = [`Новых приглашений: ${invited}.`]
  if (uninvited > 0) {
    all.push(`Кого больше не зовёте и кто не ответил: ${uninvited}. Напоминать им не буду.`)
  }
  return all.join(' ')
}

function toldText(people: number): string {
  if (people === 0)
    return 'Прийти пока никто не собирался: писать никому не буду, объявления обновятся.'
  const count = plural(people, 'человек', 'человека', 'человек')
  return `Сообщу тем, кто собирался прийти (${count}); у остальных обновится объявление.`
}
