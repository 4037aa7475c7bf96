/** Buttons under previews, taken off when they have done their work; what a forged press was made on keeps its own. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import { findTicketOfMessage } from '../db/ticket-thread.ts'
import type { Context, Parts } from './context.ts'
import { keyboard } from './keyboards.ts'
import { changeButtons } from './paging.ts'

/** Puts these buttons, or none, in the place of a preview's. A card's buttons are its ticket's: they follow the ticket. */
export async function changePreview(
  ctx: Context,
  { pool }: Pick<Parts, 'pool'>,
  buttons: InlineKeyboardMarkup = keyboard(),
): Promise<void> {
  const message = ctx.callbackQuery?.message
  if (!message) return
  const pressed = { chatKey: ctx.chatKey, messageId: String(message.message_id) }
  const isOfTicket = (await findTicketOfMessage(pool, pressed)) !== null
  if (!isOfTicket) await changeButtons(ctx, buttons)
}
