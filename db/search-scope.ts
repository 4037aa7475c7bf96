/** In which editions a question is looked for, and which vectors these have. */
import type { Db } from './db.ts'

export interface Scope {
  /** Territories to look in; documents without one are always looked in. Null means everywhere. */
  territories: readonly string[] | null
  editionId: number | null
  now: Date
}

export interface CurrentEdition {
  id: number
  /** Of its sparse vectors. */
  vectors_revision: number
}

/** All editions in force, wherever. */
export async function currentEditions(db: Db): Promise<CurrentEdition[]> {
  const { rows } = await db.query<CurrentEdition>(
    `select id::float8 as id, vectors_revision from editions where status = 'current' order by id`,
  )
  return rows
}

/** The editions that are looked in. */
export async function readScope(
  db: Db,
  { territories, editionId, now }: Scope,
): Promise<CurrentEdition[]> {
  // In one value, `12:0 15:3`: each question asks for it, and a thousand rows would take longer than what they are for.
  const { rows } = await db.query<{ editions: string | null }>(
    `select string_agg(id || ':' || vectors_revision, ' ') as editions from editions
      where status = 'current'
        and coalesce(in_force_from <= $3::date, true) and coalesce(in_force_until >= $3::date, true)
        and ($1::text[] is null or territory is null or territory = any($1))
        and ($2::bigint is null or id = $2)`,
    [territories, editionId, now],
  )
  const editions = rows[0]?.editions
  if (!editions) return []
  return editions.split(' ').map((each) => {
    const [id, revision] = each.split(':')
    return { id: Number(id), vectors_revision: Number(revision) }
  })
}
