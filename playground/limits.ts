/** Telegram's limits on what a bot sends: over all chats, to one person, to one group. */
import { ApiFailure } from './failure.ts'
import type { Parameters } from './parameters.ts'

export interface Limits {
  /** Counts a call that sends, or refuses it with 429 and the seconds to wait. */
  take(method: string, parameters: Parameters): void
}

interface Rule {
  /** How many within how many milliseconds. */
  count: number
  window: number
}

const OVERALL: Rule = { count: 30, window: 1000 }
/** One a second in the long run; a few at once are let through. */
const PRIVATE: Rule = { count: 5, window: 5000 }
const GROUP: Rule = { count: 20, window: 60_000 }

/** `now` in milliseconds of real time: limits do not move with the playground's clock. */
export function createLimits(now: () => number): Limits {
  const sent = new Map<string, number[]>()

  const recent = (key: string, rule: Rule): number[] => {
    const kept = (sent.get(key) ?? []).filter((at) => at > now() - rule.window)
    sent.set(key, kept)
    return kept
  }

  return {
    take(method, parameters) {
      if (!COUNTED.test(method)) return
      const cost = costOf(method, parameters)
      const chatId = parameters.text('chat_id') ?? ''
      const rules: [string, Rule][] = [
        ['overall', OVERALL],
        [chatId, chatId.startsWith('-') ? GROUP : PRIVATE],
      ]
      const waits = rules.map(([key, rule]) => {
        const times = recent(key, rule)
        const freed = times[times.length + cost - rule.count - 1]
        return freed === undefined ? 0 : freed + rule.window - now()
      })
      const wait = Math.max(...waits)
      if (wait > 0) {
        const retry_after = Math.max(1, Math.ceil(wait / 1000))
        throw new ApiFailure(429, `Too Many Requests: retry after ${retry_after}`, { retry_after })
      }
      for (const [key] of rules) {
        sent.get(key)?.push(...Array.from({ length: cost }, now))
      }
    },
  }
}

const COUNTED = /^(send(?!ChatAction$|MessageDraft$)|copyMessage|forwardMessage|editMessage)/i

function costOf(method: string, parameters: Parameters): number {
  const name = method.toLowerCase()
  const many = name === 'sendmediagroup' ? 'media' : /messages$/.test(name) ? 'message_ids' : ''
  return many === '' ? 1 : Math.max(1, parameters.array(many)?.length ?? 1)
}
