/** Methodists make events: /event_new asks a few short questions, shows the whole, and publishes it. */
import { Composer } from 'grammy'
import { dropDraft, reviseDraft } from '../../db/event-drafts.ts'
import { type EventRow, findEvent } from '../../db/events.ts'
import { transaction } from '../../db/transaction.ts'
import { type AudienceOwner, openAudience } from '../audience-picker.ts'
import type { ButtonName, Fields } from '../callbacks.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, leaveDialogue } from '../dialogue.ts'
import { beginAnew, beginEvent, goOnWith } from '../event-beginning.ts'
import { endAsking, findOwnDraft, hasHadEffect, mayHoldEvents } from '../event-dialogue.ts'
import {
  askField,
  chooseSite,
  clearField,
  confirmTime,
  goOn,
  takeDraftWords,
} from '../event-drafting.ts'
import { readEventField } from '../event-fields.ts'
import { chooseDraftField, publish, showPreview } from '../event-preview.ts'
import { askedWith } from '../event-questions.ts'
import { html } from '../html.ts'
import { keyboard } from '../keyboards.ts'
import { replacePage, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { eventNewTexts } from '../texts/event-new.ts'

/** Before the features that take any words. */
export function eventNewFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('event_new', async (ctx) => {
    if (!mayHoldEvents(ctx)) return ctx.say(html`${eventNewTexts.methodistsOnly}`)
    await beginEvent(ctx, parts)
  })
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('draft-') ?? false)
    .use((ctx, next) => (mayHoldEvents(ctx) ? next() : ctx.toast(eventNewTexts.methodistsOnly)))
    .use((ctx, next) => (hasHadEffect(ctx) ? ctx.toast() : next()))
    .use(walking(parts), wholeDraft(parts))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayHoldEvents(ctx)) return next()
    if (atStep(ctx, 'event-done')?.by === ctx.update.update_id) return
    const asked = atStep(ctx, 'event-field')
    if (!asked) return next()
    const draft = await findOwnDraft(ctx, parts, asked.event)
    if (!draft) return void (await leaveDialogue(ctx, parts))
    await takeDraftWords(ctx, parts, { draft, text })
  })
  return composer
}

/** Whom an event is for while it is a draft; of a published one `invitedAudience` is asked. */
export function eventAudience(parts: Parts): AudienceOwner {
  return {
    find: async (ctx, id) => {
      if (!mayHoldEvents(ctx)) return null
      const event = await findEvent(parts.pool, { id })
      const isOwn = event?.status === 'draft' && event.created_by === ctx.person.id
      return isOwn ? event.audience : null
    },
    save: async (ctx, id, audience) => {
      const facts = { audience }
      return (await reviseDraft(parts.pool, { id, personId: ctx.person.id, facts })) !== null
    },
    show: async (ctx, id) => {
      const draft = await findOwnDraft(ctx, parts, id)
      if (!draft) return
      // Who has not seen the whole yet is still being asked.
      const walk = draft.previewed === null
      await goOn(ctx, parts, draft, { field: 'audience', walk })
    },
  }
}

/** The questions, one after the other. */
function walking(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onDraft(composer, parts, 'draft-go-on', (ctx, draft) => goOnWith(ctx, parts, draft))
  onDraft(composer, parts, 'draft-anew', (ctx) => beginAnew(ctx, parts))
  for (const [name, step] of [
    ['draft-skip', 1],
    ['draft-back', -1],
  ] as const) {
    onDraft(composer, parts, name, async (ctx, draft, { field: name }) => {
      const asked = atStep(ctx, 'event-field')
      const field = readEventField(name)
      const isAsked = asked?.event === draft.id && asked.field === field && asked.walk
      if (!field || !isAsked) return ctx.toast(eventNewTexts.passed)
      await goOn(ctx, parts, draft, { field, walk: true, step })
    })
  }
  onDraft(composer, parts, 'draft-sites', async (ctx, draft, { offset }) => {
    const asked = atStep(ctx, 'event-field')
    if (asked?.event !== draft.id || asked.field !== 'site') return ctx.toast(eventNewTexts.passed)
    const { walk } = asked
    const page = await askedWith(ctx, parts, draft, { field: 'site', walk, offset })
    await showPage(ctx, page.text, page.keyboard)
  })
  onDraft(composer, parts, 'draft-site', async (ctx, draft, { site }) => {
    const asked = atStep(ctx, 'event-field')
    if (asked?.event !== draft.id || asked.field !== 'site') return ctx.toast(eventNewTexts.passed)
    await chooseSite(ctx, parts, { draft, siteId: site === 0 ? null : site })
  })
  onDraft(composer, parts, 'draft-time', (ctx, draft, { by }) =>
    confirmTime(ctx, parts, { draft, by }),
  )
  onDraft(composer, parts, 'draft-clear', async (ctx, draft, { field: name }) => {
    const field = readEventField(name)
    if (!field) return ctx.toast(eventNewTexts.passed)
    await clearField(ctx, parts, { draft, field })
  })
  return composer
}

/** The preview, and what is changed from there. */
function wholeDraft(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onDraft(composer, parts, 'draft-preview', (ctx, draft) => showPreview(ctx, parts, draft))
  onDraft(composer, parts, 'draft-change', (ctx, draft) => chooseDraftField(ctx, draft))
  onDraft(composer, parts, 'draft-field', async (ctx, draft, { field: name }) => {
    const field = readEventField(name)
    if (!field) return ctx.toast(eventNewTexts.passed)
    if (field === 'audience') return openDraftAudience(ctx, parts, draft)
    await askField(ctx, parts, draft, { field, walk: false })
  })
  onDraft(composer, parts, 'draft-audience', (ctx, draft) => openDraftAudience(ctx, parts, draft))
  // It tells a draft that is published from one that is gone by itself.
  onPress(composer, 'draft-publish', (ctx, seen) => publish(ctx, parts, seen))
  onDraft(composer, parts, 'draft-drop', async (ctx, draft) => {
    await transaction(parts.pool, async (tx) => {
      await dropDraft(tx, { id: draft.id, personId: ctx.person.id })
      await endAsking(tx, ctx)
    })
    await ctx.toast()
    await replacePage(ctx, eventNewTexts.dropped, keyboard())
  })
  return composer
}

async function openDraftAudience(ctx: PersonContext, parts: Parts, draft: EventRow) {
  await openAudience(ctx, parts, { of: 'event', id: draft.id, audience: draft.audience })
}

type OnDraft = Extract<ButtonName, `draft-${string}`>

/** Calls the handler when the draft is the person's own and still a draft; else says that it is not. */
function onDraft<Name extends OnDraft>(
  composer: Composer<PersonContext>,
  parts: Parts,
  name: Name,
  handler: (ctx: PersonContext, draft: EventRow, fields: Fields<Name>) => Promise<unknown>,
): void {
  onPress(composer, name, async (ctx, fields) => {
    // Each of these buttons names its event.
    const draft = await findOwnDraft(ctx, parts, Number(fields.event))
    if (draft) await handler(ctx, draft, fields)
  })
}
