/** An event as an entry for people's own calendars. */
import type { EventRow } from '../db/events.ts'
import { calendarEntry, eventUid } from '../jobs/calendar-entry.ts'
import { eventPeopleTexts } from './texts/event-people.ts'

/**
 * The file to be sent along with a message. An event is the same entry for ever: the one made later takes the place of
 * the earlier in the calendar, and one of a cancelled event takes it out. Null while the event has no time.
 */
export function calendarFile(
  event: EventRow,
  { username, now }: { username: string; now: Date },
): { name: string; text: string } | null {
  const { id, title, starts_at: start, minutes, place, link, description, sequence } = event
  if (!start) return null
  const text = calendarEntry({
    uid: eventUid({ eventId: id, bot: username }),
    ...{ sequence, title, start, minutes, place, url: link },
    // Not every calendar shows the address.
    description: [description, link].filter(Boolean).join('\n\n'),
    now,
    cancelled: event.status === 'cancelled',
  })
  return { name: eventPeopleTexts.calendarFile, text }
}
