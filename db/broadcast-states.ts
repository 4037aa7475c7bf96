/** From a draft to its end: of each change of a broadcast's state one statement decides. */
import { changed, type Which } from './broadcasts.ts'
import type { Db } from './db.ts'

/** Gives a draft its time, or another time to what is scheduled. False: it is empty, or began meanwhile. */
export async function scheduleBroadcast(
  db: Db,
  given: Which & { startsAt: Date; ignoresQuietHours: boolean },
): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set status = 'scheduled', starts_at = $2, ignores_quiet_hours = $3
      where id = $1 and status in ('draft', 'scheduled') and act = 'send' and contents <> '[]'`,
    [given.broadcastId, given.startsAt, given.ignoresQuietHours],
  )
}

/** Makes a draft again of what is scheduled. False: it began meanwhile. */
export async function unscheduleBroadcast(db: Db, { broadcastId }: Which): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set status = 'draft', starts_at = null where id = $1 and status = 'scheduled'`,
    [broadcastId],
  )
}

/** A scheduled one will never begin. False: it began meanwhile, or was never scheduled. */
export async function cancelBroadcast(
  db: Db,
  { broadcastId, because }: Which & { because: string | null },
): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set status = 'cancelled', stopped_because = $2 where id = $1 and status = 'scheduled'`,
    [broadcastId, because],
  )
}

/** What reminds its author of a scheduled broadcast is not sent any more. */
export async function dropStartReminder(tx: Db, { broadcastId }: Which): Promise<void> {
  await tx.query(
    `delete from deliveries where key like 'broadcast:' || $1::bigint || ':soon:%' and status = 'planned'`,
    [broadcastId],
  )
}

export async function pauseBroadcast(db: Db, { broadcastId }: Which): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set status = 'paused' where id = $1 and status = 'running'`,
    [broadcastId],
  )
}

export async function resumeBroadcast(db: Db, { broadcastId }: Which): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set status = 'running' where id = $1 and status = 'paused'`,
    [broadcastId],
  )
}

/**
 * Ends it for good: what is not on the wire is not sent any more, and those people are left out. `because`: why it was
 * stopped by itself. False: it is not going on. Call it in a transaction.
 */
export async function stopBroadcast(
  tx: Db,
  { broadcastId, because, now }: Which & { because: string | null; now: Date },
): Promise<boolean> {
  const stopped = await changed(
    tx,
    `update broadcasts set status = 'stopped', stopped_because = $2, ended_at = $3
      where id = $1 and status in ('running', 'paused')`,
    [broadcastId, because, now],
  )
  if (!stopped) return false
  await tx.query(
    `with dropped as (
       delete from deliveries where broadcast_id = $1 and status = 'planned' returning broadcast_place)
     update broadcast_people set left_out = 'stopped', planned = true
      where broadcast_id = $1 and left_out is null
        and (not planned or place in (select broadcast_place from dropped))`,
    [broadcastId],
  )
  return true
}

/** After this many refusals the message itself is at fault, even if somebody has got it. */
const MOST_REFUSALS = 10

/**
 * The messenger has refused what was sent to somebody. The broadcast is stopped at once, unless others have got the very
 * same: then it is about the person, and only many of them stop it. Call it in a transaction, the delivery being failed.
 */
export async function noteRefusal(
  tx: Db,
  { broadcastId, part, reason, now }: Which & { part: number; reason: string; now: Date },
): Promise<void> {
  const { rows } = await tx.query<{ isAtFault: boolean }>(
    `select not exists (select from deliveries
                         where broadcast_id = $1 and broadcast_part = $2 and status = 'sent')
            or (select count(*) >= ${MOST_REFUSALS} from deliveries
                 where broadcast_id = $1 and broadcast_part = $2 and status = 'failed'
                   and error = $3) as "isAtFault"`,
    [broadcastId, part, reason],
  )
  if (rows[0]?.isAtFault) await stopBroadcast(tx, { broadcastId, because: reason, now })
}
