/** What was sent already is corrected or deleted at everybody's: as a broadcast of its own, confirmed with its number. */
import { reportOf } from '../db/broadcast-report.ts'
import { type Broadcast, findBroadcast } from '../db/broadcasts.ts'
import { mayBroadcast, rest } from './broadcast-drafts.ts'
import { correctBroadcast, removeBroadcast, startBroadcast } from './broadcasting.ts'
import { PRIORITY } from './content.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { replacePage, showPage } from './paging.ts'
import { broadcastTexts } from './texts/broadcast.ts'
import { broadcastListTexts } from './texts/broadcast-list.ts'
import { buttons } from './texts/buttons.ts'

/** One that is over; null when the person may not, or it is not. */
export async function findSent(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  broadcastId: number,
): Promise<Broadcast | null> {
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  if (broadcast?.act !== 'send' || !mayBroadcast(ctx)) return null
  return ['ended', 'stopped'].includes(broadcast.status) ? broadcast : null
}

export async function askCorrection(
  ctx: PersonContext,
  parts: Parts,
  sent: Broadcast,
): Promise<void> {
  await enterStep(ctx, parts, 'broadcast', { broadcast: sent.id, asked: 'correction' })
  await ctx.toast()
  const forceReply = broadcastListTexts.correctionField
  await ctx.say(broadcastListTexts.askCorrection(sent.id), { forceReply })
}

/** Shows the new text as it will look, and asks once more. */
export async function takeCorrection(
  ctx: PersonContext,
  parts: Parts,
  sent: Broadcast,
): Promise<void> {
  const { person, message } = ctx
  if (!message?.text) return ctx.say(broadcastListTexts.textOnly)
  const { text, entities = [] } = message
  const draftId = await correctBroadcast(parts, {
    ...{ broadcastId: sent.id, personId: person.id, said: { text, entities } },
  })
  if (draftId === null) {
    await ctx.say(broadcastListTexts.cannotCorrectLine)
    return rest(ctx, parts, sent.id)
  }
  await parts.outbox.post({
    key: `broadcast:${sent.id}:correction:${ctx.update.update_id}`,
    ...{ kind: 'reply', chatKey: ctx.chatKey, personId: person.id },
    content: { method: 'sendMessage', payload: { text, entities } },
    ...{ priority: PRIORITY.reply, dueAt: ctx.now },
  })
  const { sent: count } = await reportOf(parts.pool, { broadcastId: sent.id })
  const choice = [
    button(broadcastListTexts.correctYes, 'broadcast-edit-yes', { broadcast: draftId }),
    button(buttons.cancel, 'broadcast-discard', { broadcast: draftId }),
  ]
  await ctx.say(broadcastListTexts.correctSure(count), { keyboard: keyboard(choice) })
  await rest(ctx, parts, sent.id)
}

export async function confirmRemoval(
  ctx: PersonContext,
  parts: Parts,
  sent: Broadcast,
): Promise<void> {
  const draftId = await removeBroadcast(parts, { broadcastId: sent.id, personId: ctx.person.id })
  if (draftId === null) return ctx.toast(broadcastListTexts.cannotRemove)
  const { sent: count } = await reportOf(parts.pool, { broadcastId: sent.id })
  const choice = [
    button(buttons.removeSent, 'broadcast-edit-yes', { broadcast: draftId }),
    button(buttons.back, 'broadcast', { broadcast: sent.id }),
  ]
  await showPage(ctx, broadcastListTexts.removeSure(sent.id, count), keyboard(choice))
}

/**
 * Begins the correction or deletion that was confirmed; pressed once more, it says the same. Nobody is disturbed by it,
 * so that nobody's quiet hours matter.
 */
export async function editEverywhere(
  ctx: PersonContext,
  parts: Parts,
  broadcastId: number,
): Promise<void> {
  const draft = await findBroadcast(parts.pool, { id: broadcastId })
  const isTheirs = draft?.created_by === ctx.person.id && draft.act !== 'send'
  if (!isTheirs) return ctx.toast(broadcastTexts.late)
  const act = { broadcastId, personId: ctx.person.id, ignoresQuietHours: true }
  const isBegun = draft.started_at !== null || (await startBroadcast(parts, act)) !== null
  if (!isBegun) return ctx.toast(broadcastListTexts.cannotRemove)
  await ctx.toast()
  await replacePage(ctx, broadcastListTexts.begun, keyboard())
}
