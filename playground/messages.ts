/** The messages of every chat, as everybody in it sees them. */
import type { Message } from 'grammy/types'
import type { ReplyKeyboard } from './events.ts'
import { type Database, nextNumber } from './state.ts'

export interface ShownMessage {
  message: Message
  /** What the bot asked the person's keyboard to become with this message. */
  keyboard: ReplyKeyboard | undefined
}

export interface Messages {
  /** Private chats and basic groups count together, a supergroup by itself, as at Telegram. */
  nextId(chat: { id: number; type: string }): number
  /** The `media_group_id` that the parts of a new album share. */
  newAlbum(): string
  put(message: Message, keyboard?: ReplyKeyboard): void
  get(chatId: number, messageId: number): ShownMessage | undefined
  list(chatId: number): ShownMessage[]
  /** False when there was no such message. */
  remove(chatId: number, messageId: number): boolean
}

export function createMessages(database: Database): Messages {
  const one = database.prepare(
    'select message, keyboard from message where chat_id = ? and message_id = ?',
  )
  const all = database.prepare(
    'select message, keyboard from message where chat_id = ? order by message_id',
  )
  const write = database.prepare(
    `insert into message (chat_id, message_id, message, keyboard) values (?, ?, ?, ?)
     on conflict (chat_id, message_id) do update set message = excluded.message`,
  )
  return {
    nextId(chat) {
      const counter = chat.type === 'supergroup' ? `message ${chat.id}` : 'message'
      return nextNumber(database, counter, 1)
    },
    newAlbum: () => String(nextNumber(database, 'album', 1_300_000_000_000_001)),
    put(message, keyboard) {
      const shown = keyboard === undefined ? null : JSON.stringify(keyboard)
      write.run(message.chat.id, message.message_id, JSON.stringify(message), shown)
    },
    get(chatId, messageId) {
      const row = one.get(chatId, messageId)
      return row && shown(row)
    },
    list(chatId) {
      return all.all(chatId).map(shown)
    },
    remove(chatId, messageId) {
      const done = database
        .prepare('delete from message where chat_id = ? and message_id = ?')
        .run(chatId, messageId)
      return done.changes > 0
    },
  }
}

function shown(row: Record<string, unknown>): ShownMessage {
  return {
    message: JSON.parse(String(row.message)),
    keyboard: typeof row.keyboard === 'string' ? JSON.parse(row.keyboard) : undefined,
  }
}
