/** Brings broadcasts on their way: begins them, sends them page by page at the messenger's pace, and ends them. */
import {
  endBroadcasts,
  hasBroadcastWork,
  leaveOut,
  planPeople,
  postpone,
  type Ready,
  readyDeliveries,
  runningBroadcasts,
  scheduledBroadcasts,
  takeUnplanned,
} from '../db/broadcast-pages.ts'
import { cancelBroadcast } from '../db/broadcast-states.ts'
import { type Broadcast, findBroadcast } from '../db/broadcasts.ts'
import type { Pool } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import { transaction } from '../db/transaction.ts'
import { beginAndTell } from './begin-broadcast.ts'
import { runLanes } from './broadcast-lanes.ts'
import type { BroadcastNews } from './broadcast-news.ts'
import { createProgressTeller } from './broadcast-progress.ts'
import { type HeldDelivery, hold, release, type Sender, sendHeld } from './deliver.ts'
import type { Outbox } from './outbox.ts'
import type { QuietTimes } from './quiet-hours.ts'
import type { Watch } from './watches.ts'

/** So many people get their deliveries in one transaction: it holds up others on the embedded engine. */
const PLANNED_AT_ONCE = 100
/** What is sent in a second: so old is what is known of a person when their turn comes. */
const PAGE = 30

/**
 * The watch of broadcasts. A run lasts as long as there is anything to send, and is the only one of all processes;
 * `stop` ends it after what is on the wire.
 */
export function createBroadcastWatch(parts: {
  sender: Sender
  outbox: Pick<Outbox, 'flush'>
  news: BroadcastNews
  quiet: Pick<QuietTimes, 'after'>
  /** Of the deliveries; the largest there is. */
  priority: number
}): Watch & { stop(): Promise<void> } {
  const { sender, outbox, news, quiet, priority } = parts
  const { pool, clock, notifier } = sender
  const teller = createProgressTeller({ pool, outbox, notifier, news, clock })
  const stopped = new AbortController()
  let running: Promise<void> = Promise.resolve()

  async function refill(): Promise<HeldDelivery[]> {
    await beginScheduled({ pool, outbox, news, clock })
    for (const broadcast of await runningBroadcasts(pool)) {
      while (await planPage(broadcast)) if (stopped.signal.aborted) return []
      const held = await pageOf(broadcast)
      if (held.length > 0) return held
    }
    await endBroadcasts(pool, { now: clock() })
    return []
  }

  function planPage(broadcast: Broadcast): Promise<boolean> {
    return transaction(pool, async (tx) => {
      const page = { broadcastId: broadcast.id, limit: PLANNED_AT_ONCE }
      const people = await takeUnplanned(tx, page)
      if (people.length === 0) return false
      const now = clock()
      const timed = people.map((person) => ({ ...person, dueAt: dueAt(broadcast, person, now) }))
      await planPeople(tx, { broadcast, people: timed, priority, now })
      return true
    })
  }

  /** Edits and deletions make no sound. */
  function dueAt(
    { act, ignores_quiet_hours }: Broadcast,
    { quiet_hours }: { quiet_hours: string | null },
    now: Date,
  ): Date {
    return act !== 'send' || ignores_quiet_hours ? now : quiet.after(quiet_hours, now)
  }

  /** The next to be sent; those who may not be written to any more, or not at this hour, are passed over. */
  async function pageOf(broadcast: Broadcast): Promise<HeldDelivery[]> {
    for (;;) {
      const now = clock()
      const ready = await readyDeliveries(pool, { broadcast, now, limit: PAGE })
      const isOut = (one: Ready): one is Ready & { left_out: string } => one.left_out !== null
      const out = ready.filter(isOut).map(({ place, left_out }) => ({ place, reason: left_out }))
      const timed = ready.map((one) => ({ ...one, dueAt: dueAt(broadcast, one, now) }))
      const late = timed.filter((one) => !isOut(one) && one.dueAt > now)
      const broadcastId = broadcast.id
      if (out.length > 0)
        await transaction(pool, (tx) => leaveOut(tx, { broadcastId, people: out }))
      if (late.length > 0) await postpone(pool, { deliveries: late })
      const ids = timed.filter((one) => !isOut(one) && one.dueAt <= now).map(({ id }) => id)
      if (ids.length > 0) return hold(sender, ids)
      if (ready.length === 0) return []
    }
  }

  async function run(): Promise<void> {
    const { signal } = stopped
    // What is shown is edited beside the sending, so that neither waits for the other.
    let telling: Promise<void> | null = null
    let failure: unknown
    const tell = () => {
      telling ??= teller
        .tell()
        .catch((error: unknown) => {
          failure = error
        })
        .finally(() => {
          telling = null
        })
    }
    await runLanes({
      refill: () => {
        tell()
        return refill()
      },
      send: async (held, attempt) => {
        const { result, asked } = await sendHeld(sender, held, attempt)
        return asked ? result : null
      },
      release: (held) => release(sender, held),
      signal,
    })
    await telling
    if (failure) throw failure
    if (!signal.aborted) await teller.tell()
  }

  return {
    isDue: () => hasBroadcastWork(pool, { now: clock() }),
    run: () => {
      if (!stopped.signal.aborted) running = run()
      return running
    },
    stop: async () => {
      stopped.abort()
      await running.catch(() => {})
    },
  }
}

/** Begins what is scheduled, if its author may still do that; else they are told that it did not begin. */
async function beginScheduled(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  news: BroadcastNews
  clock: () => Date
}): Promise<void> {
  const { pool, outbox, news, clock } = parts
  const now = clock()
  for (const { id, created_by, ignores_quiet_hours } of await scheduledBroadcasts(pool, { now })) {
    const author = created_by === null ? null : await findPersonById(pool, created_by)
    const mayBegin = author !== null && news.mayBroadcast(author)
    const ids = await transaction(pool, async (tx) => {
      const broadcastId = id
      if (mayBegin) {
        const how = { broadcastId, ignoresQuietHours: ignores_quiet_hours, now }
        return (await beginAndTell(tx, { news, ...how }))?.ids ?? []
      }
      const isCancelled = await cancelBroadcast(tx, { broadcastId, because: 'role' })
      const broadcast = isCancelled ? await findBroadcast(tx, { id }) : null
      return broadcast ? news.planCancelled(tx, broadcast) : []
    })
    await outbox.flush(ids)
  }
}
