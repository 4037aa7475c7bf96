/** The days of a diagnostics: when it begins and ends, when people are invited and when they are reminded. */
import { DateTime } from 'luxon'
import type { Term } from '../db/diagnostics.ts'

/** What people may be told of or reminded at; «opening» is the invitation itself. */
export const DIAGNOSTICS_MOMENTS = ['opening', 'halfway', 'before:4320', 'before:1440'] as const

/** Hours of the wall clock: people are invited and reminded in the morning of a day. */
const MORNING = 10
const MINUTES_A_DAY = 1440

interface Days {
  /** «2026-12-01», both included. */
  opens_on: string
  closes_on: string
  zone: string
}

/** The moments of days that people agreed on. */
export function termOf({ from, to, zone }: { from: string; to: string; zone: string }): Term {
  return {
    opensOn: from,
    closesOn: to,
    opensAt: dayIn(from, zone).toJSDate(),
    closesAt: dayIn(to, zone).plus({ days: 1 }).toJSDate(),
  }
}

/** When the audience is invited, if it is published by then. */
export function invitationAt({ opens_on, zone }: Days): Date {
  return dayIn(opens_on, zone).set({ hour: MORNING }).toJSDate()
}

/**
 * When people are reminded, in order; at most once a day, and not on the day of the invitation. Of two moments of one
 * day the later named counts.
 */
export function remindersOf({
  opens_on,
  closes_on,
  zone,
  moments,
}: Days & { moments: readonly string[] }): { moment: string; dueAt: Date }[] {
  const [opens, closes] = [dayIn(opens_on, zone), dayIn(closes_on, zone)]
  const byDay = new Map<string, { moment: string; dueAt: Date }>()
  for (const moment of moments) {
    const day = dayOf(moment, opens, closes)
    if (day === null || day <= opens || day > closes) continue
    byDay.set(day.toISODate() ?? '', { moment, dueAt: day.set({ hour: MORNING }).toJSDate() })
  }
  return [...byDay.values()].sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}

function dayOf(moment: string, opens: DateTime, closes: DateTime): DateTime | null {
  if (moment === 'halfway') {
    return opens.plus({ days: Math.floor(closes.diff(opens, 'days').days / 2) })
  }
  const minutes = /^before:(\d+)$/.exec(moment)?.[1]
  return minutes === undefined
    ? null
    : closes.minus({ days: Math.round(Number(minutes) / MINUTES_A_DAY) })
}

function dayIn(date: string, zone: string): DateTime {
  return DateTime.fromISO(date, { zone }).startOf('day')
}
