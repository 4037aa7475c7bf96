/** Buttons in rows, each made of its words and of what it does. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { type ButtonName, type Fields, pack } from './callbacks.ts'
import { buttons } from './texts/buttons.ts'

export function button<Name extends ButtonName>(
  text: string,
  name: Name,
  fields: Fields<Name>,
): InlineKeyboardButton {
  return { text, callback_data: pack(name, fields) }
}

/** Sends the files of a ticket to who presses it. */
export function attachmentsButton(ticket: number): InlineKeyboardButton {
  return button(buttons.attachments, 'attachments', { ticket })
}

/** Lets the teacher say more about a question of their own. */
export function continueButton(ticket: number): InlineKeyboardButton {
  return button(buttons.continue, 'continue', { ticket })
}

/** Offers a sent answer to the knowledge base. */
export function learnButton(ticket: number): InlineKeyboardButton {
  return button(buttons.learn, 'learn', { ticket })
}

/** Rows of buttons; empty rows are left out. */
export function keyboard(...rows: InlineKeyboardButton[][]): InlineKeyboardMarkup {
  return { inline_keyboard: rows.filter((row) => row.length > 0) }
}
