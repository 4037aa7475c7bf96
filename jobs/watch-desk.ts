/** Keeps the tutors' desk on time: whatever is due happens once, in working hours, however long nobody looked. */
import type { Db, Pool } from '../db/db.ts'
import { findLostCards, hasLostCards } from '../db/lost-cards.ts'
import { countDesk, type DeskFigures } from '../db/queue.ts'
import { isScheduleDue, planSchedule, takeSchedule } from '../db/schedules.ts'
import { findMissingCards, hasMissingCards, type MissingCard } from '../db/ticket-cards.ts'
import { hasTicketsOfGone, releaseTicketsOfGone } from '../db/ticket-leavers.ts'
import {
  closeUncontested,
  type EndedLease,
  endLeases,
  isDeskDue,
  takeOverdue,
  takeReminders,
} from '../db/ticket-times.ts'
import type { Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Outbox } from './outbox.ts'
import type { Queues } from './queues.ts'
import { type Calendar, isWorkingTime, nextMorning } from './working-hours.ts'

/** What the desk has to say. Each plans its messages inside the transaction and returns the ids of the deliveries. */
export interface DeskNews {
  cards(tx: Db, missing: MissingCard[]): Promise<number[]>
  /** To the tutors whose time is over. */
  leasesEnded(tx: Db, leases: EndedLease[]): Promise<number[]>
  /** To the desk: nobody takes these. */
  reminder(tx: Db, tickets: Ticket[]): Promise<number[]>
  /** To the methodists, and to those who wait. */
  overdue(tx: Db, tickets: Ticket[]): Promise<number[]>
  /** To the desk, in the morning; `since`: the time of the digest before. */
  digest(tx: Db, digest: DeskFigures & { since: Date }): Promise<number[]>
}

export interface WatchDesk {
  /** Whether there is anything to do. */
  isDue(): Promise<boolean>
  /** Does it. Twice, or in two processes, is as good as once. */
  run(): Promise<void>
}

/** Of a longer list the rest is for the next second. */
const PAGE = 200

const DAY_MS = 24 * 60 * 60_000
/** An answer that nobody contests for so long was the answer. */
const CONTESTABLE_MS = 7 * DAY_MS

/** What a step did: tickets whose cards have to change, and deliveries that have to leave. */
interface Done {
  changed?: number[]
  planned?: number[]
}

export function createWatchDesk(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  queues: Pick<Queues, 'enqueue'>
  news: DeskNews
  calendar: Calendar
  clock: () => Date
}): WatchDesk {
  const { pool, outbox, queues, news, calendar, clock } = parts

  async function step(work: (tx: Db) => Promise<Done>): Promise<void> {
    const { changed = [], planned = [] } = await transaction(pool, work)
    for (const ticketId of changed) {
      await queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
    }
    await outbox.flush(planned)
  }

  async function onTime(now: Date): Promise<void> {
    const look = { now, limit: PAGE }
    await step(async (tx) => {
      const leases = await endLeases(tx, look)
      return { changed: idsOf(leases), planned: await unlessNone(leases, news.leasesEnded, tx) }
    })
    await step(async (tx) => {
      const overdue = await takeOverdue(tx, look)
      return { changed: idsOf(overdue), planned: await unlessNone(overdue, news.overdue, tx) }
    })
    await step(async (tx) => {
      const waiting = await takeReminders(tx, look)
      return { planned: await unlessNone(waiting, news.reminder, tx) }
    })
    await step(async (tx) => {
      return { changed: await closeUncontested(tx, { ...look, ...contestable(now) }) }
    })
    await step((tx) => digest(tx, now))
  }

  async function digest(tx: Db, now: Date): Promise<Done> {
    const name = 'desk-digest'
    const nextAt = nextMorning(calendar, now)
    const taken = await takeSchedule(tx, { name, now, nextAt })
    if (!taken) {
      await planSchedule(tx, { name, dueAt: nextAt })
      return {}
    }
    const since = taken.last_at ?? earlier(now, DAY_MS)
    const figures = await countDesk(tx, { since, now })
    return { planned: await news.digest(tx, { ...figures, since }) }
  }

  return {
    isDue: async () => {
      const now = clock()
      if ((await hasTicketsOfGone(pool)) || (await hasMissingCards(pool))) return true
      if (await hasLostCards(pool, { now })) return true
      if (!isWorkingTime(calendar, now)) return false
      return (
        (await isDeskDue(pool, { now, ...contestable(now) })) ||
        (await isScheduleDue(pool, { name: 'desk-digest', now }))
      )
    },
    run: async () => {
      const now = clock()
      await step(async (tx) => ({ changed: await releaseTicketsOfGone(tx, { now }) }))
      if (isWorkingTime(calendar, now)) await onTime(now)
      await step(async (tx) => {
        const cards = [...(await findLostCards(tx, { now })), ...(await findMissingCards(tx))]
        return { planned: await unlessNone(cards, news.cards, tx) }
      })
    },
  }
}

function contestable(now: Date): { answeredBefore: Date } {
  return { answeredBefore: earlier(now, CONTESTABLE_MS) }
}

function earlier(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds)
}

function idsOf(rows: { id: number }[]): number[] {
  return rows.map(({ id }) => id)
}

async function unlessNone<Row>(
  rows: Row[],
  say: (tx: Db, rows: Row[]) => Promise<number[]>,
  tx: Db,
): Promise<number[]> {
  return rows.length === 0 ? [] : say(tx, rows)
}
