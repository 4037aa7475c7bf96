/** When people are reminded of what: the moments, made of what was agreed by the wall clock of its zone. */
import { DateTime } from 'luxon'
import type { Db } from '../db/db.ts'
import { addMeasureReminder } from '../db/measure-reminders.ts'
import { findRemindedDiagnostics, findRemindedEvent } from '../db/reminded-of.ts'
import { type Moment, setReminders } from '../db/reminders.ts'
import { remindersOf } from './diagnostics-days.ts'

/**
 * Makes the event's reminders those of its present time, or none when it is not held. Call it last in the transaction
 * that publishes, moves, cancels or otherwise changes it.
 */
export async function planEventReminders(
  tx: Db,
  { eventId, now }: { eventId: number; now: Date },
): Promise<void> {
  const event = await findRemindedEvent(tx, { eventId })
  const { starts_at: startsAt, zone, remind_before: offsets } = event ?? NEVER
  const moments = startsAt ? offsets.map((minutes) => before(startsAt, zone, minutes)) : []
  await setReminders(tx, { of: { eventId }, moments, pointlessAt: startsAt, now })
}

/** The same for diagnostics, which lose their point with their last day. Who publishes them tells of the opening. */
export async function planDiagnosticsReminders(
  tx: Db,
  { diagnosticsId, now }: { diagnosticsId: number; now: Date },
): Promise<void> {
  const held = await findRemindedDiagnostics(tx, { diagnosticsId })
  const moments = held ? remindersOf(held) : []
  const pointlessAt = held?.closes_at ?? null
  await setReminders(tx, { of: { diagnosticsId }, moments, pointlessAt, now })
}

/** Hour of the wall clock at which people are reminded of a measure. */
const MEASURE_HOUR = 9

/**
 * Has these people reminded so many days before the day of a measure, and adds them to those who are already. The
 * reminder loses its point with that day. Returns its id; null when its time has passed.
 */
export async function planMeasureReminder(
  tx: Db,
  reminder: {
    measureId: number
    /** «2026-12-01»: the day that it is due, or one that a methodist chose. */
    day: string
    /** 0: on the day. */
    daysBefore: number
    people: readonly number[]
    zone: string
    now: Date
  },
): Promise<number | null> {
  const { zone, now, ...planned } = reminder
  const day = DateTime.fromISO(planned.day, { zone })
  const dueAt = day.minus({ days: planned.daysBefore }).set({ hour: MEASURE_HOUR }).toJSDate()
  if (dueAt <= now) return null
  const pointlessAt = day.plus({ days: 1 }).toJSDate()
  return addMeasureReminder(tx, { ...planned, dueAt, pointlessAt, now })
}

const NEVER = { starts_at: null, zone: 'utc', remind_before: [] }
const DAY = 24 * 60

/** Whole days before are days of the calendar: at the same hour, whatever the clocks do in between. */
function before(startsAt: Date, zone: string, minutes: number): Moment {
  const start = DateTime.fromJSDate(startsAt, { zone })
  const due = start.minus(minutes % DAY === 0 ? { days: minutes / DAY } : { minutes })
  return { moment: `before:${minutes}`, dueAt: due.toJSDate() }
}
