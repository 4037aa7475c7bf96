/** Audiences kept under a name, for all who write to people. */
import type { Audience } from './audiences.ts'
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export interface SavedAudience {
  id: number
  name: string
  audience: Audience
}

/** Keeps the audience; false when another one has this name, letter case aside. The same once more changes nothing. */
export async function saveAudience(
  db: Db,
  saved: { name: string; audience: Audience; personId: number; now: Date },
): Promise<boolean> {
  const { name, audience, personId, now } = saved
  const { rows } = await db.query<{ is_same: boolean }>(
    `insert into audiences as known (name, audience, created_by, created_at) values ($1, $2, $3, $4)
     on conflict (lower(name)) do update set name = known.name
     returning known.audience = $2::jsonb as is_same`,
    [name, toJson(audience), personId, now],
  )
  return rows[0]?.is_same ?? false
}

/** A page of them by name; one more than `limit` tells that there is a next page. */
export async function listSavedAudiences(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<SavedAudience[]> {
  const { rows } = await db.query<SavedAudience>(
    'select id, name, audience from audiences order by lower(name), id offset $1 limit $2',
    [offset, limit + 1],
  )
  return rows
}

export async function findSavedAudience(
  db: Db,
  { id }: { id: number },
): Promise<SavedAudience | null> {
  const { rows } = await db.query<SavedAudience>(
    'select id, name, audience from audiences where id = $1',
    [id],
  )
  return rows[0] ?? null
}

/** Its name; null when it is gone already. What was made with it keeps its own copy. */
export async function removeSavedAudience(db: Db, { id }: { id: number }): Promise<string | null> {
  const { rows } = await db.query<{ name: string }>(
    'delete from audiences where id = $1 returning name',
    [id],
  )
  return rows[0]?.name ?? null
}
