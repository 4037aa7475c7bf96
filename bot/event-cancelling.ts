/** A published event cancelled by a methodist, with a reason if there is one, after it is confirmed. */
import { recordAct } from '../db/audit.ts'
import { countConcerned, tellCancelled } from '../db/event-people.ts'
import { cancelEvent, type PlannedEvent } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import { planEventReminders } from '../jobs/plan-reminders.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { endAsking } from './event-dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { replacePage, showPage } from './paging.ts'
import { eventEditingTexts } from './texts/event-editing.ts'

const LONGEST_REASON = 500

export async function askReason(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
): Promise<void> {
  await enterStep(ctx, parts, 'event-cancel', { event: event.id, by: ctx.update.update_id })
  await ctx.toast()
  const choices = keyboard([
    button(eventEditingTexts.withoutReason, 'event-no-reason', { event: event.id }),
    button(eventEditingTexts.keep, 'event-keep', { event: event.id }),
  ])
  await ctx.say(eventEditingTexts.askReason(event, parts.centre), { keyboard: choices })
}

/** Asks whether it is meant. `reason`: null for none. */
export async function takeReason(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  reason: string | null,
): Promise<void> {
  const asked = atStep(ctx, 'event-cancel')
  if (asked?.event !== event.id) return ctx.toast(eventEditingTexts.passed)
  if (reason !== null && reason.length > LONGEST_REASON) {
    return ctx.say(eventEditingTexts.reasonTooLong(LONGEST_REASON))
  }
  const by = ctx.update.update_id
  const pending = { sequence: event.sequence, reason }
  await enterStep(ctx, parts, 'event-cancel', { event: event.id, by, pending })
  const concerned = await countConcerned(parts.pool, { eventId: event.id })
  await showPage(
    ctx,
    eventEditingTexts.cancelSure(event, reason, concerned, parts.centre),
    keyboard(
      [button(eventEditingTexts.cancelEvent, 'event-cancel-yes', { event: event.id, by })],
      [button(eventEditingTexts.keep, 'event-keep', { event: event.id })],
    ),
  )
}

/** Cancels the event: it, whoever is told, and the reminders, or nothing at all. */
export async function cancelConfirmed(
  ctx: PersonContext,
  parts: Parts,
  { event: id, by }: { event: number; by: number },
): Promise<void> {
  const asked = atStep(ctx, 'event-cancel')
  if (!asked?.pending || asked.event !== id || asked.by !== by) {
    return ctx.toast(eventEditingTexts.passed)
  }
  const { pending } = asked
  const { person, now } = ctx
  const cancelled = await transaction(parts.pool, async (tx) => {
    await endAsking(tx, ctx)
    const event = await cancelEvent(tx, { id, ...pending, now })
    if (!event) return null
    const details = { eventId: id, name: event.title }
    await recordAct(tx, { actorId: person.id, act: 'event cancelled', details, now })
    await tellCancelled(tx, { eventId: id, now })
    await planEventReminders(tx, { eventId: id, now })
    return event
  })
  if (!cancelled) return ctx.toast(eventEditingTexts.changedSince)
  await ctx.toast(eventEditingTexts.done)
  await replacePage(ctx, eventEditingTexts.cancelled(cancelled), keyboard())
}
