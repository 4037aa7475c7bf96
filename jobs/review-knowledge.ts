/** Ends the time of knowledge: what has expired is not cited, methodists are asked to look at it once, old drafts go. */
import { recordAct } from '../db/audit.ts'
import type { Db, Pool } from '../db/db.ts'
import { expireEntries, forgetDrafts, isKnowledgeDue, takeExpired } from '../db/knowledge-times.ts'
import { transaction } from '../db/transaction.ts'
import type { Outbox } from './outbox.ts'
import { type Calendar, isWorkingTime } from './working-hours.ts'

/** Plans what those who look after the knowledge are told inside the transaction; returns the ids of the deliveries. */
export type TellExpired = (tx: Db, knowledgeIds: readonly number[]) => Promise<number[]>

export interface ReviewKnowledge {
  isDue(): Promise<boolean>
  /** Does it. Twice, or in two processes, is as good as once. */
  run(): Promise<void>
}

const DAY_MS = 24 * 60 * 60_000
/** A draft that nobody has saved for so long is not missed. */
const DRAFTS_FOR_MS = 30 * DAY_MS

export function createReviewKnowledge(parts: {
  pool: Pool
  outbox: Pick<Outbox, 'flush'>
  tell: TellExpired
  calendar: Calendar
  clock: () => Date
}): ReviewKnowledge {
  const { pool, outbox, tell, calendar, clock } = parts
  const looking = (now: Date) => ({
    now,
    draftsBefore: new Date(now.getTime() - DRAFTS_FOR_MS),
    telling: isWorkingTime(calendar, now),
  })
  return {
    isDue: () => isKnowledgeDue(pool, looking(clock())),
    run: async () => {
      const { now, draftsBefore, telling } = looking(clock())
      const planned = await transaction(pool, async (tx) => {
        for (const knowledge of await expireEntries(tx, { now })) {
          const details = { knowledge }
          await recordAct(tx, { actorId: null, act: 'knowledge expired', details, now })
        }
        await forgetDrafts(tx, { draftsBefore })
        // Nobody is woken by what can wait for the morning.
        const expired = telling ? await takeExpired(tx, { now }) : []
        return expired.length > 0 ? tell(tx, expired) : []
      })
      await outbox.flush(planned)
    },
  }
}
