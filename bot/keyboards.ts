/** Buttons in rows, each made of its words and of what it does. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { type ButtonName, type Fields, pack } from './callbacks.ts'

export function button<Name extends ButtonName>(
  text: string,
  name: Name,
  fields: Fields<Name>,
): InlineKeyboardButton {
  return { text, callback_data: pack(name, fields) }
}

/** Rows of buttons; empty rows are left out. */
export function keyboard(...rows: InlineKeyboardButton[][]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.filter((row) => row.length > 0) }
}
