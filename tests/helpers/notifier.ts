/** A messenger of a test's own: remembers what reached it, and answers as it was told. */
import type { Topics } from '../../bot/topics.ts'
import type { Notifier, SendResult } from '../../jobs/notifier.ts'

export interface ScriptedNotifier extends Notifier {
  /** What was sent, in order. */
  sent: { chatKey: string; content: unknown; carefully: boolean }[]
  /** What messages were edited to, in order. */
  edited: object[]
  /** What becomes of the next sends; after these all are accepted. */
  next(...results: (SendResult | (() => Promise<SendResult>))[]): void
}

export function createScriptedNotifier(): ScriptedNotifier {
  const script: (SendResult | (() => Promise<SendResult>))[] = []
  const sent: ScriptedNotifier['sent'] = []
  const edited: object[] = []
  return {
    sent,
    edited,
    next: (...results) => void script.push(...results),
    send: async ({ chatKey, content, carefully, beforeSend }) => {
      if (!(await beforeSend())) return { kind: 'overtaken' }
      sent.push({ chatKey, content, carefully })
      const result = script.shift() ?? { kind: 'sent', messageId: String(sent.length) }
      return typeof result === 'function' ? result() : result
    },
    editCard: async () => {
      throw new Error('no card was asked for')
    },
    edit: async ({ messageId, content }) => {
      edited.push(content)
      return { kind: 'sent', messageId }
    },
  }
}

/** Of chats in which no ticket has a topic of its own. */
export const NO_TOPICS: Topics = {
  of: async () => null,
  follow: async () => {},
  forget: async () => {},
  reconsider: () => {},
}
