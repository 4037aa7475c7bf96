/** The files are read by `ical.js`, the parser of Thunderbird. */
import ICAL from 'ical.js'
import { expect, it } from 'vitest'
import { type CalendarEntry, calendarEntry, eventUid } from '../../jobs/calendar-entry.ts'

const given: CalendarEntry = {
  uid: eventUid({ eventId: '42', bot: 'vopros_bot' }),
  sequence: 0,
  title: 'Семинар «Наставничество»; часть 1, вводная',
  start: new Date('2026-11-25T15:00+03:00'),
  minutes: 90,
  place: 'МБОУ «СОШ № 4», ул. Ленина, 5; каб. 12\\3',
  url: 'https://example.org/meet?room=1&pwd=a,b',
  description: 'Возьмите с собой:\n— ноутбук;\n— план 😀\n',
  now: new Date('2026-11-22T09:00:00Z'),
}

function parsed(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const component = calendar.getFirstSubcomponent('vevent')!
  return { calendar, component, event: new ICAL.Event(component) }
}

it('is read back by another program as it was meant', () => {
  const { calendar, component, event } = parsed(calendarEntry(given))
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  expect(calendar.getFirstPropertyValue('prodid')).toBeTruthy()
  expect(event.startDate.toJSDate()).toEqual(given.start)
  expect(event.duration.toSeconds()).toBe(90 * 60)
  expect([event.summary, event.location, event.description]).toEqual([
    given.title,
    given.place,
    given.description,
  ])
  expect(component.getFirstPropertyValue('url')).toBe('https://example.org/meet?room=1&pwd=a%2Cb')
  expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED')
  expect(component.getFirstPropertyValue('dtstamp')?.toString()).toBe('2026-11-22T09:00:00Z')
})

it('takes the place of the event that was moved: one UID and a higher SEQUENCE', () => {
  const before = parsed(calendarEntry(given)).event
  const start = new Date('2026-11-26T16:00+03:00')
  const after = parsed(calendarEntry({ ...given, start, sequence: 1 })).event
  expect(after.uid).toBe(before.uid)
  expect([before.sequence, after.sequence]).toEqual([0, 1])
  expect(after.startDate.toJSDate()).toEqual(start)
})

it('takes a cancelled event out of the calendar', () => {
  const { calendar, component } = parsed(calendarEntry({ ...given, sequence: 2, cancelled: true }))
  expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL')
  expect(component.getFirstPropertyValue('status')).toBe('CANCELLED')
  expect(component.getFirstPropertyValue('uid')).toBe(given.uid)
})

it('folds lines at 75 octets and cuts no letter in two', () => {
  const title = 'Ы😀'.repeat(100)
  const text = calendarEntry({ ...given, title })
  const longest = Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))
  expect(longest).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n�]/)
  expect(parsed(text).event.summary).toBe(title)
})

it('lets no text of a person add lines of its own', () => {
  const title = 'Семинар\r\nMETHOD:CANCEL\r\u0007\u2028BEGIN:VEVENT'
  const { calendar, event } = parsed(calendarEntry({ ...given, title, place: null, url: null }))
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1)
  expect(event.summary).toContain('METHOD:CANCEL')
})
