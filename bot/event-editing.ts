/** What of a published event a methodist wants to be different: asked, understood, and shown to be confirmed. */
import { countEvent } from '../db/event-cards.ts'
import { countConcerned } from '../db/event-people.ts'
import { type EventRow, findEvent, type PlannedEvent } from '../db/events.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import {
  CLEARED,
  dayText,
  type EventChange,
  factsOf,
  readEventField,
  readField,
} from './event-fields.ts'
import { clearWords, isSaid } from './event-questions.ts'
import { html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { type ChangeableField, eventEditingTexts } from './texts/event-editing.ts'
import { eventNewTexts, fieldValue } from './texts/event-new.ts'

/** In the order of their buttons. */
const FIELDS: readonly ChangeableField[] = [
  'time',
  'place',
  'title',
  'description',
  'minutes',
  'capacity',
  'reminders',
]

/** What people who want to come are written to about. */
export const TOLD: readonly ChangeableField[] = ['time', 'place']

export function readChangeableField(name: string): ChangeableField | null {
  const field = readEventField(name)
  return FIELDS.find((each) => each === field) ?? null
}

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
  { centre }: Parts,
  event: PlannedEvent,
): Promise<void> {
  await ctx.toast()
  const fields = FIELDS.map((field) =>
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
  field: ChangeableField,
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
  const field = asked && readChangeableField(asked.field)
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
  field: ChangeableField,
): Promise<void> {
  const cleared = CLEARED[field]
  const asked = atStep(ctx, 'event-change')
  if (!cleared || asked?.event !== event.id || asked.field !== field) {
    return ctx.toast(eventEditingTexts.passed)
  }
  await waitForYes(ctx, parts, event, field, cleared)
}

async function waitForYes(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  field: ChangeableField,
  change: EventChange,
): Promise<void> {
  const by = ctx.update.update_id
  if (isSame(event, { ...event, ...factsOf(change, parts.centre) })) {
    await enterStep(ctx, parts, 'event-done', { by })
    return showPage(ctx, eventEditingTexts.sameAlready, keyboard())
  }
  const pending = { sequence: event.sequence, ...change }
  await enterStep(ctx, parts, 'event-change', { event: event.id, field, by, pending })
  await askWhetherSure(ctx, parts, event, field, pending)
}

async function askWhetherSure(
  ctx: PersonContext,
  { pool, centre }: Parts,
  event: PlannedEvent,
  field: ChangeableField,
  change: EventChange,
): Promise<void> {
  const { by } = atStep(ctx, 'event-change') ?? { by: ctx.update.update_id }
  const after = { ...event, ...factsOf(change, centre) }
  const concerned = await countConcerned(pool, { eventId: event.id })
  const { going } = await countEvent(pool, { eventId: event.id })
  const words = field === 'time' ? eventEditingTexts.move : buttons.save
  await showPage(
    ctx,
    eventEditingTexts.confirm(
      { before: event, after, field, told: TOLD.includes(field) },
      { concerned, going },
      centre,
    ),
    keyboard([button(words, 'event-apply', { event: event.id, by }), keepButton(event)]),
  )
}

async function askTimeOfDay(ctx: PersonContext, event: EventRow, day: string): Promise<void> {
  await ctx.say(eventNewTexts.timeOfDay(dayText(day)), { keyboard: keyboard([keepButton(event)]) })
}

function keepButton(event: EventRow) {
  return button(buttons.cancel, 'event-keep', { event: event.id })
}

function isSame(one: EventRow, other: EventRow): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
