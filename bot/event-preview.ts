/** A draft as people will see it, with whom it invites; and how it is published, as it was seen. */
import { recordAct } from '../db/audit.ts'
import { notePreview, publishEvent } from '../db/event-drafts.ts'
import { countInvited } from '../db/event-invited.ts'
import { announceEvent } from '../db/event-people.ts'
import { type EventRow, findEvent } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import { makeCodeWord } from '../jobs/code-words.ts'
import { planEventReminders } from '../jobs/plan-reminders.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { showEventCard } from './event-cards.ts'
import { endAsking } from './event-dialogue.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { changeButtons, replacePage, showPage, takeButtonsOff } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { EVENT_FIELDS, eventNewTexts } from './texts/event-new.ts'

/** The whole with what can be done with it; `before` is said above it. */
export async function showPreview(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  before: Html | null = null,
): Promise<void> {
  const { id: event, revision, title, starts_at, audience } = draft
  const { centre } = parts
  const { now } = ctx
  const missing = [
    ...(title === '' ? (['title'] as const) : []),
    ...(starts_at ? [] : (['time'] as const)),
    ...(starts_at && starts_at <= now ? (['past'] as const) : []),
  ]
  // The message that led here says nothing more, even if it is handled once more after a crash.
  await enterStep(ctx, parts, 'event-done', { by: ctx.update.update_id })
  await notePreview(parts.pool, { id: event, revision })
  const people = {
    words: await audienceWords(parts.pool, audience),
    count: await countInvited(parts.pool, draft),
  }
  await showPage(
    ctx,
    join([before, eventNewTexts.preview(draft, people, missing, { centre, now })], '\n\n'),
    keyboard(
      missing.length === 0 ? [button(buttons.publish, 'draft-publish', { event, revision })] : [],
      [
        button(buttons.change, 'draft-change', { event }),
        button(buttons.cancel, 'draft-drop', { event }),
      ],
    ),
  )
}

/** Puts a button for each field under the pressed preview. */
export async function chooseDraftField(ctx: PersonContext, draft: EventRow): Promise<void> {
  const event = draft.id
  await ctx.toast()
  const fields = EVENT_FIELDS.map((field) =>
    button(eventNewTexts.fields[field], 'draft-field', { event, field }),
  )
  const rows = Array.from({ length: Math.ceil(fields.length / 2) }, (_, row) =>
    fields.slice(row * 2, row * 2 + 2),
  )
  await changeButtons(ctx, keyboard(...rows, [button(buttons.back, 'draft-preview', { event })]))
}

/** Publishes the draft as the person saw it; a second press changes nothing. */
export async function publish(
  ctx: PersonContext,
  parts: Parts,
  seen: { event: number; revision: number },
): Promise<void> {
  const { person, now } = ctx
  const { event: id, revision } = seen
  const people = await transaction(parts.pool, async (tx) => {
    const codeWord = await makeCodeWord(tx, { eventId: id })
    const event = await publishEvent(tx, { id, personId: person.id, revision, codeWord, now })
    if (!event) return null
    const invited = await announceEvent(tx, { eventId: id, now })
    const details = { eventId: id, name: event.title }
    await recordAct(tx, { actorId: person.id, act: 'event published', details, now })
    await planEventReminders(tx, { eventId: id, now })
    await endAsking(tx, ctx)
    return invited
  })
  if (people === null) return sayWhyNot(ctx, parts, id)
  await ctx.toast(eventNewTexts.publishedNow)
  await replacePage(ctx, eventNewTexts.published(people), keyboard())
  await showEventCard(ctx, parts, id)
}

async function sayWhyNot(ctx: PersonContext, parts: Parts, id: number): Promise<void> {
  const event = await findEvent(parts.pool, { id })
  if (event?.status === 'draft' && event.created_by === ctx.person.id) {
    await ctx.toast(eventNewTexts.changedSince)
    return showPreview(ctx, parts, event)
  }
  await ctx.toast(
    event?.status === 'published' ? eventNewTexts.alreadyPublished : eventNewTexts.stale,
  )
  await takeButtonsOff(ctx)
}
