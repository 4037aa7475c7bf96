/** What was done with privileges, by whom and when. Details hold ids, never names. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export type PrivilegedAct =
  | 'invite created'
  | 'invite used'
  | 'role revoked'
  | 'document indexed'
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
