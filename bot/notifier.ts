/** Delivers what jobs want delivered through Telegram, and says in their words what became of it. */
import { type Api, GrammyError, InputFile } from 'grammy'
import { z } from 'zod'
import type { Notifier, SendResult } from '../jobs/notifier.ts'
import { chatIdOf, chatKeyOf } from './chat-key.ts'
import { NotYetError } from './gate.ts'
import { type Gateway, OvertakenError } from './gateway.ts'
import { Html, join } from './html.ts'
import { attachmentTexts } from './texts/attachments.ts'
import type { Topics } from './topics.ts'
import { UnreachableError } from './unreachable.ts'

/** What the ledger holds for Telegram. `chat_id` is not in the payload: a group may move before it is sent. */
export interface Content {
  method: string
  payload: Record<string, unknown>
  /** In a group with topics it goes to the topic of this ticket. */
  ticket?: number | undefined
  /** A document that Telegram does not have yet: it is sent along. */
  file?: { name: string; text: string } | undefined
}

/** The text and buttons of a ticket's card as it should look now, or null when there is none to show. */
export type RenderCard = (ticketId: number) => Promise<Record<string, unknown> | null>

const CONTENT = z.object({
  method: z.string(),
  payload: z.record(z.string(), z.unknown()),
  ticket: z.number().optional(),
  file: z.object({ name: z.string(), text: z.string() }).optional(),
})

/** What Telegram returns for a message: itself, its id, the parts of an album, or `true` for an edited one of no id. */
const MESSAGE = z.object({ message_id: z.number() })
const RESULT = z.union([MESSAGE.transform((message) => [message]), z.array(MESSAGE).min(1)])

const DEFAULT_WAIT_SECONDS = 1
/** Cards are the last of what people wait for. */
const CARD_PRIORITY = 5

/** What cannot be edited or deleted any more. */
const GONE =
  /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID/

export function createNotifier(parts: {
  api: Api
  gateway: Gateway
  renderCard: RenderCard
  topics: Topics
}): Notifier {
  const { api, gateway, renderCard, topics } = parts
  return {
    send: async ({ chatKey, content, priority, carefully, beforeSend }) => {
      // While Telegram is away each try would be one more send of which nobody knows whether it arrived.
      const away = carefully ? await whyAway(api) : null
      if (away !== null) return { kind: 'unsent', reason: away }
      const read = CONTENT.safeParse(content)
      if (!read.success) return { kind: 'refused', reason: 'the content is not a call of Telegram' }
      const place = await placeOf(topics, chatKey, read.data)
      if ('kind' in place) return place
      const work = () => attempt(api, place, read.data)
      const result = await gateway.forDelivery({ priority, beforeSend }, work)
      if (result.kind === 'elsewhere' && place.thread !== null) await topics.forget(place)
      return result
    },
    editCard: async ({ chatKey, messageId, ticketId }) => {
      const payload = await renderCard(ticketId)
      if (!payload) return { kind: 'refused', reason: 'the ticket has no card' }
      const content = {
        method: 'editMessageText',
        payload: { ...payload, message_id: Number(messageId) },
      }
      const circumstances = { priority: CARD_PRIORITY, beforeSend: async () => true }
      const place = { chatKey, thread: null }
      // Before the card shows the change: what fails here is tried again with the card.
      const refused = await whyNotFollowed(topics, chatKey, ticketId)
      if (refused) return refused
      return gateway.forDelivery(circumstances, () => attempt(api, place, content))
    },
    edit: async ({ chatKey, messageId, content }) => {
      const payload = { ...content, message_id: Number(messageId) }
      const circumstances = { priority: CARD_PRIORITY, beforeSend: async () => true }
      const edit = { method: 'editMessageText', payload }
      return gateway.forDelivery(circumstances, () => attempt(api, { chatKey, thread: null }, edit))
    },
  }
}

interface Place {
  chatKey: string
  /** The topic of the content's ticket. */
  thread: number | null
}

/** Where the content goes, with a topic made for its ticket if it has none yet; or why that is not known now. */
async function placeOf(
  topics: Topics,
  chatKey: string,
  { ticket }: Content,
): Promise<Place | SendResult> {
  try {
    return { chatKey, thread: ticket === undefined ? null : await topics.of(chatKey, ticket) }
  } catch (error) {
    return resultOf(error, chatKey)
  }
}

