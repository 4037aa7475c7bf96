/** The ledger of everything the program sends: what is planned, what is on its way, what became of it. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

/** A broadcast is never sent again unasked; anything else is, when nobody saw how its sending ended. */
export type DeliveryKind =
  | 'reply'
  | 'answer'
  | 'ticket'
  | 'card'
  | 'reminder'
  | 'announcement'
  | 'broadcast'
  /** An edit or a deletion of what a broadcast has sent: twice is as good as once. */
  | 'correction'

export interface NewDelivery {
  /** Says what this is («update:187:0», «ticket:5:card»): the same thing is never planned twice. */
  key: string
  kind: DeliveryKind
  chatKey: string
  personId: number | null
  /** What to send, in the words of the messenger's adapter. */
  content: object
  /** The smaller goes first. */
  priority: number
  dueAt: Date
  /** From then on nobody needs it any more: it is not sent after that. */
  pointlessAt?: Date | null
}

export interface Delivery {
  id: number
  key: string
  kind: DeliveryKind
  chat_key: string
  person_id: number | null
  content: unknown
  priority: number
  due_at: Date
  pointless_at: Date | null
  status: 'planned' | 'sending' | 'sent' | 'failed' | 'in_doubt'
  attempts: number
  lease_owner: string | null
  lease_until: Date | null
  message_id: string | null
  /** Of an album, what the messenger called every part. */
  part_ids: string[] | null
  sent_at: Date | null
  repeats: number
  error: string | null
  created_at: Date
  broadcast_id: number | null
  /** Whose of the audience it is, and which of the contents. */
  broadcast_place: number | null
  broadcast_part: number | null
}

/** Writes the delivery, or changes nothing when its key is known; returns the row's id either way. */
export async function planDelivery(
  db: Db,
  delivery: NewDelivery & { now: Date },
): Promise<{ id: number }> {
  const { key, kind, chatKey, personId, content, priority, dueAt, pointlessAt, now } = delivery
  const { rows } = await db.query<{ id: number }>(
    `insert into deliveries (key, kind, chat_key, person_id, content, priority, due_at, created_at, pointless_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (key) do update set key = excluded.key
     returning id`,
    [key, kind, chatKey, personId, toJson(content), priority, dueAt, now, pointlessAt ?? null],
  )
  const [row] = rows
  if (!row) throw new Error(`the delivery «${key}» was not written`)
  return row
}

export async function findDelivery(db: Db, { id }: { id: number }): Promise<Delivery | null> {
  const { rows } = await db.query<Delivery>('select * from deliveries where id = $1', [id])
  return rows[0] ?? null
}

/** The delivery that the messenger knows by this message id, also of a part of an album: the one a person replied to. */
export async function findDeliveryByMessage(
  db: Db,
  { chatKey, messageId }: { chatKey: string; messageId: string },
): Promise<Delivery | null> {
  const { rows } = await db.query<Delivery>(
    `select * from deliveries
      where chat_key = $1 and (message_id = $2 or part_ids @> array[$2]) order by id desc limit 1`,
    [chatKey, messageId],
  )
  return rows[0] ?? null
}

/** The chats of the given deliveries, in the order of the rows. */
export async function chatsOfDeliveries(
  db: Db,
  { ids }: { ids: number[] },
): Promise<{ id: number; chat_key: string }[]> {
  const { rows } = await db.query<{ id: number; chat_key: string }>(
    'select id, chat_key from deliveries where id = any($1) order by id',
    [ids],
  )
  return rows
}

/** A group has become another one: what was not sent yet goes there. */
export async function moveDeliveries(
  db: Db,
  { from, to }: { from: string; to: string },
): Promise<void> {
  await db.query(
    `update deliveries set chat_key = $2 where chat_key = $1 and status in ('planned', 'sending')`,
    [from, to],
  )
}

/** Has what nobody is sending yet say something else. */
export async function replaceContent(
  db: Db,
  { id, content }: { id: number; content: object },
): Promise<void> {
  await db.query(
    `update deliveries set content = $2 where id = $1 and status = 'planned' and lease_owner is null`,
    [id, toJson(content)],
  )
}

/** The person of this chat has blocked the bot: not written to again until they come back. */
export async function markBlocked(
  db: Db,
  { personId, chatKey, now }: { personId: number; chatKey: string; now: Date },
): Promise<void> {
  await db.query(
    `update accounts set blocked_at = $3
      where person_id = $1 and messenger || ':' || external_id = $2 and blocked_at is null`,
    [personId, chatKey, now],
  )
}

/** Forgets replies sent before the given time: they count for nothing and nothing points to them. */
export async function forgetReplies(
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<void> {
  await db.query(
    `delete from deliveries where id in (
       select id from deliveries where kind = 'reply' and status = 'sent' and sent_at < $1
        order by sent_at limit $2)`,
    [before, limit],
  )
}
