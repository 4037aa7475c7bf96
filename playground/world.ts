/** Everything that the methods of the Bot API and the people on the page act upon. */
import type { Message, User, UserFromGetMe } from 'grammy/types'
import { type CallbackAnswer, createEvents, type Events, type ReplyKeyboard } from './events.ts'
import { createFiles, type Files } from './files.ts'
import { createMessages, type Messages } from './messages.ts'
import { createRooms, type Rooms } from './rooms.ts'
import { atomically, type Database, openState } from './state.ts'
import { createUpdates, type UpdateContent, type Updates } from './updates.ts'

export interface World {
  database: Database
  bot: UserFromGetMe
  now: () => Date
  rooms: Rooms
  messages: Messages
  files: Files
  updates: Updates
  events: Events
  /** Presses that wait for the bot's answer, by the query's id. */
  presses: Map<string, (answer: CallbackAnswer) => void>
  /** Seconds since 1970, as in every date of the Bot API. */
  seconds(): number
  /** Keeps a new message, and the update about it if there is one, and shows it. */
  publish(message: Message, options?: { keyboard?: ReplyKeyboard; update?: UpdateContent }): void
  /** Keeps the new version of a message and shows it. */
  revise(message: Message, update?: UpdateContent): void
}

export function createWorld(options: {
  bot: Pick<User, 'id' | 'first_name'> & { username: string }
  file: string | undefined
  now: () => Date
  privacy: boolean
}): World {
  const database = openState(options.file)
  const events = createEvents()
  const messages = createMessages(database)
  const updates = createUpdates(database, events)
  return {
    database,
    bot: botOf(options),
    now: options.now,
    rooms: createRooms(database),
    messages,
    files: createFiles(database),
    updates,
    events,
    presses: new Map(),
    seconds: () => Math.floor(options.now().getTime() / 1000),
    publish(message, { keyboard, update } = {}) {
      atomically(database, () => {
        messages.put(message, keyboard)
        if (update) updates.push(update)
      })
      events.emit({ kind: 'message', chatId: message.chat.id, message, keyboard })
    },
    revise(message, update) {
      atomically(database, () => {
        messages.put(message)
        if (update) updates.push(update)
      })
      events.emit({ kind: 'edited', chatId: message.chat.id, message })
    },
  }
}

function botOf(options: {
  bot: Pick<User, 'id' | 'first_name'> & { username: string }
  privacy: boolean
}): UserFromGetMe {
  return {
    id: options.bot.id,
    is_bot: true,
    first_name: options.bot.first_name,
    username: options.bot.username,
    can_join_groups: true,
    can_read_all_group_messages: !options.privacy,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_guest_queries: false,
    supports_join_request_queries: false,
  }
}

/** The bot as it appears as a sender. */
export function botUser({ bot }: Pick<World, 'bot'>): User {
  return { id: bot.id, is_bot: true, first_name: bot.first_name, username: bot.username }
}
