/** Makes a confirmed change of a published event: the event, whoever is told, and the reminders, or nothing at all. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import { fillPlaces } from '../db/event-marks.ts'
import { refreshCopies, tellChanged, tellMoved } from '../db/event-people.ts'
import { changeEvent, type PlannedEvent } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import { planEventReminders } from '../jobs/plan-reminders.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, leaveDialogue } from './dialogue.ts'
import { endAsking } from './event-dialogue.ts'
import { readChangeableField, TOLD } from './event-editing.ts'
import { factsOf } from './event-fields.ts'
import { keyboard } from './keyboards.ts'
import { replacePage } from './paging.ts'
import { type ChangeableField, eventEditingTexts } from './texts/event-editing.ts'

/** Makes the change that waits: the event, whoever is told, and the reminders, or nothing at all. */
export async function applyChange(
  ctx: PersonContext,
  parts: Parts,
  { event: id, by }: { event: number; by: number },
): Promise<void> {
  const asked = atStep(ctx, 'event-change')
  const field = asked && readChangeableField(asked.field)
  if (!asked?.pending || !field || asked.event !== id || asked.by !== by) {
    return ctx.toast(eventEditingTexts.passed)
  }
  const { sequence, ...wanted } = asked.pending
  const facts = factsOf(wanted, parts.centre)
  const { now } = ctx
  if (facts.starts_at && facts.starts_at <= now) return ctx.toast(eventEditingTexts.passedTime)
  const told = TOLD.includes(field)
  const changed = await transaction(parts.pool, async (tx) => {
    const event = await changeEvent(tx, { id, sequence, facts, told, now })
    if (event) await follow(tx, { event, field, actorId: ctx.person.id, now })
    await endAsking(tx, ctx)
    return event
  })
  if (!changed) return ctx.toast(eventEditingTexts.changedSince)
  await ctx.toast(eventEditingTexts.done)
  const { centre } = parts
  const said =
    field === 'time'
      ? eventEditingTexts.moved(changed, centre)
      : eventEditingTexts.changed(field, changed, centre)
  await replacePage(ctx, said, keyboard())
}

/** Leaves everything as it is. */
export async function keepEvent(ctx: PersonContext, parts: Parts): Promise<void> {
  if (atStep(ctx, 'event-change') ?? atStep(ctx, 'event-cancel')) await leaveDialogue(ctx, parts)
  await ctx.toast()
  await replacePage(ctx, eventEditingTexts.kept, keyboard())
}

/** What comes of a change besides the event itself. */
async function follow(
  tx: Db,
  {
    event: { id: eventId, title: name },
    field,
    actorId,
    now,
  }: { event: PlannedEvent; field: ChangeableField; actorId: number; now: Date },
): Promise<void> {
  const act = field === 'time' ? 'event moved' : 'event changed'
  await recordAct(tx, { actorId, act, details: { eventId, name }, now })
  if (field === 'time') await tellMoved(tx, { eventId, now })
  else if (field === 'place') await tellChanged(tx, { eventId, now })
  else await refreshCopies(tx, { eventId })
  if (field === 'capacity') await fillPlaces(tx, { eventId, now })
  await planEventReminders(tx, { eventId, now })
}
