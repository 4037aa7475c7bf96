/** What all dialogues about events share: who may hold events, whose a draft is, and that an update has its effect once. */
import { enterConversation } from '../db/conversations.ts'
import type { Db } from '../db/db.ts'
import { type EventRow, findEvent } from '../db/events.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { atStep } from './dialogue.ts'
import { html } from './html.ts'
import { eventNewTexts } from './texts/event-new.ts'

export function mayHoldEvents(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist')
}

/** The person's own draft; answers the press or says that it is none any more. */
export async function findOwnDraft(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  id: number,
): Promise<EventRow | null> {
  const event = await findEvent(pool, { id })
  if (event?.status === 'draft' && event.created_by === ctx.person.id) return event
  if (ctx.callbackQuery) await ctx.toast(eventNewTexts.stale)
  else await ctx.say(html`${eventNewTexts.stale}`)
  return null
}

/** Ends it in the transaction that has the effect: both happen, or none. */
export async function endAsking(
  tx: Db,
  { person, chatKey, update, now }: PersonContext,
): Promise<void> {
  const ended = { step: 'event-done', data: { by: update.update_id } }
  await enterConversation(tx, { personId: person.id, chatKey, ...ended, now })
}

/** Whether this very update had its effect already, as after a crash: then nothing is left to do or to say. */
export function hasHadEffect(ctx: PersonContext): boolean {
  const { update_id: id } = ctx.update
  return [
    atStep(ctx, 'event-done'),
    atStep(ctx, 'event-field'),
    atStep(ctx, 'event-change'),
    atStep(ctx, 'event-cancel'),
  ].some((step) => step?.by === id)
}
