/** Makes a confirmed change of a published event: the event, whoever is told, and the reminders, or nothing at all. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import { reinvite } from '../db/event-invited.ts'
import { fillPlaces } from '../db/event-marks.ts'
import { refreshCopies, tellChanged, tellMoved } from '../db/event-people.ts'
import { changeEvent, type PlannedEvent } from '../db/events.ts'
import { forgetReminders } from '../db/reminders.ts'
import { findSite } from '../db/sites.ts'
import { transaction } from '../db/transaction.ts'
import { planEventReminders } from '../jobs/plan-reminders.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, leaveDialogue } from './dialogue.ts'
import { isInviting, isTold, shownValue } from './event-confirming.ts'
import { endAsking } from './event-dialogue.ts'
import { factsOf, readEventField } from './event-fields.ts'
import { keyboard } from './keyboards.ts'
import { replacePage } from './paging.ts'
import { eventEditingTexts } from './texts/event-editing.ts'
import { type EventField, eventNewTexts } from './texts/event-new.ts'

/** Makes the change that waits: the event, whoever is told, and the reminders, or nothing at all. */
export async function applyChange(
  ctx: PersonContext,
  parts: Parts,
  { event: id, by }: { event: number; by: number },
): Promise<void> {
  const asked = atStep(ctx, 'event-change')
  const field = asked && readEventField(asked.field)
  if (!asked?.pending || !field || asked.event !== id || asked.by !== by) {
    return ctx.toast(eventEditingTexts.passed)
  }
  const { sequence, ...wanted } = asked.pending
  const facts = factsOf(wanted, parts.centre)
  const { person, now } = ctx
  if (facts.starts_at && facts.starts_at <= now) return ctx.toast(eventEditingTexts.passedTime)
  if (facts.site_id && !(await findSite(parts.pool, { id: facts.site_id, personId: person.id }))) {
    return ctx.toast(eventNewTexts.siteGone)
  }
  const told = isTold(field, { site_id: facts.site_id ?? null })
  const done = await transaction(parts.pool, async (tx) => {
    // A change of whom it invites has the sequence grow, too: one that was confirmed meanwhile does not hold any more.
    const isSeen = told || isInviting(field)
    const event = await changeEvent(tx, { id, sequence, facts, told: isSeen, now })
    const invited = event ? await follow(tx, { event, field, told, actorId: person.id, now }) : 0
    await endAsking(tx, ctx)
    return event && { event, invited }
  })
  if (!done) return ctx.toast(eventEditingTexts.changedSince)
  await ctx.toast(eventEditingTexts.done)
  const { event, invited } = done
  const said =
    field === 'time'
      ? eventEditingTexts.moved(event, parts.centre)
      : eventEditingTexts.changed(field, event, {
          value: await shownValue(parts, event, field),
          invited: isInviting(field) ? invited : null,
        })
  await replacePage(ctx, said, keyboard())
}

/** Leaves everything as it is. */
export async function keepEvent(ctx: PersonContext, parts: Parts): Promise<void> {
  if (atStep(ctx, 'event-change') ?? atStep(ctx, 'event-cancel')) await leaveDialogue(ctx, parts)
  await ctx.toast()
  await replacePage(ctx, eventEditingTexts.kept, keyboard())
}

/** What comes of a change besides the event itself. Returns how many are invited by it. */
async function follow(
  tx: Db,
  {
    event: { id: eventId, title: name },
    field,
    told,
    actorId,
    now,
  }: { event: PlannedEvent; field: EventField; told: boolean; actorId: number; now: Date },
): Promise<number> {
  const act = field === 'time' ? 'event moved' : 'event changed'
  await recordAct(tx, { actorId, act, details: { eventId, name }, now })
  if (field === 'time') await tellMoved(tx, { eventId, now })
  else if (told) await tellChanged(tx, { eventId, now })
  // The others are nothing that copies show.
  else if (field !== 'audience' && field !== 'reminders') await refreshCopies(tx, { eventId })
  if (field === 'capacity') await fillPlaces(tx, { eventId, now })
  const invited = isInviting(field) ? await reinvite(tx, { eventId, now }) : 0
  await planEventReminders(tx, { eventId, now })
  await forgetReminders(tx, { eventId, anew: true, now })
  return invited
}
