/** Tells people of events, and has their copies and the methodists' cards follow: in pages, each once, whatever happens. */
import type { Db, Pool } from '../db/db.ts'
import { hasStaleCards, type StaleCard, takeStaleCards } from '../db/event-cards.ts'
import { type StaleCopy, takeStaleCopies } from '../db/event-copies.ts'
import {
  type Addressee,
  hasEventNews,
  markAnnounced,
  markTold,
  type News,
  takeMaterialsDue,
  takeNews,
  takeUnasked,
} from '../db/event-news.ts'
import { type EventRow, findEvent } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import type { QuietTimes } from './quiet-hours.ts'
import type { Watch } from './watches.ts'

/** Somebody who can be written to. */
export type Reachable<To extends Addressee = Addressee> = To & { chat_key: string }

interface Times {
  dueAt: Date
  /** From then on nobody needs it any more. */
  pointlessAt: Date
}

/** What is said of events. Each plans its message inside the transaction; those that return something, its delivery's id. */
export interface EventNews {
  announce(tx: Db, event: EventRow, to: Reachable<News>, times: Times): Promise<number>
  /** What became of an event that the person wanted to come to. */
  tell(tx: Db, event: EventRow, to: Reachable<News>, times: Times): Promise<number>
  askOpinion(tx: Db, event: EventRow, to: Reachable, times: Times): Promise<void>
  sendMaterials(
    tx: Db,
    event: EventRow,
    to: Reachable<Addressee & { material_id: number }>,
    times: Times,
  ): Promise<void>
  /** Has the person's own copy show what is true. */
  refreshCopy(tx: Db, event: EventRow, copy: StaleCopy): Promise<void>
  refreshCard(tx: Db, event: EventRow, card: StaleCard): Promise<void>
}

/** So many people in one transaction: on the embedded engine everybody else waits for it. */
const PAGE = 20

const HOUR_MS = 60 * 60_000
/** News that would come later than this before the beginning comes at once, whatever the hour. */
const LATEST_MS = 2 * HOUR_MS
/** Nobody is asked how it was after a week. */
const OPINION_MS = 7 * 24 * HOUR_MS
const MATERIALS_MS = 90 * 24 * HOUR_MS

export function createTellEvents(parts: {
  pool: Pool
  news: EventNews
  quietTimes: QuietTimes
  clock: () => Date
}): Watch {
  const { pool, news, quietTimes, clock } = parts

  /** Does what is due for a page of rows; false when there were none. */
  const pageOf =
    <Row extends { event_id: number }>(
      take: (tx: Db, page: { now: Date; limit: number }) => Promise<Row[]>,
      work: (tx: Db, event: EventRow, row: Row) => Promise<void>,
    ) =>
    async (tx: Db): Promise<boolean> => {
      const rows = await take(tx, { now: clock(), limit: PAGE })
      const events = new Map<number, EventRow | null>()
      for (const row of rows) {
        const { event_id: id } = row
        if (!events.has(id)) events.set(id, await findEvent(tx, { id }))
        const event = events.get(id)
        if (event) await work(tx, event, row)
      }
      return rows.length > 0
    }

  const tell = pageOf(takeNews, async (tx, event, row) => {
    const to = reachable(row)
    const begins = event.starts_at ?? clock()
    const dueAt = quietTimes.after(row.quiet_hours, clock())
    if (row.to_tell === 'event') {
      const isWanted = to && event.status === 'published' && dueAt < begins
      const times = { dueAt, pointlessAt: begins }
      return markAnnounced(tx, row, {
        deliveryId: isWanted ? await news.announce(tx, event, to, times) : null,
      })
    }
    const isUrgent = dueAt.getTime() > begins.getTime() - LATEST_MS
    const times = { dueAt: isUrgent ? clock() : dueAt, pointlessAt: endOf(event) }
    const isWanted = to && times.dueAt < times.pointlessAt
    return markTold(tx, row, {
      deliveryId: isWanted ? await news.tell(tx, event, to, times) : null,
    })
  })

  const timesFor = (to: Addressee, longestMs: number): Times => ({
    dueAt: quietTimes.after(to.quiet_hours, clock()),
    pointlessAt: new Date(clock().getTime() + longestMs),
  })

  const askOpinions = pageOf(takeUnasked, async (tx, event, row) => {
    const to = reachable(row)
    const isLate = endOf(event).getTime() + OPINION_MS < clock().getTime()
    if (!to || isLate || event.status !== 'published') return
    await news.askOpinion(tx, event, to, timesFor(to, OPINION_MS))
  })

  const sendMaterials = pageOf(takeMaterialsDue, async (tx, event, row) => {
    const to = reachable(row)
    if (to) await news.sendMaterials(tx, event, to, timesFor(to, MATERIALS_MS))
  })

  const refreshCopies = pageOf(takeStaleCopies, news.refreshCopy)
  const refreshCards = pageOf(takeStaleCards, news.refreshCard)

  return {
    isDue: async () => (await hasEventNews(pool, { now: clock() })) || (await hasStaleCards(pool)),
    run: async () => {
      for (const page of [tell, askOpinions, sendMaterials]) {
        while (await transaction(pool, page)) {
          // The next page.
        }
      }
      // The rest is for the next second: what people pressed comes first.
      await transaction(pool, refreshCards)
      await transaction(pool, refreshCopies)
    },
  }
}

function reachable<To extends Addressee>(to: To): Reachable<To> | null {
  const { chat_key } = to
  return chat_key === null ? null : { ...to, chat_key }
}

function endOf({ starts_at, minutes }: EventRow): Date {
  return new Date((starts_at?.getTime() ?? 0) + minutes * 60_000)
}
