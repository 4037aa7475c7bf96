/** What of a published event a methodist wants to be different: asked and understood. */
import { type EventRow, findEvent, type PlannedEvent } from '../db/events.ts'
import { countSites } from '../db/sites.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { askWhetherSure, keepButton, waitForYes } from './event-confirming.ts'
import { CLEARED, dayText, readEventField, readField } from './event-fields.ts'
import { clearWords, isSaid } from './event-questions.ts'
import { html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { eventEditingTexts } from './texts/event-editing.ts'
import { type EventField, eventNewTexts, fieldValue } from './texts/event-new.ts'

/** In the order of their buttons. */
const FIELDS: readonly EventField[] = [
  'time',
  'place',
  'title',
  'description',
  'minutes',
  'capacity',
  'reminders',
  'audience',
  'site',
]

/** An event that people know of and that is not over; says so when it is none. */
export async function findAhead(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  id: number,
): Promise<PlannedEvent | null> {
  const event = await findEvent(pool, { id })
  const ends = (event?.starts_at?.getTime() ?? 0) + (event?.minutes ?? 0) * 60_000
  // What is published has a time.
  if (event?.status === 'published' && ends > ctx.now.getTime()) return event as PlannedEvent
  if (ctx.callbackQuery) await ctx.toast(eventEditingTexts.over)
  else await ctx.say(html`${eventEditingTexts.over}`)
  return null
}

/** Offers the fields, in a message of its own: the event's card stays. */
export async function chooseChange(
  ctx: PersonContext,
  { pool, centre }: Parts,
  event: PlannedEvent,
): Promise<void> {
  await ctx.toast()
  const isOfSites = event.site_id !== null || (await countSites(pool)) > 0
  const offered = FIELDS.filter((field) => field !== 'site' || isOfSites)
  const fields = offered.map((field) =>
    button(eventEditingTexts.fields[field], 'event-field', { event: event.id, field }),
  )
  const rows = Array.from({ length: Math.ceil(fields.length / 2) }, (_, row) =>
    fields.slice(row * 2, row * 2 + 2),
  )
  const choices = keyboard(...rows, [keepButton(event)])
  await ctx.say(eventEditingTexts.choose(event, centre), { keyboard: choices })
}

export async function askChange(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  field: Exclude<EventField, 'site' | 'audience'>,
): Promise<void> {
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'event-change', { event: event.id, field, by })
  const question = eventNewTexts.ask(field, fieldValue(event, field, parts.centre))
  const clear =
    CLEARED[field] && isSaid(event, field)
      ? [button(clearWords(field), 'event-clear', { event: event.id, field })]
      : []
  await showPage(ctx, eventEditingTexts.ask(event, question), keyboard(clear, [keepButton(event)]))
}

/** Takes what was typed as the new value, and asks whether it is meant. */
export async function takeChangeWords(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  text: string,
): Promise<void> {
  const asked = atStep(ctx, 'event-change')
  const field = asked && readEventField(asked.field)
  if (!asked || !field) return
  const by = ctx.update.update_id
  // Handled once more after a crash: what followed is said if it was not yet.
  if (asked.by === by && asked.pending)
    return askWhetherSure(ctx, parts, event, field, asked.pending)
  if (asked.by === by && asked.day) return askTimeOfDay(ctx, event, asked.day)
  const { centre } = parts
  const read = readField(field, text, { event, day: asked.day, now: ctx.now, centre })
  if (read.kind === 'refused') return ctx.say(read.why)
  if (read.kind === 'change') return waitForYes(ctx, parts, event, field, read.change)
  await enterStep(ctx, parts, 'event-change', { event: event.id, field, by, day: read.day })
  await askTimeOfDay(ctx, event, read.day)
}

/** Leaves the field empty, when that is confirmed. */
export async function clearChange(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  field: EventField,
): Promise<void> {
  const cleared = CLEARED[field]
  const asked = atStep(ctx, 'event-change')
  if (!cleared || asked?.event !== event.id || asked.field !== field) {
    return ctx.toast(eventEditingTexts.passed)
  }
  await waitForYes(ctx, parts, event, field, cleared)
}

async function askTimeOfDay(ctx: PersonContext, event: EventRow, day: string): Promise<void> {
  await ctx.say(eventNewTexts.timeOfDay(dayText(day)), { keyboard: keyboard([keepButton(event)]) })
}
