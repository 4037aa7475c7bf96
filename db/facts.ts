/** What is known of the centre and may change while the program runs, for example where its tutors' group is. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

/** Every fact and what it holds. */
export interface Facts {
  /** Chat key of the tutors' group. */
  tutor_chat: string
  /** The same chat key while the bot is not in the group: it was taken out, and is not back yet. */
  tutor_chat_gone: string
  /** Chat key of the group that the tutors' group was before it became another one. */
  tutor_chat_before: string
  /** How far the playground's clock was moved forward, in milliseconds. */
  clock_offset: number
  /** What came of measuring the embedding model in use: mean reciprocal rank of `rag/trust.ts`. */
  dense_trust: { embedder: string; mrr: number }
}

/** Null when it was never said. */
export async function findFact<Name extends keyof Facts>(
  db: Db,
  { name }: { name: Name },
): Promise<Facts[Name] | null> {
  const { rows } = await db.query<{ value: Facts[Name] }>(
    'select value from facts where name = $1',
    [name],
  )
  return rows[0]?.value ?? null
}

export async function sayFact<Name extends keyof Facts>(
  db: Db,
  { name, value, now }: { name: Name; value: Facts[Name]; now: Date },
): Promise<void> {
  await db.query(
    `insert into facts (name, value, changed_at) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at`,
    [name, toJson(value), now],
  )
}

/** Sets the fact where it is not known yet, and returns what holds. */
export async function sayFactOnce<Name extends keyof Facts>(
  db: Db,
  { name, value, now }: { name: Name; value: Facts[Name]; now: Date },
): Promise<Facts[Name]> {
  await db.query(
    'insert into facts (name, value, changed_at) values ($1, $2, $3) on conflict (name) do nothing',
    [name, toJson(value), now],
  )
  return (await findFact(db, { name })) ?? value
}

/** The tutors' group has become another one. Changes nothing when the group that moved was not theirs. */
export async function moveTutorChat(
  db: Db,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<void> {
  await db.query(
    `update facts set value = to_jsonb($2::text), changed_at = $3
      where name = 'tutor_chat' and value = to_jsonb($1::text)`,
    [from, to, now],
  )
}
