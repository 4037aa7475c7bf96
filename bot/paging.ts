/** Long lists a page at a time, turned in place. */
import { GrammyError } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { Fields } from './callbacks.ts'
import { textPayload } from './content.ts'
import type { Context } from './context.ts'
import type { Html } from './html.ts'
import { button } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'

/** Lists whose buttons carry an `offset`. */
type Paged =
  | 'questions'
  | 'people'
  | 'pass'
  | 'queue'
  | 'knowledge'
  | 'glossary'
  | 'glossary-learned'
  | 'institutions'
  | 'sites'
  | 'draft-sites'
  | 'event-sites'
  | 'diagnostics'
  | 'diagnostics-progress'
  | 'deficits'
  | 'audit'
  | 'roadmap'
  | 'roadmap-who'
  | 'roadmap-plans'
  | 'events'
  | 'audience-part'
  | 'broadcasts'
  | 'audience-saved'
  | 'audience-weed'

interface PagePlace {
  offset: number
  size: number
  found: number
}

/** The buttons to the pages before and after; `found` is one more than a page where there is a next one. */
export function pageButtons<Name extends Paged>(
  name: Name,
  { offset, size, found }: PagePlace,
  others: Omit<Fields<Name>, 'offset'>,
): InlineKeyboardButton[] {
  // Every paged button has an offset; the compiler cannot put the two halves of its fields together.
  const to = (page: number) => ({ ...others, offset: page }) as Fields<Name>
  return [
    ...(offset > 0 ? [button(buttons.back, name, to(Math.max(0, offset - size)))] : []),
    ...(found > size ? [button(buttons.next, name, to(offset + size))] : []),
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
  await replacePage(ctx, text, keyboard)
}

/** Puts this in the place of the message that was pressed, after the press was answered. */
export async function replacePage(
  ctx: Context,
  text: Html,
  keyboard: InlineKeyboardMarkup,
): Promise<void> {
  const { text: markup, ...options } = textPayload(text, keyboard)
  await unlessGone(ctx.editMessageText(markup, options))
}

/** Takes the buttons off the message that was pressed. */
export async function takeButtonsOff(ctx: Context): Promise<void> {
  if (ctx.callbackQuery?.message) await unlessGone(ctx.editMessageReplyMarkup())
}

/** Puts other buttons under the message that was pressed. */
export async function changeButtons(ctx: Context, keyboard: InlineKeyboardMarkup): Promise<void> {
  if (!ctx.callbackQuery?.message) return
  await unlessGone(ctx.editMessageReplyMarkup({ reply_markup: keyboard }))
}

/** A message that is deleted, too old or the same already needs no editing. */
async function unlessGone(edit: Promise<unknown>): Promise<void> {
  try {
    await edit
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error
  }
}
