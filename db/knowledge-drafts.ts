/** How words become an entry: drafted by one person, changed, and offered to a second one. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'
import { findEntryOfTicket, findVersion, type Removed, type Version } from './knowledge.ts'

interface Words {
  question: string
  answer: string
  removed: Removed[]
}

/** The person's draft of a new entry out of the ticket; one begun before is kept. Returns the version's id. */
export async function draftEntry(
  tx: Db,
  draft: Words & {
    ticketId: number
    authorId: number | null
    answeredAt: Date
    territory: string | null
    personId: number
    now: Date
  },
): Promise<number> {
  const { rows: begun } = await tx.query<{ id: number }>(
    `select v.id from knowledge_versions v join knowledge k on k.id = v.knowledge_id
      where k.ticket_id = $1 and v.proposed_by = $2 and v.status = 'draft' order by v.id limit 1`,
    [draft.ticketId, draft.personId],
  )
  if (begun[0]) return begun[0].id
  const { rows } = await tx.query<{ id: number }>(
    `with entry as (
       insert into knowledge (ticket_id, author_id, answered_at, territory) values ($1, $2, $3, $4) returning id)
     insert into knowledge_versions (knowledge_id, question, answer, removed, proposed_by, proposed_at)
     select id, $5, $6, $7, $8, $9 from entry returning id`,
    [
      draft.ticketId,
      draft.authorId,
      draft.answeredAt,
      draft.territory,
      draft.question,
      draft.answer,
      toJson(draft.removed),
      draft.personId,
      draft.now,
    ],
  )
  if (!rows[0]) throw new Error('the draft of an entry was not inserted')
  return rows[0].id
}

/** The person's draft of other words for an entry that is in force or expired; null for any other entry. */
export async function draftCorrection(
  db: Db,
  { knowledgeId, personId, now }: { knowledgeId: number; personId: number; now: Date },
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `with made as (
       insert into knowledge_versions (knowledge_id, question, answer, proposed_by, proposed_at)
       select k.id, latest.question, latest.answer, $2, $3
         from knowledge k
         join lateral (
           select question, answer from knowledge_versions
            where knowledge_id = k.id and status = 'approved' order by decided_at desc, id desc limit 1) latest on true
        where k.id = $1 and k.status in ('in_force', 'expired')
       on conflict do nothing returning id)
     select id from made
     union all
     select id from knowledge_versions where knowledge_id = $1 and proposed_by = $2 and status = 'draft' limit 1`,
    [knowledgeId, personId, now],
  )
  return rows[0]?.id ?? null
}

/** Puts other words in the place of those that were seen; null when they are others by now, or decided about. */
export async function reviseVersion(
  db: Db,
  {
    versionId,
    revision,
    question,
    answer,
    removed,
  }: Words & { versionId: number; revision: number },
): Promise<Version | null> {
  const { rowCount } = await db.query(
    `update knowledge_versions
        set question = $3, answer = $4, revision = revision + 1, removed = removed || $5::jsonb
      where id = $1 and revision = $2 and status in ('draft', 'waiting')`,
    [versionId, revision, question, answer, toJson(removed)],
  )
  return rowCount === 1 ? findVersion(db, versionId) : null
}

/**
 * The draft waits for a second person now; null when it is another's, was changed or saved before. `taken` when the
 * entry, or one of the same ticket, has words that wait already. Call it in a transaction.
 */
export async function proposeVersion(
  tx: Db,
  draft: { versionId: number; revision: number; personId: number; now: Date },
): Promise<Version | 'taken' | null> {
  const before = await findVersion(tx, draft.versionId)
  if (!before) return null
  // Two people offer the answer to one question at once: the second one waits here and then sees the first.
  await tx.query('select from tickets where id = $1 for update', [before.ticket_id])
  await tx.query('select from knowledge where id = $1 for update', [before.knowledge_id])
  if (await isTaken(tx, before)) return 'taken'
  const { rowCount } = await tx.query(
    `update knowledge_versions set status = 'waiting', proposed_at = $4, removed = '[]'
      where id = $1 and revision = $2 and proposed_by = $3 and status = 'draft'`,
    [draft.versionId, draft.revision, draft.personId, draft.now],
  )
  return rowCount === 1 ? findVersion(tx, draft.versionId) : null
}

async function isTaken(
  tx: Db,
  { knowledge_id, ticket_id, entry_status }: Version,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select from knowledge_versions v join knowledge k on k.id = v.knowledge_id
      where v.status = 'waiting' and (k.id = $1 or k.ticket_id = $2) limit 1`,
    [knowledge_id, ticket_id],
  )
  if (rowCount) return true
  if (entry_status !== 'proposed' || ticket_id === null) return false
  return (await findEntryOfTicket(tx, ticket_id)) !== null
}

/** Drops the person's own draft; false when there is none any more. A new entry goes with it. */
export async function dropDraft(
  db: Db,
  { versionId, personId }: { versionId: number; personId: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with dropped as (
       delete from knowledge_versions
        where id = $1 and proposed_by = $2 and status = 'draft' returning knowledge_id),
     entries as (
       delete from knowledge k using dropped
        where k.id = dropped.knowledge_id and k.status = 'proposed'
          and not exists (select from knowledge_versions v where v.knowledge_id = k.id and v.id <> $1))
     select from dropped`,
    [versionId, personId],
  )
  return rowCount === 1
}
