/** What was done with privileges, by whom and when. Details hold ids, never names of people. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export type PrivilegedAct =
  | 'invite created'
  | 'invite used'
  | 'role revoked'
  | 'document indexed'
  | 'document archived'
  | 'document restored'
  | 'knowledge proposed'
  | 'knowledge approved'
  | 'knowledge rejected'
  | 'knowledge prolonged'
  | 'knowledge removed'
  | 'knowledge expired'
  | 'glossary entry added'
  | 'glossary entry corrected'
  | 'glossary entry removed'
  | 'tutors’ group set'
  | 'institutions imported'
  | 'institution added'
  | 'institution corrected'
  | 'institution removed'
  | 'site added'
  | 'site changed'
  | 'site archived'
  | 'event published'
  | 'event changed'
  | 'event moved'
  | 'event cancelled'
  | 'broadcast started'
  | 'broadcast scheduled'
  | 'broadcast unscheduled'
  | 'broadcast paused'
  | 'broadcast resumed'
  | 'broadcast stopped'
  | 'broadcast repeated'
  | 'broadcast names shown'
  | 'event participants listed'
  | 'event materials sent'
  | 'diagnostics published'
  | 'diagnostics moved'
  | 'diagnostics changed'
  | 'diagnostics ended'
  | 'diagnostics cancelled'
  | 'diagnostics list saved'
  | 'measure done'
  | 'measure reopened'
  | 'measure reminder set'
  | 'measure reminders dropped'
  | 'plan put away'
  | 'plan brought back'
  | 'person erased'
  | 'consent withdrawn'

/** Adds a line to the audit log. */
export async function recordAct(
  db: Db,
  {
    actorId,
    act,
    details = {},
    now,
  }: {
    actorId: number | null
    act: PrivilegedAct
    details?: Record<string, string | number>
    now: Date
  },
): Promise<void> {
  await db.query('insert into audit (at, actor_id, act, details) values ($1, $2, $3, $4)', [
    now,
    actorId,
    act,
    toJson(details),
  ])
}

export interface AuditLine {
  id: number
  at: Date
  act: PrivilegedAct
  details: Record<string, string | number>
  /** Null for what the program did itself, and for somebody who was erased. */
  actor: string | null
  /** The person it was done to, where the details name one. */
  person: string | null
  /** The document or entry it was done with, where the details name one that there still is. */
  title: string | null
}

/** A page of the log, newest first; without acts, of all. One more than `limit` tells that there is a next page. */
export async function listActs(
  db: Db,
  { acts, offset, limit }: { acts: readonly PrivilegedAct[] | null; offset: number; limit: number },
): Promise<AuditLine[]> {
  const { rows } = await db.query<AuditLine>(
    `select a.id, a.at, a.act, a.details, actor.name as actor, person.name as person, e.title
       from audit a
       left join people actor on actor.id = a.actor_id
       left join people person on person.id = (a.details ->> 'personId')::bigint
       left join editions e on e.id = (a.details ->> 'editionId')::bigint
      where $1::text[] is null or a.act = any($1)
      order by a.id desc offset $2 limit $3`,
    [acts, offset, limit + 1],
  )
  return rows
}
