/** Leads a methodist through a new event, one question at a time; the answers are in the draft, not in the dialogue. */
import { reviseDraft } from '../db/event-drafts.ts'
import type { EventFacts, EventRow } from '../db/events.ts'
import { countSites, findSite, findSitesByName } from '../db/sites.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { findOwnDraft } from './event-dialogue.ts'
import { CLEARED, dayText, factsOf, readEventField, readField } from './event-fields.ts'
import { showPreview } from './event-preview.ts'
import { askedWith, confirmationOf } from './event-questions.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { EVENT_FIELDS, type EventField, eventNewTexts, whenIn } from './texts/event-new.ts'

/** Where the dialogue is: which field of which draft, and whether the others follow. */
export interface Asked {
  event: number
  field: EventField
  walk: boolean
}

/** Asks for one field; `walk`: the others follow. `before` is said above the question. */
export async function askField(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  { field, walk }: Omit<Asked, 'event'>,
  before: Html | null = null,
): Promise<void> {
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'event-field', { event: draft.id, field, walk, by })
  const { text, keyboard: choices } = await askedWith(ctx, parts, draft, { field, walk })
  await showPage(ctx, join([before, text], '\n\n'), choices)
}

/** Writes down what was typed for the field that is asked; false when no draft is asked about. */
export async function takeDraftWords(
  ctx: PersonContext,
  parts: Parts,
  { draft, text }: { draft: EventRow; text: string },
): Promise<void> {
  const asked = atStep(ctx, 'event-field')
  const field = asked && readEventField(asked.field)
  if (!asked || !field) return
  const { walk, day } = asked
  // Handled once more after a crash: it is written down, and what followed is said if it was not yet.
  if (asked.by === ctx.update.update_id) return sayAgain(ctx, parts, draft, { field, walk })
  if (field === 'site') return takeSiteWords(ctx, parts, { draft, text })
  const read = readField(field, text, { event: draft, day, now: ctx.now, centre: parts.centre })
  if (read.kind === 'refused') return ctx.say(read.why)
  if (read.kind === 'change' && field !== 'time') {
    return revise(ctx, parts, draft, factsOf(read.change, parts.centre))
  }
  const by = ctx.update.update_id
  const more =
    read.kind === 'day' ? { day: read.day } : { pending: { sequence: 0, ...read.change } }
  await enterStep(ctx, parts, 'event-field', { event: draft.id, field, walk, by, ...more })
  await sayAgain(ctx, parts, draft, { field, walk })
}

/** The time that was understood is right. */
export async function confirmTime(
  ctx: PersonContext,
  parts: Parts,
  { draft, by }: { draft: EventRow; by: number },
): Promise<void> {
  const asked = atStep(ctx, 'event-field')
  const pending = asked?.event === draft.id && asked.by === by ? asked.pending : undefined
  if (!asked || !pending) return ctx.toast(eventNewTexts.passed)
  const facts = factsOf(pending, parts.centre)
  const when = whenIn({ zone: draft.zone, starts_at: null, ...facts }, parts.centre)
  // Who has said the end is not asked how long it takes.
  const field = pending.minutes === undefined ? 'time' : 'minutes'
  const at = { field, walk: asked.walk } as const
  await revise(ctx, parts, draft, facts, { at, before: eventNewTexts.noted(when ?? '') })
}

/** The site that was chosen, or none; who is invited follows it where nothing else was said. */
export async function chooseSite(
  ctx: PersonContext,
  parts: Parts,
  { draft, siteId }: { draft: EventRow; siteId: number | null },
): Promise<void> {
  const site =
    siteId === null ? null : await findSite(parts.pool, { id: siteId, personId: ctx.person.id })
  if (siteId !== null && !site) return ctx.toast(eventNewTexts.siteGone)
  const isUsual = JSON.stringify(draft.audience) === JSON.stringify(usualAudience(draft.site_id))
  const audience = isUsual ? { audience: usualAudience(siteId) } : {}
  await revise(ctx, parts, draft, { site_id: siteId, ...audience })
}

/** Leaves the field empty. */
export async function clearField(
  ctx: PersonContext,
  parts: Parts,
  { draft, field }: { draft: EventRow; field: EventField },
): Promise<void> {
  const cleared = CLEARED[field]
  if (!cleared || atStep(ctx, 'event-field')?.field !== field) {
    return ctx.toast(eventNewTexts.passed)
  }
  await revise(ctx, parts, draft, factsOf(cleared, parts.centre))
}

/** To the next question of a walk or the one before, or to the whole. */
export async function goOn(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  { field, walk, step = 1 }: Omit<Asked, 'event'> & { step?: 1 | -1 },
  before: Html | null = null,
): Promise<void> {
  if (!walk) return showPreview(ctx, parts, draft, before)
  const isAsked = await withSites(parts)
  const fields = EVENT_FIELDS.filter((each) => isAsked || each !== 'site')
  const at = fields.indexOf(field) + step
  const next = fields[Math.max(0, at)]
  if (!next) return showPreview(ctx, parts, draft, before)
  await askField(ctx, parts, draft, { field: next, walk }, before)
}

/** Writes it down and goes on from where the dialogue is. */
async function revise(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  facts: Partial<EventFacts>,
  given: { at?: Omit<Asked, 'event'>; before?: Html } = {},
): Promise<void> {
  const asked = atStep(ctx, 'event-field')
  const field = asked && readEventField(asked.field)
  const revised = await reviseDraft(parts.pool, { id: draft.id, personId: ctx.person.id, facts })
  if (!revised) {
    await leaveDialogue(ctx, parts)
    return void (await findOwnDraft(ctx, parts, draft.id))
  }
  const at = given.at ?? (asked && field ? { field, walk: asked.walk } : null)
  await goOn(ctx, parts, revised, at ?? { field: 'title', walk: false }, given.before ?? null)
}

/** What was asked last, of the dialogue as it is now: said once for an update. */
async function sayAgain(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  { field, walk }: Omit<Asked, 'event'>,
): Promise<void> {
  const { pending, day, by } = atStep(ctx, 'event-field') ?? {}
  const back = walk
    ? button(buttons.back, 'draft-back', { event: draft.id, field })
    : button(buttons.back, 'draft-preview', { event: draft.id })
  if (day !== undefined) {
    return ctx.say(eventNewTexts.timeOfDay(dayText(day)), { keyboard: keyboard([back]) })
  }
  if (!pending || by === undefined) return askField(ctx, parts, draft, { field, walk })
  const right = button(eventNewTexts.right, 'draft-time', { event: draft.id, by })
  await ctx.say(confirmationOf(pending, parts), { keyboard: keyboard([right, back]) })
}

async function takeSiteWords(
  ctx: PersonContext,
  parts: Parts,
  { draft, text }: { draft: EventRow; text: string },
): Promise<void> {
  const words = text.trim()
  const [site, ...others] = await findSitesByName(parts.pool, { words, personId: ctx.person.id })
  if (!site || others.length > 0) return ctx.say(eventNewTexts.unknownSite(words))
  await chooseSite(ctx, parts, { draft, siteId: site.id })
}

async function withSites({ pool }: Parts): Promise<boolean> {
  return (await countSites(pool)) > 0
}

/** Whom an event is for unless it is said: the subscribers of its site, else everyone. */
export function usualAudience(siteId: number | null): EventFacts['audience'] {
  return siteId === null ? {} : { sites: [siteId] }
}
