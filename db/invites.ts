/** Single-use invitations to a role, kept as hashes: who reads the database cannot use one. */
import { createHash } from 'node:crypto'
import type { Db } from './db.ts'
import type { Role } from './people.ts'

/** Stores an invitation; the same code stored twice is one invitation. */
export async function createInvite(
  db: Db,
  invite: { code: string; role: Role; createdBy: number | null; now: Date; expiresAt: Date },
): Promise<void> {
  await db.query(
    `insert into invites (code_hash, role, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5) on conflict (code_hash) do nothing`,
    [hash(invite.code), invite.role, invite.createdBy, invite.now, invite.expiresAt],
  )
}

/**
 * Uses the invitation up and returns its role with who invited; null when it is unknown, expired or somebody else's
 * already. The person who used it gets the same answer again.
 */
export async function useInvite(
  db: Db,
  { code, personId, now }: { code: string; personId: number; now: Date },
): Promise<{ role: Role; created_by: number | null; fresh: boolean } | null> {
  const { rows } = await db.query<{ role: Role; created_by: number | null }>(
    `update invites set used_by = $2, used_at = $3
      where code_hash = $1 and used_at is null and expires_at > $3
      returning role, created_by`,
    [hash(code), personId, now],
  )
  if (rows[0]) return { ...rows[0], fresh: true }
  const used = await db.query<{ role: Role; created_by: number | null }>(
    `select role, created_by from invites where code_hash = $1 and used_by = $2`,
    [hash(code), personId],
  )
  return used.rows[0] ? { ...used.rows[0], fresh: false } : null
}

/** Ends what an administrator who leaves has invited to and nobody has used. */
export async function endInvitesOf(
  db: Db,
  { personId, now }: { personId: number; now: Date },
): Promise<void> {
  await db.query(
    `update invites set expires_at = least(expires_at, $2)
      where created_by = $1 and used_at is null`,
    [personId, now],
  )
}

function hash(code: string): string {
  return createHash('sha256').update(code).digest('hex')
}
