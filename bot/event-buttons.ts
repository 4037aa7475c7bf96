/** Buttons under events: one's own mark, the calendar, what there is to be had. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { EventPerson } from '../db/event-people.ts'
import type { EventRow } from '../db/events.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'

/**
 * What the buttons stand under: the person's own copy of the announcement, a page of /events, or any other message,
 * which a press leaves as it is.
 */
export type EventView = 'copy' | 'page' | 'note'

export function readEventView(name: string): EventView {
  return name === 'copy' || name === 'page' ? name : 'note'
}

export function markButton(
  event: number,
  mark: 'going' | 'declined',
  view: EventView,
): InlineKeyboardButton {
  return button(buttons[mark], 'event-mark', { event, mark, view })
}

export function calendarButton(event: number): InlineKeyboardButton {
  return button(buttons.inCalendar, 'event-calendar', { event })
}

/** Those that still make a difference: none of a cancelled event or one that has begun. */
export function ownButtons(
  event: EventRow,
  own: Pick<EventPerson, 'mark'> | null,
  { view, now }: { view: EventView; now: Date },
): InlineKeyboardButton[][] {
  if (event.status !== 'published' || !event.starts_at || event.starts_at <= now) return []
  const mark = own?.mark ?? null
  const isComing = mark === 'going' || mark === 'waiting'
  return [
    [
      ...(isComing ? [] : [markButton(event.id, 'going', view)]),
      ...(mark === 'declined' ? [] : [markButton(event.id, 'declined', view)]),
    ],
    [calendarButton(event.id)],
  ]
}

/** What a methodist can do with a published event that is not over. */
export function managingButtons(event: EventRow, now: Date): InlineKeyboardButton[][] {
  const end = (event.starts_at?.getTime() ?? 0) + event.minutes * 60_000
  if (event.status !== 'published' || end <= now.getTime()) return []
  return [
    [
      button(buttons.change, 'event-edit', { event: event.id }),
      button(buttons.cancelEvent, 'event-cancel', { event: event.id }),
    ],
  ]
}

export function ratingButtons(event: number): InlineKeyboardMarkup {
  return keyboard(
    [1, 2, 3, 4, 5].map((rating) => button(`${rating}`, 'event-rate', { event, rating })),
  )
}
