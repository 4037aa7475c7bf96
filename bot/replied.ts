/** Which message a person answers with what they have just said. */
import type { Message } from 'grammy/types'
import type { Context } from './context.ts'

/**
 * The id of the message replied to, by the first part of an album that has one; null for none. In a topic of a forum
 * every plain message carries a reply to the topic's root: nobody meant that.
 */
export function repliedTo({ messages }: Pick<Context, 'messages'>): string | null {
  const replies = messages.filter(isMeant)
  const id = replies[0]?.reply_to_message?.message_id
  return id === undefined ? null : String(id)
}

function isMeant({
  reply_to_message: reply,
  is_topic_message,
  message_thread_id,
}: Message): boolean {
  if (!reply || reply.forum_topic_created) return false
  return !(is_topic_message && reply.message_id === message_thread_id)
}
