/** What a person is reminded of, as one message with its buttons. */
import type { InlineKeyboardButton } from 'grammy/types'
import type { ReminderItem, ReminderWords } from '../jobs/remind.ts'
import { PRIORITY, textPayload } from './content.ts'
import type { Centre } from './context.ts'
import type { EventView } from './event-buttons.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { reminderTexts } from './texts/reminders.ts'

export function createReminderWords({
  centre,
}: {
  centre: Pick<Centre, 'calendar'>
}): ReminderWords {
  const { zone } = centre.calendar
  return {
    priority: PRIORITY.reminder,
    render: (items, now) => {
      const rows = items.map((item, index) => buttonsOf(item, items.length > 1 ? index + 1 : null))
      const text = reminderTexts.reminder(items, now, zone)
      return {
        method: 'sendMessage',
        payload: { ...textPayload(text, keyboard(...rows, ...leaving(items))) },
      }
    },
  }
}

/** A press leaves the message as it is: it may be of several things. */
const NOTE: EventView = 'note'

function buttonsOf({ of, isGoing }: ReminderItem, number: number | null): InlineKeyboardButton[] {
  const { numbered } = reminderTexts
  switch (of.kind) {
    case 'event': {
      const mark = (label: string, name: string) =>
        button(numbered(label, number), 'event-mark', { event: of.id, mark: name, view: NOTE })
      const decline = mark(buttons.declined, 'declined')
      return isGoing ? [decline] : [mark(buttons.going, 'going'), decline]
    }
    case 'diagnostics':
      return [
        button(numbered(buttons.passed, number), 'diagnostics-passed', { diagnostics: of.id }),
      ]
    case 'measure': {
      // Its page takes the place of the message: a list would be lost.
      if (number !== null) return []
      const page = { measure: of.id, view: 'none', plan: 0, offset: 0 }
      return [button(reminderTexts.showMeasure, 'measure', page)]
    }
  }
}

/** One for each site. */
function leaving(items: readonly ReminderItem[]): InlineKeyboardButton[][] {
  const sites = new Map(
    items.flatMap(({ of }) => (of.kind === 'event' && of.site ? [[of.site.id, of.site.name]] : [])),
  )
  return [...sites].map(([site, name]) => [
    button(reminderTexts.leaveSite(name), 'site-leave', { site }),
  ])
}
