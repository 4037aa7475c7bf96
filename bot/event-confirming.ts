/** A change of a published event before it takes effect: old and new, who hears of it, and whether it is meant. */
import { countEvent } from '../db/event-cards.ts'
import { countInvited, countReinvited } from '../db/event-invited.ts'
import { countConcerned } from '../db/event-people.ts'
import type { EventRow, PlannedEvent } from '../db/events.ts'
import { findSite } from '../db/sites.ts'
import { isSameAudience } from './audience-changes.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { type EventChange, factsOf } from './event-fields.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { eventEditingTexts, fieldText } from './texts/event-editing.ts'
import { audienceLine, type EventField } from './texts/event-new.ts'

/** What people who want to come are written to about; of a site that is none any more there is nothing to be told. */
export function isTold(field: EventField, after: Pick<EventRow, 'site_id'>): boolean {
  return field === 'time' || field === 'place' || (field === 'site' && after.site_id !== null)
}

/** Whether it may change whom the event invites. */
export function isInviting(field: EventField): boolean {
  return field === 'site' || field === 'audience'
}

/** Has the change wait for the person's yes; says so where there is nothing to change. */
export async function waitForYes(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  field: EventField,
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

export async function askWhetherSure(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  field: EventField,
  change: EventChange,
): Promise<void> {
  const { by } = atStep(ctx, 'event-change') ?? { by: ctx.update.update_id }
  const { pool, centre } = parts
  const after = await withSiteName(ctx, parts, { ...event, ...factsOf(change, centre) })
  const told = isTold(field, after)
  const counts = {
    concerned: await countConcerned(pool, { eventId: event.id }),
    going: (await countEvent(pool, { eventId: event.id })).going,
    people: isInviting(field)
      ? await countReinvited(pool, { ...after, eventId: event.id, now: ctx.now })
      : null,
  }
  const fields = [field, ...(field === 'site' && change.audience ? (['audience'] as const) : [])]
  const lines = await Promise.all(
    fields.map(async (each) => ({
      field: each,
      before: await shownValue(parts, event, each),
      after: await shownValue(parts, after, each),
    })),
  )
  const words = field === 'time' ? eventEditingTexts.move : buttons.save
  await showPage(
    ctx,
    eventEditingTexts.confirm({ before: event, after, field, told, lines }, counts),
    keyboard([button(words, 'event-apply', { event: event.id, by }), keepButton(event)]),
  )
}

export function keepButton(event: EventRow) {
  return button(buttons.cancel, 'event-keep', { event: event.id })
}

/** What the field says, as methodists read it. */
export async function shownValue(
  parts: Parts,
  event: EventRow,
  field: EventField,
): Promise<string> {
  if (field !== 'audience') return fieldText(event, field, parts.centre)
  const { pool } = parts
  const words = await audienceWords(pool, event.audience)
  return audienceLine({ words, count: await countInvited(pool, event) })
}

async function withSiteName(
  { person }: PersonContext,
  { pool }: Parts,
  event: EventRow,
): Promise<EventRow> {
  if (event.site_id === null) return { ...event, site: null }
  const site = await findSite(pool, { id: event.site_id, personId: person.id })
  return { ...event, site: site?.name ?? event.site }
}

function isSame(
  { audience, ...one }: EventRow,
  { audience: otherAudience, ...other }: EventRow,
): boolean {
  return isSameAudience(audience, otherAudience) && JSON.stringify(one) === JSON.stringify(other)
}
