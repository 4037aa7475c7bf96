/** Keeps the authors of broadcasts told: one message that is edited every few seconds, and a report at the end. */
import {
  holdProgress,
  loseProgress,
  markProgressShown,
  type Progress,
  setProgress,
  takeProgress,
  takeUnreported,
} from '../db/broadcast-progress.ts'
import { countRepeatable, countSentSince, reportOf } from '../db/broadcast-report.ts'
import type { Broadcast } from '../db/broadcasts.ts'
import type { Db, Pool } from '../db/db.ts'
import { transaction } from '../db/transaction.ts'
import type { BroadcastNews, Going } from './broadcast-news.ts'
import type { Notifier } from './notifier.ts'
import type { Outbox } from './outbox.ts'

/** The message is edited at most so often. */
const EDIT_SECONDS = 3
/** Speed is that of the latest seconds. */
const SPEED_SECONDS = 20

export interface ProgressTeller {
  /** Edits what is due, and reports what is over. */
  tell(): Promise<void>
}

export function createProgressTeller(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  notifier: Pick<Notifier, 'edit'>
  news: BroadcastNews
  clock: () => Date
}): ProgressTeller {
  const { pool, outbox, notifier, news, clock } = parts

  async function edit(progress: Progress): Promise<void> {
    const { broadcast, deliveryId, chatKey, messageId } = progress
    const content = news.progress(await goingOf(pool, broadcast, clock()))
    const result = await notifier.edit({ chatKey, messageId, content })
    const broadcastId = broadcast.id
    if (result.kind === 'wait')
      return holdProgress(pool, { broadcastId, seconds: Math.max(EDIT_SECONDS, result.seconds) })
    // What is in doubt or not arrived at all is edited the next time.
    if (result.kind === 'unsent' || result.kind === 'unknown') return
    if (result.kind === 'gone') return replace({ broadcastId, deliveryId })
    return markProgressShown(pool, { broadcast })
  }

  /** Somebody has deleted the message: its buttons are wanted all the same. */
  async function replace(lost: { broadcastId: number; deliveryId: number }): Promise<void> {
    const id = await transaction(pool, async (tx) => {
      const broadcast = await loseProgress(tx, lost)
      if (!broadcast) return null
      const planned = await news.planProgress(tx, await goingOf(tx, broadcast, clock()))
      const shown = { broadcastId: broadcast.id, shows: broadcast.status }
      if (planned !== null) await setProgress(tx, { ...shown, deliveryId: planned })
      return planned
    })
    if (id !== null) await outbox.flush([id])
  }

  async function report(tx: Db): Promise<number[] | null> {
    const broadcast = await takeUnreported(tx)
    if (!broadcast) return null
    const repeatable = await countRepeatable(tx, { broadcastId: broadcast.id })
    const going = await goingOf(tx, broadcast, clock())
    return news.planReport(tx, { ...going, repeatable })
  }

  return {
    tell: async () => {
      for (const progress of await takeProgress(pool, { seconds: EDIT_SECONDS }))
        await edit(progress)
      for (
        let ids = await transaction(pool, report);
        ids !== null;
        ids = await transaction(pool, report)
      ) {
        await outbox.flush(ids)
      }
    },
  }
}

async function goingOf(db: Db, broadcast: Broadcast, now: Date): Promise<Going> {
  const broadcastId = broadcast.id
  const sums = await reportOf(db, { broadcastId })
  const since = new Date(now.getTime() - SPEED_SECONDS * 1000)
  const count = await countSentSince(db, { broadcastId, since })
  const running = now.getTime() - (broadcast.started_at ?? now).getTime()
  const seconds = Math.min(SPEED_SECONDS, Math.max(1, running / 1000))
  return { broadcast, sums, speed: count > 0 ? count / seconds : null }
}
