/** The tutors' group: cards are taken and answered there; everything else that is said is left alone. */
import { Composer } from 'grammy'
import { findFact } from '../../db/facts.ts'
import { findPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { originOf } from '../asking.ts'
import type { Context, Parts } from '../context.ts'
import { findTutorGroup } from '../desk-chats.ts'
import { cancel } from '../dialogue.ts'
import { releaseFor } from '../leaving.ts'
import { isKnown, requireConsent } from '../middleware/require-consent.ts'
import { refreshCards } from '../refresh-cards.ts'
import { deskTexts } from '../texts/desk.ts'
import { botLink, groupTexts } from '../texts/group.ts'
import { helpTexts } from '../texts/help.ts'
import { attachmentsFeature } from './attachments.ts'
import { deskFeature } from './desk.ts'
import { offeringFeature } from './knowledge.ts'
import { queueInGroup } from './queue.ts'

export function groupFeature(parts: Parts): Composer<Context> {
  const composer = new Composer<Context>()
  composer.use(async (ctx, next) => {
    const group = await findTutorGroup(parts.pool)
    // Buttons in the group that this one was before still do what they say.
    if (group && (await isFormerGroup(ctx, parts))) ctx.chatKey = group
    if (ctx.chatKey === group) return next()
    if (ctx.callbackQuery) await ctx.toast(deskTexts.unknown)
  })
  composer.on('message:left_chat_member', (ctx) => releaseTicketsOfLeaver(ctx, parts))
  composer.on('message', async (ctx, next) => {
    // A tutor who has not consented yet must not think that their answer was taken.
    if (ctx.person || ctx.message.reply_to_message?.from?.id !== ctx.me.id) return next()
    await ctx.say(groupTexts.consentNeeded(botLink(ctx.me.username)), { reply: true })
  })
  composer.use(requireConsent(parts))
  const known = composer.filter(isKnown)
  known.command('cancel', async (ctx) => {
    if (await cancel(ctx, parts)) await ctx.say(helpTexts.cancelled, { reply: true })
  })
  known.use(queueInGroup(parts))
  known.use(offeringFeature(parts))
  known.use(deskFeature(parts))
  known.use(attachmentsFeature(parts))
  known.on('callback_query', (ctx) => ctx.toast(deskTexts.unknown))
  return composer
}

/** Who does not see the cards any more cannot answer. */
async function releaseTicketsOfLeaver(ctx: Context, parts: Parts): Promise<void> {
  const externalId = String(ctx.message?.left_chat_member?.id)
  const tutor = await findPerson(parts.pool, { messenger: 'telegram', externalId })
  if (!tutor) return
  const leaving = { tutor, by: originOf(ctx), now: ctx.now }
  const released = await transaction(parts.pool, (tx) => releaseFor(tx, parts, leaving))
  await refreshCards(parts, released.changed)
  await parts.outbox.flush(released.planned)
}

async function isFormerGroup(
  { callbackQuery, chatKey }: Context,
  { pool }: Parts,
): Promise<boolean> {
  return Boolean(callbackQuery) && chatKey === (await findFact(pool, { name: 'tutor_chat_before' }))
}
