/** Reads and checks `reply_markup`: inline buttons become part of the message, other keyboards are shown to the person. */
import { Buffer } from 'node:buffer'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { ReplyKeyboard } from './events.ts'
import { badRequest } from './failure.ts'
import type { Parameters } from './parameters.ts'

export interface Markup {
  inline: InlineKeyboardMarkup | undefined
  keyboard: ReplyKeyboard | undefined
}

export function readMarkup(parameters: Parameters): Markup {
  const value = parameters.json('reply_markup')
  if (value === undefined || value === '') return { inline: undefined, keyboard: undefined }
  if (!isObject(value)) throw badRequest('object expected as reply markup')
  if ('inline_keyboard' in value) return { inline: inlineKeyboard(value), keyboard: undefined }
  if ('keyboard' in value) checkKeyboard(value)
  if ('keyboard' in value || 'remove_keyboard' in value || 'force_reply' in value) {
    // One of the three shapes by the field just seen; their other fields only change how they look.
    return { inline: undefined, keyboard: value as unknown as ReplyKeyboard }
  }
  return { inline: undefined, keyboard: undefined }
}

/** For edits, where no other keyboard is possible. */
export function readInlineMarkup(parameters: Parameters): InlineKeyboardMarkup | undefined {
  const markup = readMarkup(parameters)
  if (markup.keyboard) throw badRequest('inline keyboard expected')
  return markup.inline
}

type Fields = Record<string, unknown>

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function rowsOf(rows: unknown, what: string): Fields[][] {
  if (!Array.isArray(rows)) throw badRequest(`field "${what}" must be of type Array`)
  return rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw badRequest(`field "${what}" must be an Array of Arrays`)
    return row.map((button: unknown) => (isObject(button) ? button : { text: String(button) }))
  })
}

function inlineKeyboard(value: Fields): InlineKeyboardMarkup | undefined {
  const rows = rowsOf(value.inline_keyboard, 'inline_keyboard').filter((row) => row.length > 0)
  if (rows.flat().length > 100) throw badRequest('reply markup is too long')
  for (const button of rows.flat()) checkButton(button)
  // An empty keyboard is none; every button has been checked to be one.
  return rows.length === 0
    ? undefined
    : { inline_keyboard: rows as unknown as InlineKeyboardMarkup['inline_keyboard'] }
}

const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
]

function checkButton(button: Fields): void {
  if (typeof button.text !== 'string') {
    throw badRequest(`can't parse inline keyboard button: can't find field "text"`)
  }
  if (button.text.trim() === '') throw badRequest('BUTTON_TEXT_INVALID')
  const actions = ACTIONS.filter((name) => button[name] !== undefined)
  if (actions.length === 0) {
    throw badRequest(
      `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard`,
    )
  }
  if (actions.length > 1) throw badRequest('BUTTON_TYPE_INVALID')
  if (button.callback_data !== undefined) checkData(button.callback_data)
  if (button.url !== undefined) checkUrl(String(button.url))
}

function checkData(data: unknown): void {
  const size = typeof data === 'string' ? Buffer.byteLength(data) : 0
  if (size < 1 || size > 64) throw badRequest('BUTTON_DATA_INVALID')
}

function checkUrl(url: string): void {
  if (url.startsWith('tg://')) return
  if (!/^(https?:\/\/)?[^\s/]+\.[^\s/]+/i.test(url)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
  }
}

function checkKeyboard(value: Fields): void {
  for (const button of rowsOf(value.keyboard, 'keyboard').flat()) {
    if (typeof button.text !== 'string' || button.text === '') {
      throw badRequest(`can't parse keyboard button: can't find field "text"`)
    }
  }
}
