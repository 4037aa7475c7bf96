/** Writes an event as the text of an `.ics` file that calendars add, move and take out again. */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'

export interface CalendarEntry {
  /** Of `eventUid`: the same for all editions of the event. */
  uid: string
  /** 0 at first, and one more at every change of time, place or state. */
  sequence: number
  title: string
  start: Date
  minutes: number
  place?: string | null
  url?: string | null
  description?: string | null
  cancelled?: boolean
  now: Date
}

/** By it a calendar knows a moved or cancelled event again. `bot`: the bot's username. */
export function eventUid({ eventId, bot }: { eventId: string | number; bot: string }): string {
  return `event-${eventId}@${bot}.t.me`
}

/**
 * The whole file. Times are UTC: that is right in every calendar without a VTIMEZONE, which some misread and Outlook
 * insists on; the one advantage of a named zone, a weekly event that keeps its hour when the clocks change, a single
 * event does not need. It ends by DTEND, since old Outlook does not know DURATION. There is no ORGANIZER: it takes a
 * mail address, and calendars would make an invitation to be answered of the event.
 */
export function calendarEntry(entry: CalendarEntry): string {
  const calendar = ical({
    prodId: { company: 'Vopros', product: 'Vopros', language: 'RU' },
    method: entry.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
  })
  calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    stamp: entry.now,
    start: entry.start,
    end: new Date(entry.start.getTime() + entry.minutes * 60_000),
    summary: withoutControls(entry.title),
    location: entry.place ? withoutControls(entry.place) : null,
    description: entry.description ? withoutControls(entry.description) : null,
    url: plainUrl(entry.url),
    status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  })
  return `${calendar.toString()}\r\n`
}

/** The generator escapes commas, which in an address nothing takes back; what is no address has no place there. */
function plainUrl(url: string | null | undefined): string | null {
  const parsed = url ? URL.parse(url) : null
  return parsed?.href.replace(/[,;\\]/g, encodeURIComponent) ?? null
}

/** A calendar file may hold no control character but the line's end. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => (control === '\n' ? control : ' '))
}
