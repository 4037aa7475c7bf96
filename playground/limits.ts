/** Telegram's limits on what a bot sends: over all chats, to one person, to one group. */
import { ApiFailure } from './failure.ts'
import type { Parameters } from './parameters.ts'

export interface Limits {
  /** Counts a call that sends, or refuses it with 429 and the seconds to wait. */
  take(method: string, parameters: Parameters): void
}

/** What one limit knows of one chat, or of all together. Times in milliseconds. */
interface Limit {
  /** How long until so many messages may come; 0: now. More than it ever lets through come when it is at rest. */
  wait(cost: number, at: number): number
  take(cost: number, at: number): void
}

/** `now` in milliseconds of real time: limits do not move with the playground's clock. */
export function createLimits(now: () => number): Limits {
  const overall = createWindow(30, 1000)
  const chats = new Map<string, Limit>()
  const limitOf = (chatId: string): Limit => {
    const known = chats.get(chatId)
    if (known) return known
    // One a second in the long run to a person, and a few at once: Telegram allows «short bursts».
    const fresh = chatId.startsWith('-') ? createWindow(20, 60_000) : createBucket(5, 1000)
    chats.set(chatId, fresh)
    return fresh
  }
  return {
    take(method, parameters) {
      if (!COUNTED.test(method)) return
      const cost = costOf(method, parameters)
      const at = now()
      const limits = [overall, limitOf(parameters.text('chat_id') ?? '')]
      const wait = Math.max(...limits.map((limit) => limit.wait(cost, at)))
      if (wait > 0) {
        const retry_after = Math.max(1, Math.ceil(wait / 1000))
        throw new ApiFailure(429, `Too Many Requests: retry after ${retry_after}`, { retry_after })
      }
      for (const limit of limits) limit.take(cost, at)
    },
  }
}

/** At most `count` in any `window`. */
function createWindow(count: number, window: number): Limit {
  let times: number[] = []
  return {
    wait(cost, at) {
      times = times.filter((time) => time > at - window)
      const last = times[times.length + Math.min(cost, count) - count - 1]
      return last === undefined ? 0 : last + window - at
    },
    take: (cost, at) => void times.push(...Array.from({ length: cost }, () => at)),
  }
}

/** `count` at once, then one each `interval`. */
function createBucket(count: number, interval: number): Limit {
  /** When it is full again. */
  let fullAt = 0
  return {
    wait: (cost, at) => Math.max(0, fullAt - at - (count - Math.min(cost, count)) * interval),
    take(cost, at) {
      fullAt = Math.max(fullAt, at) + cost * interval
    },
  }
}

const COUNTED = /^(send(?!ChatAction$|\w*Draft$)|copyMessage|forwardMessage|editMessage)/i

function costOf(method: string, parameters: Parameters): number {
  const name = method.toLowerCase()
  const many = name === 'sendmediagroup' ? 'media' : /messages$/.test(name) ? 'message_ids' : ''
  return many === '' ? 1 : Math.max(1, parameters.array(many)?.length ?? 1)
}
