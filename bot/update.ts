/** Reads just enough of an update to know its number, its chat, and whether it is a press of a button. */
import type { Update } from 'grammy/types'
import { z } from 'zod'
import type { NewUpdate } from '../db/inbox.ts'
import { chatKeyOf } from './chat-key.ts'

/** What Telegram is asked to deliver; anything else would only be thrown away. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
] as const satisfies (keyof Update)[]

const UPDATE = z.looseObject({ update_id: z.int() })

const WITH_CHAT = z.object({ chat: z.object({ id: z.number() }) })
const WITH_MESSAGE = z.object({ message: WITH_CHAT })
const WITH_ALBUM = z.object({ message: z.object({ media_group_id: z.string().min(1).max(64) }) })
const WITH_PERSON = z.object({ from: z.object({ id: z.number() }) })

/** Null when this is not an update at all. */
export function readUpdate(body: unknown): NewUpdate | null {
  const read = UPDATE.safeParse(body)
  if (!read.success) return null
  const { update_id: updateId, ...rest } = read.data
  return {
    updateId,
    chatKey: chatKeyOf(chatIdIn(Object.values(rest)[0])),
    press: 'callback_query' in rest,
    album: albumIn(rest),
    body: read.data,
  }
}

/** Only new messages are parts that wait for each other; an edited one has been heard of before. */
function albumIn(update: object): string | null {
  const read = WITH_ALBUM.safeParse(update)
  return read.success ? read.data.message.media_group_id : null
}

/** The chat it happened in; a person's private chat has the person's id. What belongs to nobody shares one lane. */
function chatIdIn(event: unknown): number | string {
  const chat = WITH_CHAT.safeParse(event)
  if (chat.success) return chat.data.chat.id
  const message = WITH_MESSAGE.safeParse(event)
  if (message.success) return message.data.message.chat.id
  const person = WITH_PERSON.safeParse(event)
  return person.success ? person.data.from.id : 'nowhere'
}
