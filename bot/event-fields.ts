/** Reads what a methodist writes of an event, field by field. */
import { DateTime } from 'luxon'
import type { EventFacts, EventRow } from '../db/events.ts'
import { readLength, readOffsets } from '../jobs/spoken-length.ts'
import { momentAt, readMoment, readTime } from '../jobs/spoken-time.ts'
import type { Centre } from './context.ts'
import type { PendingChange } from './dialogue-steps.ts'
import type { Html } from './html.ts'
import { EVENT_FIELDS, type EventField, eventNewTexts, whenIn } from './texts/event-new.ts'

/** What is to become of the event. */
export type EventChange = Omit<PendingChange, 'sequence'>

export type ReadField =
  | { kind: 'change'; change: EventChange }
  /** The day is known, `2026-11-25`; the time of day is to be asked. */
  | { kind: 'day'; day: string }
  | { kind: 'refused'; why: Html }

/** Fields that can be left empty. */
export const CLEARED: Partial<Record<EventField, EventChange>> = {
  place: { place: '', link: '' },
  description: { description: '' },
  capacity: { capacity: null },
  reminders: { remindBefore: [] },
}

/** All of them and what stands around them fit a message of 4096 characters. */
const LONGEST = { title: 200, place: 300, link: 500, description: 2000 } as const
const MOST_PLACES = 100_000
const MOST_REMINDERS = 6

export function readEventField(name: string): EventField | null {
  return EVENT_FIELDS.find((field) => field === name) ?? null
}

/** What the words say of the field. `day`: of the time only the time of day is asked, of this day. */
export function readField(
  field: EventField,
  text: string,
  here: { event: EventRow; day?: string | undefined; now: Date; centre: Centre },
): ReadField {
  switch (field) {
    case 'title':
      return within('title', { title: oneLine(text) })
    case 'description':
      return within('description', { description: text.trim() })
    case 'place':
      return readPlace(text)
    case 'time':
      return readStart(text, here)
    case 'minutes': {
      const minutes = readLength(text)
      return minutes === null ? refused(eventNewTexts.unclearMinutes) : change({ minutes })
    }
    case 'capacity':
      return readCapacity(text)
    case 'reminders':
      return readReminders(text)
    case 'site':
    case 'audience':
      return refused(eventNewTexts.useButtons)
  }
}

/** The change as the table keeps it; a time is of the centre's zone. */
export function factsOf(wanted: EventChange, { calendar }: Centre): Partial<EventFacts> {
  const { local, remindBefore, siteId, sequence: _seen, ...others } = { sequence: 0, ...wanted }
  const { zone } = calendar
  return {
    // Undefined fields say nothing, here as there.
    ...(others as Partial<EventFacts>),
    ...(remindBefore ? { remind_before: remindBefore } : {}),
    ...(siteId === undefined ? {} : { site_id: siteId }),
    ...(local ? { starts_local: local, zone, starts_at: momentAt({ local, zone }) } : {}),
  }
}

function readStart(
  text: string,
  here: { event: EventRow; day?: string | undefined; now: Date; centre: Centre },
): ReadField {
  const { event, now, centre } = here
  const { zone } = centre.calendar
  const [ownDay, ownTime] = event.starts_local?.split('T') ?? []
  // A time of day alone is that of the day which is known: the one just said, or the event's own.
  const day = here.day ?? ownDay
  const time = day === undefined ? null : readTime(text)
  if (day !== undefined && time !== null) return atLocal(`${day}T${time}`, { now, centre })
  const read = readMoment(text, { now, zone })
  if (read.kind === 'unclear') {
    const isTime = here.day !== undefined && !read.why
    return refused(isTime ? eventNewTexts.unclearTimeOfDay : eventNewTexts.unclearTime(read.why))
  }
  if (read.kind === 'moment') {
    const found = atLocal(read.local, { now, centre })
    if (found.kind !== 'change' || read.minutes === undefined) return found
    return change({ ...found.change, minutes: read.minutes })
  }
  if (read.past) return refused(eventNewTexts.pastDay(dayText(read.date)))
  // Another day alone keeps the time of day: what comes of it is confirmed.
  if (ownTime !== undefined) return atLocal(`${read.date}T${ownTime}`, { now, centre })
  return { kind: 'day', day: read.date }
}

/** «среда, 25 ноября 2026» of `2026-11-25`. */
export function dayText(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc' }).setLocale('ru').toFormat('cccc, d MMMM yyyy')
}

function atLocal(local: string, { now, centre }: { now: Date; centre: Centre }): ReadField {
  const { zone } = centre.calendar
  const at = momentAt({ local, zone })
  if (at > now) return change({ local })
  return refused(eventNewTexts.past(whenIn({ starts_at: at, zone }, centre) ?? ''))
}

/** A link and what is around it: «каб. 12, https://…». */
function readPlace(text: string): ReadField {
  const words = oneLine(text)
  const [found] = LINK.exec(words) ?? []
  if (found === undefined) return within('place', { place: words, link: '' })
  const address = found.replace(/[.,;:!?)»"]+$/, '')
  const place = words
    .replace(found, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:.–—-]+|[\s,;:–—-]+$/g, '')
  const link = /^https?:/i.test(address) ? address : `https://${address}`
  if (link.length > LONGEST.link || !URL.canParse(link)) {
    return refused(eventNewTexts.tooLong(LONGEST.link))
  }
  return within('place', { place, link })
}

/** With its scheme, or as people write the usual ones without: «telemost.yandex.ru/j/123». */
const LINK = /https?:\/\/\S+|(?:[a-z0-9-]+\.)+(?:ru|рф|su|com|org|net|us|me|io|info)\/\S*/i

function readCapacity(text: string): ReadField {
  if (/без\s+огранич|не\s*огранич|^нет$|^любое$|хватит\s+всем/i.test(text.trim())) {
    return change({ capacity: null })
  }
  const [found, ...others] = text.replace(/(?<=\d)\s(?=\d{3}\b)/g, '').match(/\d+/g) ?? []
  const capacity = Number(found)
  const isCount = others.length === 0 && capacity >= 1 && capacity <= MOST_PLACES
  return isCount ? change({ capacity }) : refused(eventNewTexts.unclearCapacity)
}

function readReminders(text: string): ReadField {
  const remindBefore = readOffsets(text)
  if (remindBefore === null) return refused(eventNewTexts.unclearReminders)
  if (remindBefore.length > MOST_REMINDERS) {
    return refused(eventNewTexts.tooManyReminders(MOST_REMINDERS))
  }
  return change({ remindBefore })
}

function within(field: 'title' | 'place' | 'description', wanted: EventChange): ReadField {
  const most = LONGEST[field]
  if ((wanted[field] ?? '').length > most) return refused(eventNewTexts.tooLong(most))
  return change(wanted)
}

function change(wanted: EventChange): ReadField {
  return { kind: 'change', change: wanted }
}

function refused(why: Html): ReadField {
  return { kind: 'refused', why }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
