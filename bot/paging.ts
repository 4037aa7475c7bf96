/** Long lists a page at a time, turned in place. */
import { GrammyError } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { textPayload } from './content.ts'
import type { Context } from './context.ts'
import type { Html } from './html.ts'
import { button } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'

/** The buttons to the pages before and after; `found` is one more than a page where there is a next one. */
export function pageButtons(
  name: 'questions' | 'people',
  { offset, size, found }: { offset: number; size: number; found: number },
): InlineKeyboardButton[] {
  return [
    ...(offset > 0 ? [button(buttons.back, name, { offset: Math.max(0, offset - size) })] : []),
    ...(found > size ? [button(buttons.next, name, { offset: offset + size })] : []),
  ]
}

/** Shows the page: as a message, or in the place of the one whose button was pressed. */
export async function showPage(
  ctx: Context,
  text: Html,
  keyboard: InlineKeyboardMarkup,
): Promise<void> {
  if (!ctx.callbackQuery?.message) return ctx.say(text, { keyboard })
  await ctx.toast()
  const { text: markup, ...options } = textPayload(text, keyboard)
  await unlessGone(ctx.editMessageText(markup, options))
}

/** Takes the buttons off the message that was pressed. */
export async function takeButtonsOff(ctx: Context): Promise<void> {
  if (ctx.callbackQuery?.message) await unlessGone(ctx.editMessageReplyMarkup())
}

/** A message that is deleted, too old or the same already needs no editing. */
async function unlessGone(edit: Promise<unknown>): Promise<void> {
  try {
    await edit
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error
  }
}
