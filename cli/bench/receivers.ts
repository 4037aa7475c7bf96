/** A local Bot API server that keeps Telegram's limits, with people who can be written to, and what it has counted. */
import { countOf } from '../../bot/gateway.ts'
import { type BotApi, createBotApi } from '../../playground/bot-api.ts'
import { startHttp } from '../http.ts'
import { LIMIT } from './waits.ts'

export const TOKEN = '1000000002:bench-token-of-no-telegram-server'
const BOT = { id: 1_000_000_002, username: 'vopros_bench_bot', first_name: 'Вопрос' }

export interface Receivers {
  api: BotApi
  url: string
  /** Every counted call that was taken, in order: when, in milliseconds since 1970, where, and how many messages it is. */
  taken: Taken[]
  /** How many calls were refused with 429. */
  refused(): number
  close(): Promise<void>
}

export interface Taken {
  at: number
  chat: number
  /** Of a new message; undefined for an edit. */
  message: number | undefined
  count: number
}

/** `ids`: who has begun a chat with the bot. */
export async function openReceivers(ids: readonly number[]): Promise<Receivers> {
  const api = createBotApi({ token: TOKEN, bot: BOT, limits: true })
  for (const id of ids) {
    api.addPerson({ id, first_name: `Педагог ${id}` })
    api.send(id, id, '/start')
  }
  // They began long ago: nobody has to be greeted.
  const forget = `http://bench/bot${TOKEN}/deleteWebhook?drop_pending_updates=true`
  await api.fetch(new Request(forget))
  const taken: Taken[] = []
  let refused = 0
  api.events.subscribe((event) => {
    if (event.kind !== 'request') return
    const count = countOf(event.method, event.parameters)
    if (event.answer.error_code === 429) refused += 1
    else if (count > 0 && event.answer.ok) {
      const at = performance.timeOrigin + performance.now()
      const message = event.method.startsWith('send') ? idOf(event.answer.result) : undefined
      taken.push({ at, chat: Number(event.parameters.chat_id), message, count })
    }
  })
  const log = { warn: () => undefined }
  const http = await startHttp({ host: '127.0.0.1', port: 0, log }, [
    (request) => api.fetch(request),
  ])
  return {
    api,
    url: http.url,
    taken,
    refused: () => refused,
    close: async () => {
      await http.close()
      await api.close()
    },
  }
}

/** Of Telegram's limit of thirty messages a second, from the first to the last of these calls. */
export function shareOfLimit(taken: readonly Taken[]): number {
  const [first, ...others] = taken
  const last = others.at(-1)
  if (!first || !last) return 0
  const messages = others.reduce((sum, { count }) => sum + count, 0)
  return messages / ((last.at - first.at) / 1000) / LIMIT
}

function idOf(result: unknown): number | undefined {
  const isMessage = typeof result === 'object' && result !== null && 'message_id' in result
  return isMessage ? Number(result.message_id) : undefined
}
