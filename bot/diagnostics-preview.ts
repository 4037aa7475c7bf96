/** The preview of a diagnostics in the making: as people will see it, whom it reaches, when they are reminded. */
import { type Audience, countAudience } from '../db/audiences.ts'
import { changeDraft, type Diagnostics } from '../db/diagnostics.ts'
import { DIAGNOSTICS_MOMENTS, invitationAt, remindersOf } from '../jobs/diagnostics-days.ts'
import type { AudienceOwner } from './audience-picker.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import {
  askDiagnostics,
  DIAGNOSTICS_FIELDS,
  findOwnDraft,
  mayPrepare,
} from './diagnostics-asking.ts'
import { enterStep } from './dialogue.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

/** What the draft lacks is asked; one that is whole is shown as people will see it. */
export async function showDraft(
  ctx: PersonContext,
  parts: Parts,
  draft: Diagnostics,
  before: Html | null = null,
): Promise<void> {
  const missing = draft.title === '' ? 'title' : draft.opens_on === null ? 'days' : null
  if (missing) return askDiagnostics(ctx, parts, { draft, field: missing, walk: true })
  await enterStep(ctx, parts, 'diagnostics-preview', {
    diagnostics: draft.id,
    by: ctx.update.update_id,
  })
  const { id: diagnostics, revision } = draft
  await showPage(
    ctx,
    join([before, await previewOf(parts, draft, ctx.now)], '\n\n'),
    keyboard(
      [button(buttons.publish, 'diagnostics-publish', { diagnostics, revision })],
      [
        button(buttons.change, 'diagnostics-change', { diagnostics }),
        button(buttons.cancel, 'diagnostics-drop', { diagnostics }),
      ],
    ),
  )
}

/** The preview with a button for each field. */
export async function showFields(
  ctx: PersonContext,
  parts: Parts,
  draft: Diagnostics,
): Promise<void> {
  const { id: diagnostics } = draft
  const fields = DIAGNOSTICS_FIELDS.map((field) =>
    button(diagnosticsTexts.field(field), 'diagnostics-edit', { diagnostics, field }),
  )
  await showPage(
    ctx,
    await previewOf(parts, draft, ctx.now),
    keyboard(
      fields.slice(0, 2),
      fields.slice(2, 4),
      [
        ...fields.slice(4),
        button(diagnosticsTexts.audienceButton, 'diagnostics-audience', { diagnostics }),
      ],
      [button(diagnosticsTexts.remindersButton, 'diagnostics-reminders', { diagnostics })],
      [button(buttons.back, 'diagnostics-preview', { diagnostics })],
    ),
  )
}

/** When those are reminded who have not passed, each moment to be switched. */
export async function showReminders(ctx: PersonContext, draft: Diagnostics): Promise<void> {
  const { id: diagnostics, moments, zone } = draft
  const switches = DIAGNOSTICS_MOMENTS.filter((moment) => moment !== 'opening').map((moment) => [
    button(diagnosticsTexts.moment(moment, moments.includes(moment)), 'diagnostics-moment', {
      diagnostics,
      moment: moment.replace(':', '-'),
      on: moments.includes(moment) ? 'no' : 'yes',
    }),
  ])
  await showPage(
    ctx,
    diagnosticsTexts.reminders(daysOf(draft, ctx.now), zone),
    keyboard(...switches, [button(buttons.back, 'diagnostics-preview', { diagnostics })]),
  )
}

/** Whom it is meant for is chosen in the common picker. */
export function diagnosticsAudience(parts: Parts): AudienceOwner {
  return {
    find: async (ctx, id) =>
      mayPrepare(ctx) ? ((await findOwnDraft(ctx, parts, id))?.audience ?? null) : null,
    save: async (ctx, id, audience: Audience) => {
      const personId = ctx.person.id
      return (await changeDraft(parts.pool, { id, personId, change: { audience } })) !== null
    },
    show: async (ctx, id) => {
      const draft = await findOwnDraft(ctx, parts, id)
      if (!draft) return ctx.toast(diagnosticsTexts.gone)
      await showDraft(ctx, parts, draft)
    },
  }
}

async function previewOf({ pool }: Parts, draft: Diagnostics, now: Date): Promise<Html> {
  const { audience, zone } = draft
  return diagnosticsTexts.preview(draft, {
    audience: await audienceWords(pool, audience),
    count: await countAudience(pool, { audience }),
    days: daysOf(draft, now),
    zone,
  })
}

/** The day of the invitation and those of the reminders, of what is still to come. */
function daysOf(draft: Diagnostics, now: Date): Date[] {
  const { opens_on, closes_on, zone, moments } = draft
  if (opens_on === null || closes_on === null) return []
  const days = { opens_on, closes_on, zone, moments }
  const invited = invitationAt(days)
  const first = invited > now ? invited : now
  const later = remindersOf(days).flatMap(({ dueAt }) => (dueAt > now ? dueAt : []))
  return [first, ...later]
}
