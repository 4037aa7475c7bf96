/** What the desk has learned: entries, and how each is worded, from a tutor's draft to what is cited. */
import type { Db } from './db.ts'

/** Kind of the editions that are tutors' answers; no file is of this kind, and no question speaks of it. */
export const KNOWLEDGE_KIND = 'база знаний'

export type KnowledgeStatus = 'proposed' | 'in_force' | 'expired' | 'removed'
export type VersionStatus = 'draft' | 'waiting' | 'approved' | 'rejected'

/** Something that leads to a person and was taken out of the words. */
export interface Removed {
  kind: string
  text: string
}

/** A wording with the entry it is of. */
export interface Version {
  id: number
  knowledge_id: number
  status: VersionStatus
  question: string
  answer: string
  removed: Removed[]
  /** Grows with every change of the words. */
  revision: number
  proposed_by: number | null
  proposed_at: Date
  decided_by: number | null
  decided_as: 'methodist' | 'tutor' | null
  reason: string | null
  edition_id: number | null
  /** Of the entry. */
  ticket_id: number | null
  document_id: number | null
  entry_status: KnowledgeStatus
  answered_at: Date
  expires_at: Date | null
  territory: string | null
  /** Names, as far as they are not erased. */
  author: string | null
  proposer: string | null
}

export const VERSION = `
  select v.id, v.knowledge_id, v.status, v.question, v.answer, v.removed, v.revision, v.proposed_by, v.proposed_at,
         v.decided_by, v.decided_as, v.reason, v.edition_id, k.ticket_id, k.document_id, k.status as entry_status,
         k.answered_at, k.expires_at, k.territory, author.name as author, proposer.name as proposer
    from knowledge_versions v
    join knowledge k on k.id = v.knowledge_id
    left join people author on author.id = k.author_id
    left join people proposer on proposer.id = v.proposed_by`

export async function findVersion(db: Db, versionId: number): Promise<Version | null> {
  const { rows } = await db.query<Version>(`${VERSION} where v.id = $1`, [versionId])
  return rows[0] ?? null
}

export interface TicketWords {
  question: string
  municipality: string | null
  /** Everything the tutors answered, in order; '' when they sent files alone. */
  answer: string
  answered_at: Date
  tutor_id: number | null
  /** Names of the asker and of the tutor: they are looked for in the words. */
  asker: string | null
  tutor: string | null
}

/** What was asked and answered in a ticket; null when nobody answered it. */
export async function findAnsweredTicket(db: Db, ticketId: number): Promise<TicketWords | null> {
  const { rows } = await db.query<TicketWords>(
    `select q.text as question, coalesce(q.municipality, i.territory) as municipality, t.answered_at, t.tutor_id,
            asker.name as asker, tutor.name as tutor,
            (select coalesce(string_agg(nullif(m.content ->> 'text', ''), E'\\n\\n' order by m.id), '')
               from ticket_messages m where m.ticket_id = t.id and m.side = 'tutor') as answer
       from tickets t
       join questions q on q.id = t.question_id
       left join people asker on asker.id = t.person_id
       left join institutions i on i.id = asker.institution_id
       left join people tutor on tutor.id = t.tutor_id
      where t.id = $1 and t.answered_at is not null`,
    [ticketId],
  )
  return rows[0] ?? null
}

/** The entry made of the ticket that waits, is in force or has expired: there is no second one. */
export async function findEntryOfTicket(db: Db, ticketId: number): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `select k.id from knowledge k
      where k.ticket_id = $1 and (k.status in ('in_force', 'expired')
         or exists (select from knowledge_versions v where v.knowledge_id = k.id and v.status = 'waiting'))
      order by k.id limit 1`,
    [ticketId],
  )
  return rows[0]?.id ?? null
}

/** What a person has taught stays without their name; what they had not offered yet goes. Call it in a transaction. */
export async function forgetInKnowledge(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query(`delete from knowledge_versions where proposed_by = $1 and status = 'draft'`, [
    personId,
  ])
  await tx.query(
    `delete from knowledge k where status = 'proposed'
        and not exists (select from knowledge_versions v where v.knowledge_id = k.id)`,
  )
  await tx.query('update knowledge set author_id = null where author_id = $1', [personId])
  await tx.query(
    `update knowledge_versions
        set proposed_by = nullif(proposed_by, $1), decided_by = nullif(decided_by, $1)
      where $1 in (proposed_by, decided_by)`,
    [personId],
  )
}