async function whyNotFollowed(
  topics: Topics,
  chatKey: string,
  ticketId: number,
): Promise<SendResult | null> {
  try {
    await topics.follow(chatKey, ticketId)
    return null
  } catch (error) {
    return resultOf(error, chatKey)
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

async function attempt(
  api: Api,
  { chatKey, thread }: Place,
  content: Content,
): Promise<SendResult> {
  const payload = {
    ...(thread === null ? {} : { message_thread_id: thread }),
    ...repliesToWhatMayBeGone(content.payload),
    ...fileOf(content),
    chat_id: chatIdOf(chatKey),
  }
  try {
    const result = await callOf(api, content.method)(payload)
    return sentAs(result, payload)
  } catch (error) {
    return elsewhere(error, content) ?? resultOf(error, chatKey)
  }
}

function fileOf({ file }: Content): { document?: InputFile } {
  return file ? { document: new InputFile(Buffer.from(file.text), file.name) } : {}
}

/** A topic that was deleted is made anew; where nobody may write in it, the chat's general part is left. */
function elsewhere(error: unknown, { method, payload, ticket }: Content): SendResult | null {
  if (!(error instanceof GrammyError)) return null
  if (/VOICE_MESSAGES_FORBIDDEN/.test(error.description)) {
    return { kind: 'elsewhere', content: { ...withoutVoice(payload), ticket } }
  }
  const { message_thread_id: given, ...anywhere } = payload
  if (given === undefined && ticket === undefined) return null
  if (/message thread not found|TOPIC_(DELETED|ID_INVALID)/i.test(error.description)) {
    return { kind: 'elsewhere', content: { method, payload: anywhere, ticket } }
  }
  if (/TOPIC_CLOSED/.test(error.description)) {
    return { kind: 'elsewhere', content: { method, payload: anywhere } }
  }
  return null
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

/** Some people let nobody send them voices: they are told so, with the words and buttons that belong to it. */
function withoutVoice({ voice, video_note, caption, ...rest }: Content['payload']): Content {
  const words = typeof caption === 'string' ? new Html(caption) : null
  const { markup } = join([words, attachmentTexts.voiceForbidden], '\n\n')
  return { method: 'sendMessage', payload: { ...rest, text: markup, parse_mode: 'HTML' } }
}

function sentAs(result: unknown, payload: Record<string, unknown>): SendResult {
  const read = RESULT.safeParse(result)
  const ids = read.success ? read.data.map(({ message_id: id }) => String(id)) : []
  const messageId = ids[0] ?? String(payload.message_id ?? '')
  return { kind: 'sent', messageId, ...(ids.length > 1 ? { partIds: ids } : {}) }
}

function resultOf(error: unknown, chatKey: string): SendResult {
  if (error instanceof OvertakenError) return { kind: 'overtaken' }
  if (error instanceof NotYetError) {
    return { kind: 'wait', seconds: error.seconds, everyone: error.everyone }
  }
  if (error instanceof UnreachableError) {
    const { arrived, reason } = error
    return arrived === 'no'
      ? { kind: 'unsent', reason }
      : { kind: 'unknown', reason, denied: false }
  }
  if (error instanceof GrammyError) return resultOfRefusal(error, chatKey)
  throw error
}

function resultOfRefusal(error: GrammyError, chatKey: string): SendResult {
  const { error_code: code, description, parameters } = error
  const reason = `${code}: ${description}`
  if (code === 429) {
    return { kind: 'wait', seconds: parameters.retry_after ?? DEFAULT_WAIT_SECONDS, everyone: true }
  }
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', chatKey: chatKeyOf(parameters.migrate_to_chat_id) }
  if (code === 403 || /USER_IS_BLOCKED|USER_DEACTIVATED|USER_IS_DEACTIVATED/.test(description)) {
    return { kind: 'blocked', why: /deactivated/i.test(description) ? 'deactivated' : 'blocked' }
  }
  // A person's chat that Telegram does not find is one the person never began; a group's is a wrong setting.
  if (
    /(chat|user) not found|PEER_ID_INVALID/.test(description) &&
    !chatIdOf(chatKey).startsWith('-')
  )
    return { kind: 'blocked', why: 'unknown' }
  if (/message is not modified/.test(description)) return { kind: 'sent', messageId: '' }
  if (GONE.test(description)) return { kind: 'gone' }
  // The front of Telegram says that what is behind it was not there.
  if (code === 502 || code === 503) return { kind: 'unsent', reason }
  // One that gave up waiting for what is behind it says nothing about what became of it there.
  if (code >= 500) return { kind: 'unknown', reason, denied: code !== 504 }
  // The token was revoked: when it is put right, what waits is sent.
  if (code === 401) return { kind: 'unsent', reason }
  return { kind: 'refused', reason }
}
