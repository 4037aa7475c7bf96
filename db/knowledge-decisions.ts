/** What becomes of an entry: approved by a second person, rejected, prolonged, removed, expired. */
import type { Db } from './db.ts'
import { lockEditions } from './documents.ts'
import { findVersion, type Version } from './knowledge.ts'

/** SQL: whether the person of this id may decide: a tutor or methodist with a consent in force who can be reached. */
const decides = (personId: string): string => `exists (
  select from roles r
    join consents c on c.person_id = r.person_id and c.withdrawn_at is null
    join accounts a on a.person_id = r.person_id and a.blocked_at is null
   where r.person_id = ${personId} and r.role in ('tutor', 'methodist'))`

/** SQL: whether nobody but the person of this id could decide. */
const isAlone = (personId: string): string => `not exists (
  select from people other where other.id <> ${personId} and ${decides('other.id')})`

export interface Decider {
  id: number
  messenger: string
  external_id: string
}

/** Who may approve what this person proposes: the other methodists, else the other tutors, else the person alone. */
export async function listDeciders(
  db: Db,
  { personId }: { personId: number | null },
): Promise<Decider[]> {
  const { rows } = await db.query<Decider & { rank: number }>(
    `with able as (
       select p.id, min(a.messenger) as messenger, min(a.external_id) as external_id,
              case when p.id = $1 then 3
                   when exists (select from roles r where r.person_id = p.id and r.role = 'methodist') then 1
                   else 2 end as rank
         from people p join accounts a on a.person_id = p.id
        where ${decides('p.id')} group by p.id)
     select id, messenger, external_id from able where rank = (select min(rank) from able) order by id`,
    [personId],
  )
  return rows
}

interface Decision {
  versionId: number
  /** Of the words that were seen. */
  revision: number
  personId: number
  now: Date
}

/**
 * The words are approved, by somebody else than who proposed them unless there is nobody else; null when they are others
 * by now, decided about before, or the person's own. Call it in a transaction that indexes them.
 */
export async function approveVersion(tx: Db, decision: Decision): Promise<Version | null> {
  await lockEditions(tx)
  const { rowCount } = await tx.query(
    `update knowledge_versions v
        set status = 'approved', decided_by = $3, decided_at = $4,
            decided_as = case when v.proposed_by = $3 then null
                              when exists (select from roles r where r.person_id = $3 and r.role = 'methodist')
                              then 'methodist' else 'tutor' end
      where id = $1 and revision = $2 and status = 'waiting'
        and (proposed_by is distinct from $3 or ${isAlone('$3')})`,
    [decision.versionId, decision.revision, decision.personId, decision.now],
  )
  return rowCount === 1 ? findVersion(tx, decision.versionId) : null
}

/** The approved words are this edition; the entry is cited until `expiresAt`, of which `lastDay` (ISO) is the day before. */
export async function bringIntoForce(
  tx: Db,
  entry: {
    versionId: number
    editionId: number
    expiresAt: Date
    lastDay: string
  },
): Promise<void> {
  await tx.query(
    `with version as (
       update knowledge_versions set edition_id = $2 where id = $1 returning knowledge_id),
     edition as (
       update editions set in_force_until = $4 where id = $2 returning document_id)
     update knowledge k
        set status = 'in_force', expires_at = $3, told_at = null, document_id = edition.document_id
       from version, edition where k.id = version.knowledge_id`,
    [entry.versionId, entry.editionId, entry.expiresAt, entry.lastDay],
  )
}

/** The edition in force of the entry's document, also one that has expired; null before the first approval. */
export async function findLatestEdition(
  tx: Db,
  { documentId }: { documentId: number | null },
): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    'select id from editions where document_id = $1 order by id desc limit 1',
    [documentId],
  )
  return rows[0]?.id ?? null
}

/** The words do not become knowledge, for a reason; null when they are others by now or decided about before. */
export async function rejectVersion(
  db: Db,
  decision: Decision & { reason: string },
): Promise<Version | null> {
  const { rowCount } = await db.query(
    `update knowledge_versions set status = 'rejected', decided_by = $3, decided_at = $4, reason = $5
      where id = $1 and revision = $2 and status = 'waiting'`,
    [decision.versionId, decision.revision, decision.personId, decision.now, decision.reason],
  )
  return rowCount === 1 ? findVersion(db, decision.versionId) : null
}

/** Looked at and still right: cited once more. False for an entry that was removed, or never approved. */
export async function prolongEntry(
  tx: Db,
  entry: { knowledgeId: number; expiresAt: Date; lastDay: string },
): Promise<boolean> {
  await lockEditions(tx)
  const { rowCount } = await tx.query(
    `with prolonged as (
       update knowledge set status = 'in_force', expires_at = $2, told_at = null
        where id = $1 and status in ('in_force', 'expired') returning document_id),
     edition as (
       update editions e set status = 'current', in_force_until = $3
         from prolonged
        where e.document_id = prolonged.document_id
          and e.id = (select max(id) from editions latest where latest.document_id = e.document_id))
     select from prolonged`,
    [entry.knowledgeId, entry.expiresAt, entry.lastDay],
  )
  return rowCount === 1
}

/** Not cited any more, and not listed; false when it is not in force and has not expired. */
export async function removeEntry(
  tx: Db,
  { knowledgeId }: { knowledgeId: number },
): Promise<boolean> {
  await lockEditions(tx)
  const { rowCount } = await tx.query(
    `with removed as (
       update knowledge set status = 'removed' where id = $1 and status in ('in_force', 'expired')
       returning id, document_id),
     edition as (
       update editions e set status = 'archived' from removed
        where e.document_id = removed.document_id and e.status = 'current'),
     versions as (
       delete from knowledge_versions v using removed
        where v.knowledge_id = removed.id and v.status in ('draft', 'waiting'))
     select from removed`,
    [knowledgeId],
  )
  return rowCount === 1
}
