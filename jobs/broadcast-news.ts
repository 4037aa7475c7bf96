/** What broadcasts want their authors told. The messenger's adapter says it in its words. */

import type { Sums } from '../db/broadcast-report.ts'
import type { Broadcast } from '../db/broadcasts.ts'
import type { Db } from '../db/db.ts'
import type { Person } from '../db/people.ts'

/** How a broadcast goes at a moment. */
export interface Going {
  broadcast: Broadcast
  sums: Sums
  /** Messages a second of late; null when nothing is known yet. */
  speed: number | null
}

export interface BroadcastNews {
  /** Whether this person may still broadcast, by the roles that were given and those of the settings. */
  mayBroadcast(author: Person): boolean
  /** Plans the message of its progress in its author's chat; null when its author is gone. */
  planProgress(tx: Db, going: Going): Promise<number | null>
  /** What that message says now, for editing it. */
  progress(going: Going): object
  /** Plans the report; `repeatable`: how many sends are in doubt and may be repeated. Returns the deliveries' ids. */
  planReport(tx: Db, going: Going & { repeatable: number }): Promise<number[]>
  /** Plans what the author is told whose scheduled broadcast did not begin. */
  planCancelled(tx: Db, broadcast: Broadcast): Promise<number[]>
}
