/** Tells methodists of road maps: on Monday morning what is due, and once of each plan that its term has ended. */
import { DateTime } from 'luxon'
import type { Db, Pool } from '../db/db.ts'
import { listMeasures } from '../db/measures.ts'
import { hasEndedPlans, type Plan, takeEndedPlans } from '../db/plans.ts'
import { isScheduleDue, planSchedule, takeSchedule } from '../db/schedules.ts'
import { transaction } from '../db/transaction.ts'
import { agendaOfWeek, type Week } from '../rag/measures/agenda.ts'
import type { Outbox } from './outbox.ts'
import type { Watch } from './watches.ts'
import { type Calendar, isWorkingTime, nextWorkingTime } from './working-hours.ts'

/** Each plans its messages inside the transaction and returns the ids of the deliveries. */
export interface RoadmapNews {
  /** `until`: when the next digest comes. */
  digest(tx: Db, week: Week, until: Date): Promise<number[]>
  /** Asks whether they go to the archive. */
  ended(tx: Db, plans: Plan[]): Promise<number[]>
}

/** Kinds of documents that are nothing but plans: when all is over, nothing of them is in force. */
export const KINDS_OF_PLANS = ['дорожная карта', 'план', 'комплекс мер', 'график'] as const

export function createRoadmapNews(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  news: RoadmapNews
  calendar: Calendar
  clock: () => Date
}): Watch {
  const { pool, outbox, news, calendar, clock } = parts
  const name = 'roadmap-digest'
  const ended = (now: Date) => ({ today: todayIn(calendar.zone, now), kinds: KINDS_OF_PLANS })

  async function digest(tx: Db, now: Date): Promise<number[]> {
    const nextAt = nextMonday(calendar, now)
    const taken = await takeSchedule(tx, { name, now, nextAt })
    if (!taken) {
      await planSchedule(tx, { name, dueAt: nextAt })
      return []
    }
    const week = agendaOfWeek(await listMeasures(tx), todayIn(calendar.zone, now))
    const count = week.thisWeek.length + week.nextWeek.length + week.overdue.length
    return count === 0 ? [] : news.digest(tx, week, nextAt)
  }

  return {
    isDue: async () => {
      const now = clock()
      if (!isWorkingTime(calendar, now)) return false
      return (await isScheduleDue(pool, { name, now })) || hasEndedPlans(pool, ended(now))
    },
    run: async () => {
      const now = clock()
      if (!isWorkingTime(calendar, now)) return
      const planned = await transaction(pool, async (tx) => [
        ...(await digest(tx, now)),
        ...(await offer(tx, now)),
      ])
      await outbox.flush(planned)
    },
  }

  async function offer(tx: Db, now: Date): Promise<number[]> {
    const plans = await takeEndedPlans(tx, { ...ended(now), now })
    return plans.length === 0 ? [] : news.ended(tx, plans)
  }
}

/** When the first working hours of the next week begin. */
function nextMonday(calendar: Calendar, after: Date): Date {
  const week = DateTime.fromJSDate(after, { zone: calendar.zone }).startOf('week')
  return nextWorkingTime(calendar, week.plus({ weeks: 1 }).toJSDate())
}

/** The calendar day by the wall clock of the zone, as an ISO date. */
export function todayIn(zone: string, now: Date): string {
  return DateTime.fromJSDate(now, { zone }).toFormat('yyyy-MM-dd')
}
