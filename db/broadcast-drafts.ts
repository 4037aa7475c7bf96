/** Broadcasts that their authors are still making. */
import type { Db } from './db.ts'

export interface BroadcastDraft {
  id: number
  title: string
  created_at: Date
}

/** The person's own, the newest first; corrections and deletions are none. */
export async function listBroadcastDrafts(
  db: Db,
  { personId, limit }: { personId: number; limit: number },
): Promise<BroadcastDraft[]> {
  const { rows } = await db.query<BroadcastDraft>(
    `select id, title, created_at from broadcasts
      where created_by = $1 and status = 'draft' and act = 'send'
      order by id desc limit $2`,
    [personId, limit],
  )
  return rows
}

/** For a person who is erased: drafts go, what was sent or is to be sent is the centre's and has no author any more. */
export async function forgetBroadcasts(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query(`delete from broadcasts where created_by = $1 and status = 'draft'`, [personId])
  await tx.query('update broadcasts set created_by = null where created_by = $1', [personId])
  await tx.query('update broadcast_people set person_id = null where person_id = $1', [personId])
  await tx.query('update audiences set created_by = null where created_by = $1', [personId])
}
