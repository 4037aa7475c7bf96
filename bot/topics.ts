/** Topics of tickets in a forum group: one for each, made when its first message goes there. */
import { type Api, GrammyError } from 'grammy'
import type { Pool } from '../db/db.ts'
import {
  findTopic,
  findTopicBehind,
  forgetTopic,
  markTopic,
  saveTopic,
} from '../db/ticket-topics.ts'
import { chatIdOf } from './chat-key.ts'

export interface Topics {
  /** The ticket's topic in the chat, made if there is none yet; null where the bot can make none. Throws what Telegram's calls do. */
  of(chatKey: string, ticketId: number): Promise<number | null>
  /** Closes the topic of a ticket that is closed, and opens it with its ticket again. Throws what Telegram's calls do. */
  follow(chatKey: string, ticketId: number): Promise<void>
  /** It was deleted, or nobody can write there. */
  forget(topic: { chatKey: string; thread: number | null }): Promise<void>
  /** The bot's rights in the chat have changed: what it could not make it may be able to make now. */
  reconsider(chatKey: string): void
}

/** So long after a refusal a group is taken for one without topics. */
const REFUSED_MS = 10 * 60_000

/** `titleOf` names a ticket in at most 128 characters. */
export function createTopics(parts: {
  api: Api
  pool: Pool
  titleOf: (ticketId: number) => Promise<string>
}): Topics {
  const { api, pool, titleOf } = parts
  const refusedUntil = new Map<string, number>()
  return {
    of: async (chatKey, ticketId) => {
      if (!chatIdOf(chatKey).startsWith('-')) return null
      const known = await findTopic(pool, { chatKey, ticketId })
      if (known !== null) return known
      if ((refusedUntil.get(chatKey) ?? 0) > performance.now()) return null
      try {
        const title = await titleOf(ticketId)
        const { message_thread_id } = await api.createForumTopic(chatIdOf(chatKey), title)
        return await saveTopic(pool, { chatKey, ticketId, threadId: message_thread_id })
      } catch (error) {
        if (!isRefusal(error)) throw error
        refusedUntil.set(chatKey, performance.now() + REFUSED_MS)
        return null
      }
    },
    follow: async (chatKey, ticketId) => {
      const behind = await findTopicBehind(pool, { chatKey, ticketId })
      if (!behind) return
      const { threadId, closed } = behind
      const chat = chatIdOf(chatKey)
      try {
        if (closed) await api.closeForumTopic(chat, threadId)
        else await api.reopenForumTopic(chat, threadId)
      } catch (error) {
        // Somebody has done it already, the topic is gone, or the bot may not: none of them is mended by trying again.
        if (!isRefusal(error)) throw error
      }
      await markTopic(pool, { chatKey, threadId, closed })
    },
    forget: async ({ chatKey, thread }) => {
      if (thread !== null) await forgetTopic(pool, { chatKey, threadId: thread })
    },
    reconsider: (chatKey) => void refusedUntil.delete(chatKey),
  }
}

/** No forum, or no right to manage topics. A group that has become another one is told where the message goes. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    error.parameters.migrate_to_chat_id === undefined
  )
}
