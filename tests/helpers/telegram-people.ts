/** People and groups of a test's Telegram, in words of the domain. */
import type { Message } from 'grammy/types'
import type { AttachmentKind } from '../../playground/attachments.ts'
import type { BotApi } from '../../playground/bot-api.ts'
import type { CallbackAnswer } from '../../playground/events.ts'
import type { PersonMessage } from '../../playground/people.ts'
import { holds, type Pattern, type Watch } from './telegram-watch.ts'

export interface Place {
  /** The group where it happens; without one, the person's own chat with the bot. */
  in?: Group | number
}

export interface Looking extends Place {
  /** Milliseconds to wait at most. */
  within?: number
}

export interface FileToSend {
  name: string
  bytes: Uint8Array
  kind?: AttachmentKind
  mime?: string
  caption?: string
}

export interface Person {
  id: number
  name: string
  /** The chat with the bot; its id is the person's. */
  chat: number
  says(message: string | PersonMessage, place?: Place): Message
  /** Presses «Начать», or follows a deep link. */
  starts(payload?: string): Message
  /** Presses the newest button of this name, waiting for it to appear; a button of the reply keyboard is said. */
  presses(label: string, options?: Looking & { on?: Message }): Promise<CallbackAnswer | null>
  /** Presses a button that was never shown, or no longer is. */
  forges(data: string, on: Message): Promise<CallbackAnswer | null>
  /** Waits for a message of the bot, new or edited, that fits; each is seen once. */
  sees(pattern: Pattern, options?: Looking): Promise<Message>
  repliesTo(message: Message, text: string | PersonMessage): Message
  repliesWithAlbum(message: Message, files: FileToSend[]): Message[]
  edits(message: Message, text: string): Message
  sendsFile(file: FileToSend, place?: Place): Message
  sendsAlbum(files: FileToSend[], place?: Place): Message[]
  blocks(): void
  unblocks(): void
  /** What the bot has said in the person's own chat so far. */
  inbox(): Message[]
}

export interface Group {
  id: number
  chat: number
  title: string
  /** Waits for a message of the bot in the group, new or edited, that fits; each is seen once. */
  sees(pattern: Pattern, options?: { within?: number }): Promise<Message>
  messages(): Message[]
}

interface Surroundings {
  api: BotApi
  watch: Watch
  id: number
}

export function createPerson({ api, watch, id, name }: Surroundings & { name: string }): Person {
  const place = (options: Place | undefined): number => {
    const group = options?.in
    return group === undefined ? id : typeof group === 'number' ? group : group.id
  }
  return {
    id,
    name,
    chat: id,
    says: (message, options) => api.send(id, place(options), message),
    starts: (payload) => api.send(id, id, payload === undefined ? '/start' : `/start ${payload}`),
    async presses(label, options = {}) {
      const chatId = options.on?.chat.id ?? place(options)
      const found = await watch.until(
        chatId,
        () => findButton(api, chatId, label, options.on),
        `a button «${label}»`,
        options.within,
      )
      if (found !== 'keyboard') return api.press(id, chatId, found.message_id, label)
      api.send(id, chatId, label)
      return null
    },
    forges: (data, on) => api.press(id, on.chat.id, on.message_id, { data }),
    sees: (pattern, options) =>
      watch.next(
        place(options),
        (message) => holds(message, pattern),
        String(pattern),
        options?.within,
      ),
    repliesTo(message, reply) {
      const content = typeof reply === 'string' ? { text: reply } : reply
      return api.send(id, message.chat.id, { ...content, replyTo: message.message_id })
    },
    repliesWithAlbum: (message, files) =>
      api.sendAlbum(
        id,
        message.chat.id,
        files.map((file) => ({ ...asMessage(file), replyTo: message.message_id })),
      ),
    edits: (message, text) => api.edit(id, message.chat.id, message.message_id, text),
    sendsFile: (file, options) => api.send(id, place(options), asMessage(file)),
    sendsAlbum: (files, options) => api.sendAlbum(id, place(options), files.map(asMessage)),
    blocks: () => api.block(id),
    unblocks: () => api.unblock(id),
    inbox: () => api.messages(id).filter((message) => message.from?.id === api.bot.id),
  }
}

export function createGroup({ api, watch, id, title }: Surroundings & { title: string }): Group {
  return {
    id,
    chat: id,
    title,
    sees: (pattern, options) =>
      watch.next(id, (message) => holds(message, pattern), String(pattern), options?.within),
    messages: () => api.messages(id),
  }
}

function findButton(
  api: BotApi,
  chatId: number,
  label: string,
  on: Message | undefined,
): Message | 'keyboard' | undefined {
  const candidates = api
    .messages(chatId)
    .filter((message) => on === undefined || message.message_id === on.message_id)
  const found = candidates.findLast((message) =>
    message.reply_markup?.inline_keyboard.flat().some((button) => button.text === label),
  )
  if (found) return found
  const keyboard = api.keyboard(chatId)
  const labels =
    keyboard && 'keyboard' in keyboard
      ? keyboard.keyboard
          .flat()
          .map((button) => (typeof button === 'string' ? button : button.text))
      : []
  return labels.includes(label) ? 'keyboard' : undefined
}

function asMessage({
  name,
  bytes,
  kind = 'document',
  mime = '',
  caption,
}: FileToSend): PersonMessage {
  return { file: { kind, name, mime, bytes }, ...(caption === undefined ? {} : { caption }) }
}
