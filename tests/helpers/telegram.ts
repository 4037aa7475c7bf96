/** A Telegram of a test's own on a free loopback port, with people who write, press, look and wait. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HttpBindings, serve } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Chat, Message } from 'grammy/types'
import { type BotApi, type BotApiOptions, createBotApi } from '../../playground/bot-api.ts'
import type { PlaygroundEvent } from '../../playground/events.ts'
import { createGroup, createPerson, type Group, type Person } from './telegram-people.ts'
import { watchChats } from './telegram-watch.ts'

export type { Group, Person } from './telegram-people.ts'

export interface Telegram {
  /** The server itself: faults, events, everything that has no word of its own here. */
  api: BotApi
  apiRoot: string
  token: string
  bot: { id: number; username: string; first_name: string }
  /** Somebody who has not yet written to the bot. */
  person(profile: { name: string; id?: number; username?: string }): Person
  /** The first member is the owner. A basic group unless `supergroup` or `forum`; the bot an ordinary member unless told. */
  group(options: GroupOptions): Group
  /** The chat as readable text, for failures and for looking. */
  transcript(chat: number | { chat: number }): string
  /** Calls that the bot has made so far, all or of one method. */
  calls(method?: string): Call[]
  /** Resolves with the next call of the method that passes the check. */
  nextCall(method: string, check?: (call: Call) => boolean): Promise<Call>
  /** The port refuses connections, and those that there are break, until the function that it resolves with is called. */
  goesAway(): Promise<() => Promise<void>>
  close(): Promise<void>
}

export interface GroupOptions {
  title: string
  members: Person[]
  id?: number
  supergroup?: boolean
  forum?: boolean
  bot?: 'member' | 'administrator'
}

export type Call = Extract<PlaygroundEvent, { kind: 'request' }>

export type TelegramOptions = Partial<BotApiOptions>

const TOKEN = '7000000001:AAF-test-token-of-nobody-0123456789'
const BOT = { id: 7_000_000_001, username: 'vopros_test_bot', first_name: 'Вопрос специалисту' }

/** The caller closes it. */
export async function startTelegram(options: TelegramOptions = {}): Promise<Telegram> {
  const api = createBotApi({ token: TOKEN, bot: BOT, webhookPatience: 50, ...options })
  const { server, port } = await listen(api)
  const shut = async () => {
    const shutting = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await shutting
  }
  const watch = watchChats(api)
  const calls: Call[] = []
  api.events.subscribe((event) => {
    if (event.kind === 'request') calls.push(event)
  })
  let nextPerson = 5_000_000_101
  let nextGroup = 4_000_000_101

  return {
    api,
    apiRoot: `http://127.0.0.1:${port}`,
    token: options.token ?? TOKEN,
    bot: options.bot ?? BOT,
    person({ name, id = nextPerson++, username }) {
      api.addPerson({ id, first_name: name, ...(username ? { username } : {}) })
      return createPerson({ api, watch, id, name })
    },
    group({ title, members, id, supergroup, forum, bot }) {
      const type = supergroup || forum ? 'supergroup' : 'group'
      const chatId = id ?? (type === 'group' ? -nextGroup++ : -1_000_000_000_000 - nextGroup++)
      const chat = { id: chatId, type, title, ...(forum ? { is_forum: true } : {}) }
      const ids = members.map((member) => member.id)
      // The two shapes of a group differ in these very fields.
      api.addGroup(chat as Chat.GroupChat | Chat.SupergroupChat, ids, bot)
      return createGroup({ api, watch, id: chatId, title })
    },
    transcript: (chat) => watch.transcript(typeof chat === 'number' ? chat : chat.chat),
    calls: (method) => calls.filter((call) => method === undefined || call.method === method),
    nextCall: (method, check = () => true) =>
      new Promise((resolve) => {
        const stop = api.events.subscribe((event) => {
          if (event.kind !== 'request' || event.method !== method || !check(event)) return
          stop()
          resolve(event)
        })
      }),
    async goesAway() {
      await shut()
      return () => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
    },
    async close() {
      await api.close()
      watch.close()
      await shut()
    },
  }
}

/** What the bot said, without what can differ: for comparing in tests. */
export function words(message: Message): string {
  return message.text ?? message.caption ?? ''
}

/** What the button of this name on the message sends when it is pressed. */
export function dataOf(message: Message, label: string): string {
  const buttons = message.reply_markup?.inline_keyboard.flat() ?? []
  const found = buttons.find(({ text }) => text === label)
  if (!found || !('callback_data' in found)) throw new Error(`no button «${label}»`)
  return found.callback_data
}

async function listen(api: BotApi): Promise<{ server: Server; port: number }> {
  const broken = async (request: Request, env: unknown): Promise<Response> => {
    const response = await api.fetch(request)
    if (response.type !== 'error') return response
    // An injected fault: the client is to see the connection break, with no answer.
    const { incoming } = env as HttpBindings
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  return new Promise((resolve) => {
    const server = serve({ fetch: broken, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) =>
      resolve({ server: server as Server, port: info.port }),
    )
  })
}
