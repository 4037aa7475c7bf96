/** Unfinished dialogues: one for a person in a chat, kept so that a restart does not end them. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export interface Conversation {
  step: string
  data: unknown
}

interface Place {
  personId: number
  chatKey: string
}

/** The dialogue the person is in, if its last step was made at `since` or later. */
export async function findConversation(
  db: Db,
  { personId, chatKey, since }: Place & { since: Date },
): Promise<Conversation | null> {
  const { rows } = await db.query<Conversation>(
    `select step, data from conversations
      where person_id = $1 and chat_key = $2 and updated_at >= $3`,
    [personId, chatKey, since],
  )
  return rows[0] ?? null
}

/** Goes to a step, leaving whatever dialogue there was. */
export async function enterConversation(
  db: Db,
  { personId, chatKey, step, data, now }: Place & Conversation & { now: Date },
): Promise<void> {
  await db.query(
    `insert into conversations (person_id, chat_key, step, data, updated_at)
     values ($1, $2, $3, $4, $5)
     on conflict (person_id, chat_key) do update
        set step = excluded.step, data = excluded.data, updated_at = excluded.updated_at`,
    [personId, chatKey, step, toJson(data), now],
  )
}

/** Leaves the dialogue; false when there was none. */
export async function leaveConversation(db: Db, { personId, chatKey }: Place): Promise<boolean> {
  const { rowCount } = await db.query(
    'delete from conversations where person_id = $1 and chat_key = $2',
    [personId, chatKey],
  )
  return rowCount === 1
}
