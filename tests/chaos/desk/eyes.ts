/** What people see in their chats, found fast in chats of thousands of messages, and their patience. */
import type { Message } from 'grammy/types'
import type { BotApi } from '../../../playground/bot-api.ts'
import type { CallbackAnswer } from '../../../playground/events.ts'
import type { Hurry } from '../../helpers/hurry.ts'

export interface Eyes {
  /** The bot's messages of the chat as they are now, the oldest first. */
  messages(chatId: number): Message[]
  /** The id of the newest one. */
  last(chatId: number): number
  /** The message as it is now. */
  now(message: Message): Message
  /** A message of the bot after `since` that fits, as soon as it is there; null when it is not after so many simulated seconds. */
  wait(
    chatId: number,
    since: number,
    fits: (message: Message) => boolean,
    seconds: number,
  ): Promise<Message | null>
  /** Presses a button as often as it takes to be answered; null when it is not there any more, or nobody answers. */
  press(person: number, message: Message, label: string): Promise<CallbackAnswer | null>
  /** Hears of every message of the bot, new or edited. */
  watch(listener: (message: Message) => void): void
  close(): void
}

/** So long, of the machine's milliseconds, somebody looks at a button that does nothing, and so often they press it. */
const PATIENCE_MS = 15_000
const PRESSES = 6

export function openEyes(api: BotApi, hurry: Hurry): Eyes {
  const chats = new Map<number, Map<number, Message>>()
  const listeners = new Set<(message: Message) => void>()
  const chatOf = (chatId: number) => {
    const known = chats.get(chatId) ?? new Map<number, Message>()
    chats.set(chatId, known)
    return known
  }
  const close = api.events.subscribe((event) => {
    if (event.kind !== 'message' && event.kind !== 'edited') return
    if (event.message.from?.id !== api.bot.id) return
    chatOf(event.chatId).set(event.message.message_id, event.message)
    for (const listener of [...listeners]) listener(event.message)
  })
  const eyes: Eyes = {
    messages: (chatId) => [...chatOf(chatId).values()],
    last: (chatId) => Math.max(0, ...chatOf(chatId).keys()),
    now: (message) => chatOf(message.chat.id).get(message.message_id) ?? message,
    wait: async (chatId, since, fits, seconds) => {
      const isIt = (message: Message) =>
        message.chat.id === chatId && message.message_id > since && fits(message)
      const there = eyes.messages(chatId).findLast(isIt)
      if (there) return there
      return new Promise((resolve) => {
        const look = (message: Message) => {
          if (isIt(message)) settle(message)
        }
        const settle = (message: Message | null) => {
          listeners.delete(look)
          resolve(message)
        }
        listeners.add(look)
        void hurry.pause(seconds).then(() => settle(null))
      })
    },
    press: async (person, message, label) => {
      for (let count = 0; count < PRESSES; count += 1) {
        if (!hasButton(eyes.now(message), label)) return null
        const { chat, message_id } = message
        const answer = await api.press(person, chat.id, message_id, label, PATIENCE_MS)
        if (answer) return answer
      }
      return null
    },
    watch: (listener) => void listeners.add(listener),
    close,
  }
  return eyes
}

export function labelsOf({ reply_markup }: Message): string[] {
  return reply_markup?.inline_keyboard.flat().map(({ text }) => text) ?? []
}

export function hasButton(message: Message, label: string): boolean {
  return labelsOf(message).includes(label)
}

export function wordsIn({ text, caption }: Message): string {
  return text ?? caption ?? ''
}

/** The number of the question that the message is about; null for one about none. */
export function numberIn(message: Message): number | null {
  const words = wordsIn(message)
  const [, own] = /Ваш вопрос:? № (\d+)/.exec(words) ?? /№ (\d+)/.exec(words) ?? []
  return own === undefined ? null : Number(own)
}
