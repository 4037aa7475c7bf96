/** Keeps events at the time people agreed on: by the wall clock of their own zone, whatever its rules have become. */
import type { Pool } from '../db/db.ts'
import { agreedTimes, setMoment } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import { planEventReminders } from './plan-reminders.ts'
import { momentAt } from './spoken-time.ts'

/** Zones differ by a day at most: what began earlier than this is over by any rules. */
const STILL_AHEAD_MS = 2 * 24 * 60 * 60_000

/**
 * Makes the moments of coming events anew from their wall clock, and their reminders where a moment has changed. To be
 * called when the program starts: the rules come with the program that runs it. Returns how many events it was.
 */
export async function renewEventTimes(pool: Pool, { now }: { now: Date }): Promise<number> {
  const since = new Date(now.getTime() - STILL_AHEAD_MS)
  let renewed = 0
  for (const event of await agreedTimes(pool, { since })) {
    const { id, zone, starts_local: local, starts_at } = event
    const at = momentAt({ local, zone })
    if (at.getTime() === starts_at.getTime()) continue
    await transaction(pool, async (tx) => {
      if (!(await setMoment(tx, { id, zone, local, at }))) return
      await planEventReminders(tx, { eventId: id, now })
    })
    renewed += 1
  }
  return renewed
}
