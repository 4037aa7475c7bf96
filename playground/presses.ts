/** A press of a button: the query that the bot gets, and the wait for what it answers. */
import { randomBytes } from 'node:crypto'
import type { CallbackQuery, Message, User } from 'grammy/types'
import type { CallbackAnswer } from './events.ts'
import { atomically, nextNumber } from './state.ts'
import type { World } from './world.ts'

/** A button by its words, or the data of one that the server never showed (a forged press). */
export type Button = string | { data: string }

export interface Press {
  person: User
  chatId: number
  messageId: number
  button: Button
  /** Milliseconds that the person waits; 15 seconds where nothing is given. */
  patience?: number | undefined
}

/** Resolves with the bot's answer, or with null when none came while the person waited. */
export async function press(world: World, pressed: Press): Promise<CallbackAnswer | null> {
  const query = makeQuery(world, pressed)
  const answered = new Promise<CallbackAnswer | null>((resolve) => {
    const settle = (answer: CallbackAnswer | null): void => {
      clearTimeout(timer)
      world.presses.delete(query.id)
      resolve(answer)
    }
    const timer = setTimeout(settle, pressed.patience ?? 15_000, null)
    timer.unref()
    world.presses.set(query.id, settle)
  })
  atomically(world.database, () => {
    world.database
      .prepare('insert into callback (id, person_id, asked_at) values (?, ?, ?)')
      .run(query.id, pressed.person.id, world.seconds())
    world.updates.push({ callback_query: query })
  })
  return answered
}

function makeQuery(world: World, { person, chatId, messageId, button }: Press): CallbackQuery {
  const message = world.messages.get(chatId, messageId)?.message
  const data = typeof button === 'string' ? dataOf(message, button) : button.data
  const chat = world.rooms.chat(chatId)
  if (!chat) throw new Error(`there is no chat ${chatId}`)
  const number = nextNumber(world.database, 'callback', 1)
  return {
    id: `${person.id}${number}${randomBytes(4).readUInt32BE()}`,
    from: person,
    // A message deleted meanwhile comes as one that cannot be reached, with the date 0.
    message: message ?? { chat, message_id: messageId, date: 0 },
    chat_instance: String(Math.abs(chatId) * 7919),
    data,
  }
}

function dataOf(message: Message | undefined, label: string): string {
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? []
  const found = buttons.find(({ text }) => text === label)
  if (!found) {
    const there = buttons.map(({ text }) => `«${text}»`).join(', ') || 'none'
    throw new Error(`the message has no button «${label}»; buttons there: ${there}`)
  }
  if (!('callback_data' in found)) throw new Error(`the button «${label}» asks the bot nothing`)
  return found.callback_data
}
