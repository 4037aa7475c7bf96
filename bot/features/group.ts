/** The tutors' group: cards are taken and answered there; everything else that is said is left alone. */
import { Composer } from 'grammy'
import { moveTutorChat } from '../../db/facts.ts'
import { chatKeyOf } from '../chat-key.ts'
import type { Context, Parts } from '../context.ts'
import { findTutorGroup } from '../desk-chats.ts'
import { leaveDialogue } from '../dialogue.ts'
import { html } from '../html.ts'
import { isKnown, requireConsent } from '../middleware/require-consent.ts'
import { deskTexts } from '../texts/desk.ts'
import { helpTexts } from '../texts/help.ts'
import { startTexts } from '../texts/start.ts'
import { deskFeature } from './desk.ts'

export function groupFeature(parts: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.on('message:migrate_to_chat_id', async (ctx) => {
    const to = chatKeyOf(ctx.message.migrate_to_chat_id)
    await moveTutorChat(parts.pool, { from: ctx.chatKey, to, now: ctx.now })
  })
  composer.use(async (ctx, next) => {
    if (ctx.chatKey === (await findTutorGroup(parts.pool))) return next()
    if (ctx.callbackQuery) await ctx.toast(deskTexts.unknown)
  })
  composer.on('message', async (ctx, next) => {
    // A tutor who has not consented yet must not think that their answer was taken.
    if (ctx.person || ctx.message.reply_to_message?.from?.id !== ctx.me.id) return next()
    await ctx.say(html`${startTexts.consentInPrivate}`, { reply: true })
  })
  composer.use(requireConsent(parts))
  const known = composer.filter(isKnown)
  known.command('cancel', async (ctx) => {
    if (await leaveDialogue(ctx, parts)) await ctx.say(helpTexts.cancelled, { reply: true })
  })
  known.use(deskFeature(parts))
  known.on('callback_query', (ctx) => ctx.toast(deskTexts.unknown))
  return composer
}
