/** The start on the embedded database after a crash: nobody else can be alive, so nothing is waited for. */
import type { Db } from '../db/db.ts'
import { endInboxLeases } from '../db/inbox.ts'
import { endPollingLease } from '../db/polling.ts'
import { doubtExpiredSends, endDeliveryLeases } from '../db/sending.ts'
import { endQuestionLeases } from '../db/unfinished.ts'

const PAGE = 1_000

/**
 * Ends every lease of the processes before, and puts what they were sending in doubt. Call it before anything else
 * starts, and only when `Database.embedded`: on a server other processes may be alive, and leases run out by themselves.
 * Returns the number of sends in doubt.
 */
export async function recoverAfterCrash(db: Db): Promise<number> {
  await endInboxLeases(db)
  await endPollingLease(db)
  await endQuestionLeases(db)
  await endDeliveryLeases(db)
  let doubts = 0
  for (let page = PAGE; page === PAGE; doubts += page) {
    page = await doubtExpiredSends(db, { limit: PAGE })
  }
  return doubts
}
