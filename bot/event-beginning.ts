/** Begins a new event, or goes on with the one that is unfinished. */
import { findDraft, startDraft } from '../db/event-drafts.ts'
import type { EventRow } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { askField } from './event-drafting.ts'
import { showPreview } from './event-preview.ts'
import { button, keyboard } from './keyboards.ts'
import { eventNewTexts } from './texts/event-new.ts'

/** A new draft, unless one is unfinished: it is for the person to say what becomes of that. */
export async function beginEvent(ctx: PersonContext, parts: Parts): Promise<void> {
  const { person, now } = ctx
  const unfinished = await findDraft(parts.pool, { personId: person.id })
  if (unfinished && unfinished.revision > 0) {
    const event = unfinished.id
    return ctx.say(eventNewTexts.unfinished(unfinished), {
      keyboard: keyboard([
        button(eventNewTexts.goOn, 'draft-go-on', { event }),
        button(eventNewTexts.anew, 'draft-anew', { event }),
      ]),
    })
  }
  const draft = unfinished ?? (await newDraft(parts, { personId: person.id, now }))
  await askField(ctx, parts, draft, { field: 'title', walk: true }, eventNewTexts.intro)
}

/** The same in the place of the unfinished one. */
export async function beginAnew(ctx: PersonContext, parts: Parts): Promise<void> {
  const draft = await newDraft(parts, { personId: ctx.person.id, now: ctx.now })
  await askField(ctx, parts, draft, { field: 'title', walk: true })
}

/** To the first question without which there is no event, or to the whole. */
export async function goOnWith(ctx: PersonContext, parts: Parts, draft: EventRow): Promise<void> {
  if (draft.title === '') return askField(ctx, parts, draft, { field: 'title', walk: true })
  if (!draft.starts_at) return askField(ctx, parts, draft, { field: 'time', walk: true })
  await showPreview(ctx, parts, draft)
}

async function newDraft(
  { pool, centre }: Parts,
  { personId, now }: { personId: number; now: Date },
): Promise<EventRow> {
  const { zone } = centre.calendar
  return transaction(pool, (tx) => startDraft(tx, { personId, zone, now }))
}
