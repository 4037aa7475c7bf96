/** Messages as the ledger keeps them: calls of Telegram without the chat, which may move. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Attachment } from '../db/said.ts'
import { filesAlone, fileWith } from './attachments.ts'
import { type Html, split, widthOf } from './html.ts'
import type { Content } from './notifier.ts'
import { LONGEST_CAPTION } from './said.ts'

export interface Extras {
  keyboard?: InlineKeyboardMarkup | undefined
  forceReply?: string | undefined
  /** Id of the message that this one answers. */
  replyTo?: number | undefined
  /** Id of the topic in which it is said. */
  thread?: number | undefined
}

/** The smaller goes first. */
export const PRIORITY = {
  reply: 0,
  ticket: 1,
  card: 5,
  offer: 6,
  reminder: 7,
  announcement: 8,
  broadcast: 9,
} as const

/** A text as messages within Telegram's limit: the first answers, the last has the buttons. */
export function textMessages(text: Html, extras: Extras = {}): Content[] {
  return inEnvelope(wordsAlone(text), extras)
}

/**
 * Files with the words that belong to them: under a single file if they fit, else as messages after the files. An album
 * carries no buttons: they are under the last of the words.
 */
export function saidMessages(
  text: Html,
  attachments: readonly Attachment[],
  extras: Extras = {},
): Content[] {
  const [only, ...others] = attachments
  if (!only) return textMessages(text, extras)
  const under =
    others.length === 0 && widthOf(text) <= LONGEST_CAPTION ? fileWith(only, text) : null
  const contents = under ? [under] : [...filesAlone(attachments), ...wordsAlone(text)]
  return inEnvelope(contents, extras)
}

/** A text with its buttons, for sending or for editing what was sent. */
export function textPayload(text: Html, keyboard?: InlineKeyboardMarkup): TextPayload {
  return {
    text: text.markup,
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
    ...(keyboard ? { reply_markup: keyboard } : {}),
  }
}

export interface TextPayload {
  text: string
  parse_mode: 'HTML'
  link_preview_options: { is_disabled: true }
  reply_markup?: InlineKeyboardMarkup
}

function wordsAlone(text: Html): Content[] {
  return split(text).map((piece) => ({ method: 'sendMessage', payload: { ...textPayload(piece) } }))
}

function inEnvelope(contents: Content[], extras: Extras): Content[] {
  return contents.map(({ method, payload }, index) => ({
    method,
    payload: {
      ...payload,
      ...(extras.thread === undefined ? {} : { message_thread_id: extras.thread }),
      ...(index === 0 ? replyPayload(extras) : {}),
      ...(index === contents.length - 1 ? markupPayload(extras) : {}),
    },
  }))
}

function replyPayload({ replyTo }: Extras): Record<string, unknown> {
  if (replyTo === undefined) return {}
  return { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }
}

function markupPayload({ keyboard, forceReply }: Extras): Record<string, unknown> {
  if (keyboard) return { reply_markup: keyboard }
  if (forceReply === undefined) return {}
  const field = { input_field_placeholder: forceReply, selective: true }
  return { reply_markup: { force_reply: true, ...field } }
}
