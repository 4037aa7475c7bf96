/** Messages as the ledger keeps them: calls of Telegram without the chat, which may move. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import { type Html, split } from './html.ts'
import type { Content } from './notifier.ts'

export interface Extras {
  keyboard?: InlineKeyboardMarkup | undefined
  forceReply?: string | undefined
  /** Id of the message that this one answers. */
  replyTo?: number | undefined
}

/** The smaller goes first. */
export const PRIORITY = { reply: 0, ticket: 1, card: 5 } as const

/** A text as messages within Telegram's limit: the first answers, the last has the buttons. */
export function textMessages(text: Html, extras: Extras = {}): Content[] {
  const pieces = split(text)
  return pieces.map((piece, index) => ({
    method: 'sendMessage',
    payload: {
      ...textPayload(piece),
      ...(index === 0 ? replyPayload(extras) : {}),
      ...(index === pieces.length - 1 ? markupPayload(extras) : {}),
    },
  }))
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
