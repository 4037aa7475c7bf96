/** The beginning of a broadcast: from then on its audience is fixed. */
import { audienceCondition } from './audiences.ts'
import type { Broadcast } from './broadcasts.ts'
import type { Db } from './db.ts'

/** Older messages the messenger does not delete. */
const DELETABLE_HOURS = 48

/**
 * Begins a draft or a scheduled broadcast and fixes its audience: who is meant at this moment, or who got what is to be
 * corrected. Null: it is empty, or has begun already. Call it in a transaction.
 */
export async function beginBroadcast(
  tx: Db,
  given: { broadcastId: number; ignoresQuietHours: boolean; now: Date },
): Promise<{ broadcast: Broadcast; audience: number } | null> {
  const { broadcastId, ignoresQuietHours, now } = given
  const { rows } = await tx.query<Broadcast>(
    `update broadcasts b set status = 'running', started_at = $3, ignores_quiet_hours = $2
      where id = $1 and status in ('draft', 'scheduled') and contents <> '[]'
        and (act <> 'remove' or not exists (
          select from broadcasts other
           where other.of_id = b.of_id and other.act = 'remove' and other.started_at is not null))
      returning *`,
    [broadcastId, ignoresQuietHours, now],
  )
  const [broadcast] = rows
  if (!broadcast) return null
  const audience = await (broadcast.act === 'send'
    ? fixAudience(tx, broadcast)
    : fixReceivers(tx, broadcast, now))
  return { broadcast, audience }
}

async function fixAudience(tx: Db, { id, audience }: Broadcast): Promise<number> {
  const { sql, values } = audienceCondition(audience, 2)
  const { rowCount } = await tx.query(
    `insert into broadcast_people (broadcast_id, place, person_id)
     select $1, row_number() over (order by p.id), p.id from people p where ${sql}`,
    [id, ...values],
  )
  return rowCount ?? 0
}

/** Those who have what is to be corrected or deleted, at the places they had. */
async function fixReceivers(tx: Db, broadcast: Broadcast, now: Date): Promise<number> {
  const { id, act, of_id, of_part } = broadcast
  const { rowCount } = await tx.query(
    `insert into broadcast_people (broadcast_id, place, person_id, left_out, planned)
     select $1, o.place, o.person_id, late.why, late.why is not null
       from broadcast_people o,
            lateral (select min(sent_at) as first from deliveries
                      where broadcast_id = $2 and broadcast_place = o.place and status = 'sent'
                        and ($3::smallint is null or broadcast_part = $3)) as sent,
            lateral (select case when $4 = 'remove' and sent.first < $5::timestamptz - interval '${DELETABLE_HOURS} hours'
                                 then 'late' end as why) as late
      where o.broadcast_id = $2 and sent.first is not null and o.person_id is not null`,
    [id, of_id, of_part, act, now],
  )
  return rowCount ?? 0
}
