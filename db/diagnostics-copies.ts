/** People's own invitations to a diagnostics that show less than is true, and the edits that have them follow. */
import type { Db } from './db.ts'
import type { Diagnostics } from './diagnostics.ts'

/** An invitation that has arrived and shows an earlier title or link. */
export interface StaleInvitation {
  person_id: number
  chat_key: string
  message_id: string
  /** Whether its button says so. */
  passed: boolean
}

type Shown = Pick<Diagnostics, 'id' | 'words_revision'>

/** A page of them, held until the transaction ends. */
export async function takeStaleInvitations(
  tx: Db,
  { id, words_revision }: Shown,
  { limit }: { limit: number },
): Promise<StaleInvitation[]> {
  const { rows } = await tx.query<StaleInvitation>(
    `select p.person_id, d.chat_key, d.message_id, p.passed_at is not null as passed
       from diagnostics_people p join deliveries d on d.id = p.announced_by
      where p.diagnostics_id = $1 and p.shown_words < $2 and d.status = 'sent' and d.message_id is not null
      order by p.person_id limit $3 for update of p`,
    [id, words_revision, limit],
  )
  return rows
}

/** Whether one is on its way with earlier words: it can be edited when it has arrived. */
export async function hasStaleOnTheWay(tx: Db, { id, words_revision }: Shown): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from diagnostics_people p join deliveries d on d.id = p.announced_by
      where p.diagnostics_id = $1 and p.shown_words < $2 and d.status in ('planned', 'sending') limit 1`,
    [id, words_revision],
  )
  return rowCount === 1
}

/** Its edit to these words is planned. */
export async function noteInvitationEdited(
  tx: Db,
  { id, words_revision, personId, deliveryId }: Shown & { personId: number; deliveryId: number },
): Promise<void> {
  await tx.query(
    `update diagnostics_people set shown_words = $3, edited_by = $4
      where diagnostics_id = $1 and person_id = $2`,
    [id, personId, words_revision, deliveryId],
  )
}
