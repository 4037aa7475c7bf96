/** Telegram's limits in one chat, as terms on which a call may leave. */
import { createHash } from 'node:crypto'
import type { ChatTerms } from '../db/send-gate.ts'

/** To a person: so many at once, then one a second. Telegram speaks of «short bursts» and no number. */
const BURST = 4
const SECOND = 1

/** To a group: twenty in any minute, counted with a second for the way. */
const MOST_IN_GROUP = 20
const MINUTE = 61
/** So many places of a group's minute are for people's answers: cards and what is less urgent leave them free. */
const FOR_ANSWERS = 3
const CARD_PRIORITY = 5

/** Null for a call into no chat (an inline message), which only the limit over all chats concerns. */
export function termsOf(
  payload: object,
  { count, priority }: { count: number; priority: number },
): ChatTerms | null {
  const chat = 'chat_id' in payload ? String(payload.chat_id) : ''
  if (chat === '') return null
  if (!/^[-@]/.test(chat)) {
    const age = Math.min(count, BURST) * SECOND
    return { chat: withoutPerson(chat), nth: 1, age, credit: BURST - 1, step: SECOND }
  }
  const most = MOST_IN_GROUP - (priority >= CARD_PRIORITY ? FOR_ANSWERS : 0)
  return { chat, nth: Math.max(1, most + 1 - count), age: MINUTE, credit: 0, step: 0 }
}

/**
 * A person's chat as one of 16 million names, each that of hundreds of people: terms become rows, and nobody who has
 * not consented may be found in them. The few chats that share a name at the same time share a limit.
 */
function withoutPerson(chat: string): string {
  return createHash('sha256').update(chat).digest('hex').slice(0, 6)
}
