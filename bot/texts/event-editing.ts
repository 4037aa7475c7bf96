/** Words about changing, moving and cancelling an event that people know of. */
import type { EventRow, PlannedEvent } from '../../db/events.ts'
import type { Centre } from '../context.ts'
import { type Html, html, join, shorten } from '../html.ts'
import { whenText } from './event-body.ts'
import { type EventField, eventNewTexts, fieldValue } from './event-new.ts'
import { plural } from './plural.ts'

/** What of a published event can be changed; its site and whom it invites stay. */
export type ChangeableField = Exclude<EventField, 'site' | 'audience'>

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

  /** Old and new, and who hears of it. */
  confirm: (
    { before, after, field, told }: Change,
    { concerned, going }: { concerned: number; going: number },
    centre: Clock,
  ): Html =>
    join(
      [
        field === 'time'
          ? html`Перенести мероприятие <b>${before.title}</b>?`
          : html`Изменить мероприятие <b>${before.title}</b>?`,
        join([
          html`${FIELDS[field]}. Было: ${shown(before, field, centre)}`,
          html`Станет: <b>${shown(after, field, centre)}</b>`,
        ]),
        html`${effects({ before, after, field, told }, { concerned, going })}`,
      ],
      '\n\n',
    ),
  sameAlready: html`Так и есть, менять нечего.`,
  moved: (event: PlannedEvent, centre: Clock): Html =>
    html`<b>Перенесено.</b> ${event.title}\n${whenText(event, centre) ?? ''}`,
  changed: (field: ChangeableField, event: EventRow, centre: Clock): Html =>
    html`<b>Исправлено.</b> ${event.title}\n${FIELDS[field]}: ${shown(event, field, centre)}`,
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
  field: ChangeableField
  /** Whether people are written to. */
  told: boolean
}

function shown(event: EventRow, field: ChangeableField, centre: Clock): string {
  return shorten(fieldValue(event, field, centre) ?? NOTHING[field] ?? 'не указано', 1000)
}

const NOTHING: Partial<Record<ChangeableField, string>> = { capacity: 'без ограничения' }

function effects(
  { after, field, told }: Change,
  { concerned, going }: { concerned: number; going: number },
): string {
  if (told) {
    const people = toldText(concerned)
    return field === 'time' ? `${people} Напоминания перенесутся вместе с мероприятием.` : people
  }
  if (field === 'reminders') return 'Разосланных напоминаний это не касается.'
  if (field !== 'capacity') return 'Объявления обновятся сами, писать никому не буду.'
  if (after.capacity === null || after.capacity >= going) {
    return 'Объявления обновятся. Свободные места получат те, кто в листе ожидания; я им напишу.'
  }
  return `Уже ${plural(going, 'человек собирается', 'человека собираются', 'человек собираются')} прийти: их места сохранятся.`
}

function toldText(people: number): string {
  if (people === 0)
    return 'Прийти пока никто не собирался: писать никому не буду, объявления обновятся.'
  const count = plural(people, 'человек', 'человека', 'человек')
  return `Сообщу тем, кто собирался прийти (${count}); у остальных обновится объявление.`
}
