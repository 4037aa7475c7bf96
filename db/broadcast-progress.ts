/** What the author of a broadcast sees of it: one message that is edited, and a report at the end. */
import type { Broadcast } from './broadcasts.ts'
import type { Db } from './db.ts'

/** The message of a broadcast's progress. */
export interface ProgressMessage {
  deliveryId: number
  chatKey: string
  messageId: string
}

/** Says which delivery shows the progress from now on; `shows` is the state it shows. */
export async function setProgress(
  tx: Db,
  given: { broadcastId: number; deliveryId: number; shows: Broadcast['status'] },
): Promise<void> {
  await tx.query(
    `update broadcasts set progress_delivery_id = $2, progress_shows = $3 where id = $1`,
    [given.broadcastId, given.deliveryId, given.shows],
  )
}

/** What is to be shown now: `broadcast` and its message. */
export interface Progress extends ProgressMessage {
  broadcast: Broadcast
}

/**
 * Takes the edits that are due: of what runs, and of what shows another state than it has. Each is left alone for so many
 * seconds from now, whoever asks.
 */
export async function takeProgress(db: Db, { seconds }: { seconds: number }): Promise<Progress[]> {
  const { rows } = await db.query<
    Broadcast & { progress_chat: string; progress_message: string; progress_delivery_id: number }
  >(
    `update broadcasts b set progress_wait_until = clock_timestamp() + $1 * interval '1 second'
       from deliveries d
      where d.id = b.progress_delivery_id and d.status = 'sent' and b.started_at is not null
        and (b.status = 'running' or b.progress_shows is distinct from b.status)
        and (b.progress_wait_until is null or b.progress_wait_until < clock_timestamp())
      returning b.*, d.chat_key as progress_chat, d.message_id as progress_message`,
    [seconds],
  )
  return rows.map((broadcast) => ({
    broadcast,
    deliveryId: broadcast.progress_delivery_id,
    chatKey: broadcast.progress_chat,
    messageId: broadcast.progress_message,
  }))
}

/** The message shows this state now. */
export async function markProgressShown(
  db: Db,
  { broadcast }: { broadcast: Pick<Broadcast, 'id' | 'status'> },
): Promise<void> {
  await db.query('update broadcasts set progress_shows = $2 where id = $1', [
    broadcast.id,
    broadcast.status,
  ])
}

/** The chat has had its share: the message is not edited for so many seconds. */
export async function holdProgress(
  db: Db,
  { broadcastId, seconds }: { broadcastId: number; seconds: number },
): Promise<void> {
  await db.query(
    `update broadcasts set progress_wait_until = clock_timestamp() + $2 * interval '1 second' where id = $1`,
    [broadcastId, seconds],
  )
}

/** The message is gone: there is none until another one is set. Null: there is another one already. */
export async function loseProgress(
  tx: Db,
  { broadcastId, deliveryId }: { broadcastId: number; deliveryId: number },
): Promise<Broadcast | null> {
  const { rows } = await tx.query<Broadcast>(
    `update broadcasts set progress_delivery_id = null, progress_lost = progress_lost + 1
      where id = $1 and progress_delivery_id = $2 returning *`,
    [broadcastId, deliveryId],
  )
  return rows[0] ?? null
}

/** The next broadcast that is over and whose author has had no report, held until the transaction ends. */
export async function takeUnreported(tx: Db): Promise<Broadcast | null> {
  const { rows } = await tx.query<Broadcast>(
    `update broadcasts set reported = true, reports = reports + 1
      where id = (
        select b.id from broadcasts b
         where b.status in ('ended', 'stopped') and b.started_at is not null and not b.reported
           and not exists (select from deliveries d where d.broadcast_id = b.id and d.status = 'sending')
         order by b.id limit 1 for update skip locked)
      returning *`,
  )
  return rows[0] ?? null
}
