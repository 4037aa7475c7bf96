/** Which topic of a forum group belongs to which ticket. */
import type { Db } from './db.ts'

/** Null when the ticket has none in this chat. */
export async function findTopic(
  db: Db,
  { chatKey, ticketId }: { chatKey: string; ticketId: number },
): Promise<number | null> {
  const { rows } = await db.query<{ thread_id: number }>(
    'select thread_id from ticket_topics where ticket_id = $1 and chat_key = $2',
    [ticketId, chatKey],
  )
  return rows[0]?.thread_id ?? null
}

/** Writes down the topic that was made, and returns the ticket's: of two made at once the first stays. */
export async function saveTopic(
  db: Db,
  { chatKey, ticketId, threadId }: { chatKey: string; ticketId: number; threadId: number },
): Promise<number> {
  const { rows } = await db.query<{ thread_id: number }>(
    `insert into ticket_topics (ticket_id, chat_key, thread_id) values ($1, $2, $3)
     on conflict (ticket_id, chat_key) do update set thread_id = ticket_topics.thread_id
     returning thread_id`,
    [ticketId, chatKey, threadId],
  )
  return rows[0]?.thread_id ?? threadId
}

export async function forgetTopic(
  db: Db,
  { chatKey, threadId }: { chatKey: string; threadId: number },
): Promise<void> {
  await db.query('delete from ticket_topics where chat_key = $1 and thread_id = $2', [
    chatKey,
    threadId,
  ])
}

/** The ticket's topic in the chat, if it is open while the ticket is closed, or the other way round. */
export async function findTopicBehind(
  db: Db,
  { chatKey, ticketId }: { chatKey: string; ticketId: number },
): Promise<{ threadId: number; closed: boolean } | null> {
  const { rows } = await db.query<{ thread_id: number; closed: boolean }>(
    `select topic.thread_id, t.status = 'closed' as closed
       from ticket_topics topic join tickets t on t.id = topic.ticket_id
      where topic.ticket_id = $1 and topic.chat_key = $2 and topic.closed <> (t.status = 'closed')`,
    [ticketId, chatKey],
  )
  return rows[0] ? { threadId: rows[0].thread_id, closed: rows[0].closed } : null
}

export async function markTopic(
  db: Db,
  topic: { chatKey: string; threadId: number; closed: boolean },
): Promise<void> {
  await db.query('update ticket_topics set closed = $3 where chat_key = $1 and thread_id = $2', [
    topic.chatKey,
    topic.threadId,
    topic.closed,
  ])
}
