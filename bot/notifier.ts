/** Delivers what jobs want delivered through Telegram, and says in their words what became of it. */
import { type Api, GrammyError } from 'grammy'
import { z } from 'zod'
import type { Notifier, SendResult } from '../jobs/notifier.ts'
import { chatIdOf, chatKeyOf } from './chat-key.ts'
import { NotYetError } from './gate.ts'
import { type Gateway, OvertakenError } from './gateway.ts'
import { UnreachableError } from './unreachable.ts'

/** What the ledger holds for Telegram. `chat_id` is not in the payload: a group may move before it is sent. */
export interface Content {
  method: string
  payload: Record<string, unknown>
}

/** The text and buttons of a ticket's card as it should look now, or null when there is none to show. */
export type RenderCard = (ticketId: number) => Promise<Record<string, unknown> | null>

const CONTENT = z.object({ method: z.string(), payload: z.record(z.string(), z.unknown()) })

/** What Telegram returns for a message: itself, its id, the parts of an album, or `true` for an edited one of no id. */
const MESSAGE = z.object({ message_id: z.number() })
const RESULT = z.union([
  MESSAGE,
  z
    .array(MESSAGE)
    .min(1)
    .transform((parts) => parts[0]),
])

const DEFAULT_WAIT_SECONDS = 1
/** Cards are the last of what people wait for. */
const CARD_PRIORITY = 5

export function createNotifier(parts: {
  api: Api
  gateway: Gateway
  renderCard: RenderCard
}): Notifier {
  const { api, gateway, renderCard } = parts
  return {
    send: async ({ chatKey, content, priority, repeated, beforeSend }) => {
      // While Telegram is away each try would be one more send of which nobody knows whether it arrived.
      const away = repeated ? await whyAway(api) : null
      if (away !== null) return { kind: 'unsent', reason: away }
      return gateway.forDelivery({ priority, beforeSend }, () => attempt(api, chatKey, content))
    },
    editCard: async ({ chatKey, messageId, ticketId }) => {
      const payload = await renderCard(ticketId)
      if (!payload) return { kind: 'refused', reason: 'the ticket has no card' }
      const content = {
        method: 'editMessageText',
        payload: { ...payload, message_id: Number(messageId) },
      }
      const circumstances = { priority: CARD_PRIORITY, beforeSend: async () => true }
      return gateway.forDelivery(circumstances, () => attempt(api, chatKey, content))
    },
  }
}

/** Null when Telegram answers. */
async function whyAway(api: Api): Promise<string | null> {
  try {
    await api.getMe()
    return null
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof GrammyError) return error.message
    throw error
  }
}

async function attempt(api: Api, chatKey: string, content: unknown): Promise<SendResult> {
  const read = CONTENT.safeParse(content)
  if (!read.success) return { kind: 'refused', reason: 'the content is not a call of Telegram' }
  const payload = { ...repliesToWhatMayBeGone(read.data.payload), chat_id: chatIdOf(chatKey) }
  try {
    const result = await callOf(api, read.data.method)(payload)
    return { kind: 'sent', messageId: messageIdOf(result, payload) }
  } catch (error) {
    return resultOf(error, chatKey)
  }
}

/** Any method by its name. grammY's type knows each method's payload; here both come from a row. */
function callOf(api: Api, method: string): (payload: object) => Promise<unknown> {
  return (payload) =>
    (api.raw as unknown as Record<string, (payload: object) => Promise<unknown>>)[method]?.(
      payload,
    ) ?? Promise.reject(new Error(`Telegram has no method ${method}`))
}

/** The message that is answered may have been deleted; the answer is wanted all the same. */
function repliesToWhatMayBeGone(payload: Record<string, unknown>): Record<string, unknown> {
  const reply = payload.reply_parameters
  if (typeof reply !== 'object' || reply === null) return payload
  return { ...payload, reply_parameters: { ...reply, allow_sending_without_reply: true } }
}

function messageIdOf(result: unknown, payload: Record<string, unknown>): string {
  const read = RESULT.safeParse(result)
  return String(read.success ? read.data?.message_id : (payload.message_id ?? ''))
}

function resultOf(error: unknown, chatKey: string): SendResult {
  if (error instanceof OvertakenError) return { kind: 'overtaken' }
  if (error instanceof NotYetError) return { kind: 'wait', seconds: error.seconds }
  if (error instanceof UnreachableError) {
    return { kind: error.arrived === 'no' ? 'unsent' : 'unknown', reason: error.reason }
  }
  if (error instanceof GrammyError) return resultOfRefusal(error, chatKey)
  throw error
}

function resultOfRefusal(error: GrammyError, chatKey: string): SendResult {
  const { error_code: code, description, parameters } = error
  const reason = `${code}: ${description}`
  if (code === 429) return { kind: 'wait', seconds: parameters.retry_after ?? DEFAULT_WAIT_SECONDS }
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', chatKey: chatKeyOf(parameters.migrate_to_chat_id) }
  if (code === 403) return { kind: 'blocked' }
  // A person's chat that Telegram does not find is one the person never began; a group's is a wrong setting.
  if (/chat not found/.test(description) && !chatIdOf(chatKey).startsWith('-'))
    return { kind: 'blocked' }
  if (/message is not modified/.test(description)) return { kind: 'sent', messageId: '' }
  // The front of Telegram says that what is behind it was not there.
  if (code === 502 || code === 503) return { kind: 'unsent', reason }
  if (code >= 500) return { kind: 'unknown', reason }
  // The token was revoked: when it is put right, what waits is sent.
  if (code === 401) return { kind: 'unsent', reason }
  return { kind: 'refused', reason }
}
