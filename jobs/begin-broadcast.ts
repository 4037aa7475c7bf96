/** The beginning of a broadcast: its audience is fixed and its author gets the message of its progress, as one. */

import { setProgress } from '../db/broadcast-progress.ts'
import { reportOf } from '../db/broadcast-report.ts'
import { beginBroadcast } from '../db/broadcast-start.ts'
import type { Db } from '../db/db.ts'
import type { BroadcastNews } from './broadcast-news.ts'

/** Returns how many people it is and what to flush, or null when it is empty or began meanwhile. Call it in a transaction. */
export async function beginAndTell(
  tx: Db,
  given: {
    news: Pick<BroadcastNews, 'planProgress'>
    broadcastId: number
    ignoresQuietHours: boolean
    now: Date
  },
): Promise<{ audience: number; ids: number[] } | null> {
  const { news, broadcastId } = given
  const begun = await beginBroadcast(tx, given)
  if (!begun) return null
  const { broadcast, audience } = begun
  const sums = await reportOf(tx, { broadcastId })
  const deliveryId = await news.planProgress(tx, { broadcast, sums, speed: null })
  if (deliveryId === null) return { audience, ids: [] }
  await setProgress(tx, { broadcastId, deliveryId, shows: 'running' })
  return { audience, ids: [deliveryId] }
}
