/** The hours in which nobody is written to unasked: what falls into them waits for their end. */
import { DateTime } from 'luxon'
import type { Db } from '../db/db.ts'
import { findQuietHours } from '../db/profiles.ts'

export interface QuietHours {
  zone: string
  /** Minutes from midnight by the wall clock; `from` after `to` goes over midnight. */
  from: number
  to: number
}

/** From when on a person may be written to unasked, given when it is wanted. */
export type WhenToTell = (db: Db, wanted: { personId: number; time: Date }) => Promise<Date>

/** The same for many people at once, whose own quiet hours (column `quiet_hours`, null: none of their own) are known. */
export interface QuietTimes {
  /** The given time, or the end of the quiet hours that it falls into. */
  after(own: string | null, time: Date): Date
  /** When the next quiet hours begin, of a time outside of them; null for none. */
  next(own: string | null, time: Date): Date | null
}

/** The one place that decides it: by the person's own quiet hours, else by the centre's (`QUIET_HOURS`). */
export function createQuietTimes(centre: { quietHours: string; zone: string }): QuietTimes {
  const hoursOf = (own: string | null) => parseQuietHours(own ?? centre.quietHours, centre.zone)
  return {
    after: (own, time) => afterQuietHours(hoursOf(own), time),
    next: (own, time) => {
      const quiet = hoursOf(own)
      return quiet && nextMinute(quiet.zone, quiet.from, time)
    },
  }
}

/** The same for one person. */
export function createWhenToTell(centre: { quietHours: string; zone: string }): WhenToTell {
  const { after } = createQuietTimes(centre)
  return async (db, { personId, time }) => after(await findQuietHours(db, { personId }), time)
}

/** What a person wrote, «с 21 до 8», «21.00–8.00», as `parseQuietHours` takes it; null when it is no such time. */
export function readQuietHours(text: string): string | null {
  const [, fromHour, fromMinute = '00', toHour, toMinute = '00'] = WRITTEN.exec(text.trim()) ?? []
  if (fromHour === undefined || toHour === undefined) return null
  if ([fromHour, toHour].some((hour) => Number(hour) > 24)) return null
  if ([fromMinute, toMinute].some((minute) => Number(minute) > 59)) return null
  // Midnight is often called 24.
  const two = (hour: string) => String(Number(hour) % 24).padStart(2, '0')
  const [from, to] = [`${two(fromHour)}:${fromMinute}`, `${two(toHour)}:${toMinute}`]
  return from === to ? null : `${from}-${to}`
}

const WRITTEN =
  /^(?:с\s+)?(\d{1,2})(?:[:.\s](\d\d))?\s*(?:час\p{L}*|ч\.?)?\s*(?:[-–—−]|до)\s*(\d{1,2})(?:[:.\s](\d\d))?\s*(?:час\p{L}*|ч\.?)?$/iu

/** Reads `QUIET_HOURS`, «21:00-08:00»; null for none. Settings have checked its form. */
export function parseQuietHours(text: string, zone: string): QuietHours | null {
  const [, fromHour, fromMinute, toHour, toMinute] =
    /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text) ?? []
  if (toMinute === undefined) return null
  const from = Number(fromHour) * 60 + Number(fromMinute)
  const to = Number(toHour) * 60 + Number(toMinute)
  return from === to ? null : { zone, from, to }
}

/** The given time, or the end of the quiet hours that it falls into. */
export function afterQuietHours(quiet: QuietHours | null, time: Date): Date {
  if (!quiet) return time
  const local = DateTime.fromJSDate(time, { zone: quiet.zone })
  const minute = local.hour * 60 + local.minute
  const { from, to } = quiet
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  return isQuiet ? nextMinute(quiet.zone, to, time) : time
}

/** When the clock of the zone shows this minute of the day next, later than the given time. */
function nextMinute(zone: string, minute: number, time: Date): Date {
  const local = DateTime.fromJSDate(time, { zone })
  const shown = local.startOf('day').set({ hour: Math.floor(minute / 60), minute: minute % 60 })
  return (shown > local ? shown : shown.plus({ days: 1 })).toJSDate()
}
