/** What happens to entries because of the time: they expire, methodists are told, drafts that nobody saves go. */
import type { Db } from './db.ts'
import { lockEditions } from './documents.ts'

const EXPIRES = `status = 'in_force' and expires_at <= $1`
const UNTOLD = `status = 'expired' and told_at is null`
const FORGOTTEN = `status = 'draft' and proposed_at <= $2`

/** Whether any of the functions below would find something; `telling`: it is a time to tell people. */
export async function isKnowledgeDue(
  db: Db,
  { now, draftsBefore, telling }: { now: Date; draftsBefore: Date; telling: boolean },
): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>(
    `select exists (select from knowledge where ${EXPIRES})
         or $3 and exists (select from knowledge where ${UNTOLD})
         or exists (select from knowledge_versions where ${FORGOTTEN}) as due`,
    [now, draftsBefore, telling],
  )
  return rows[0]?.due ?? false
}

/** Entries whose time is over are not cited any more. Returns their ids. Call it in a transaction. */
export async function expireEntries(tx: Db, { now }: { now: Date }): Promise<number[]> {
  await lockEditions(tx)
  const { rows } = await tx.query<{ id: number }>(
    `with expired as (
       update knowledge set status = 'expired' where ${EXPIRES} returning id, document_id),
     archived as (
       update editions e set status = 'archived' from expired
        where e.document_id = expired.document_id and e.status = 'current')
     select id from expired order by id`,
    [now],
  )
  return rows.map(({ id }) => id)
}

/** Expired entries of which nobody has been told, each once. Returns their ids. */
export async function takeExpired(tx: Db, { now }: { now: Date }): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `update knowledge set told_at = $1 where ${UNTOLD} returning id`,
    [now],
  )
  return rows.map(({ id }) => id)
}

/** Drafts begun at `draftsBefore` or earlier go, new entries with them. */
export async function forgetDrafts(
  tx: Db,
  { draftsBefore }: { draftsBefore: Date },
): Promise<void> {
  await tx.query(`delete from knowledge_versions where status = 'draft' and proposed_at <= $1`, [
    draftsBefore,
  ])
  await tx.query(
    `delete from knowledge k where status = 'proposed'
        and not exists (select from knowledge_versions v where v.knowledge_id = k.id)`,
  )
}
