/** Waits for what appears in chats: by events, with a time limit and a transcript when nothing comes. */
import type { Message } from 'grammy/types'
import type { BotApi } from '../../playground/bot-api.ts'

export type Pattern = RegExp | string

export interface Watch {
  /**
   * The first message of the bot in the chat, new or edited, that fits and has not been returned before.
   * Waits for one, `within` milliseconds at most.
   */
  next(
    chatId: number,
    fits: (message: Message) => boolean,
    wanted: string,
    within?: number,
  ): Promise<Message>
  /** The value that `find` gives, now or after some event; waits like `next`. */
  until<T>(chatId: number, find: () => T | undefined, wanted: string, within?: number): Promise<T>
  transcript(chatId: number): string
  close(): void
}

const PATIENCE = 15_000

export function watchChats(api: BotApi): Watch {
  const appeared: { message: Message; seen: boolean }[] = []
  const waiting = new Set<() => void>()
  const stop = api.events.subscribe((event) => {
    if (event.kind === 'message' || event.kind === 'edited') {
      if (event.message.from?.id === api.bot.id)
        appeared.push({ message: event.message, seen: false })
    }
    for (const check of [...waiting]) check()
  })

  const watch: Watch = {
    next(chatId, fits, wanted, within) {
      return watch.until(
        chatId,
        () => {
          const found = appeared.find(
            ({ message, seen }) => !seen && message.chat.id === chatId && fits(message),
          )
          if (found) found.seen = true
          return found?.message
        },
        wanted,
        within,
      )
    },
    until(chatId, find, wanted, within = PATIENCE) {
      // Made here so that the failure points at the test's line, not at a timer.
      const failure = new Error()
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(check)
          failure.message = `waited ${within} ms for ${wanted}; the chat:\n${watch.transcript(chatId)}`
          reject(failure)
        }, within)
        const check = (): void => {
          const found = find()
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      })
    },
    transcript: (chatId) => api.messages(chatId).map(line).join('\n') || '(nothing yet)',
    close: stop,
  }
  return watch
}

/** Whether the message's words, text or caption, hold the pattern. */
export function holds(message: Message, pattern: Pattern): boolean {
  const text = message.text ?? message.caption ?? ''
  return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text)
}

function line(message: Message): string {
  const buttons = message.reply_markup?.inline_keyboard.map((row) =>
    row.map(({ text }) => `⟨${text}⟩`).join(' '),
  )
  const what = message.text ?? message.caption ?? ''
  const file =
    message.document?.file_name ?? (message.photo ? 'photo' : message.voice ? 'voice' : '')
  return [
    `#${message.message_id} ${message.from?.first_name ?? '—'}${message.edit_date ? ' (edited)' : ''}:`,
    file === '' ? '' : `[${file}]`,
    what === '' && file === '' ? serviceOf(message) : what,
    ...(buttons ?? []).map((row) => `\n    ${row}`),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function serviceOf(message: Message): string {
  const known = ['message_id', 'from', 'chat', 'date', 'message_thread_id', 'is_topic_message']
  return `(${Object.keys(message)
    .filter((key) => !known.includes(key))
    .join(', ')})`
}
