/** Methodists prepare a diagnostics: asked one thing after the other, previewed, changed, published (/diagnostics_new). */
import { Composer } from 'grammy'
import { countAudience } from '../../db/audiences.ts'
import { changeDraft, type Diagnostics, findDiagnostics } from '../../db/diagnostics.ts'
import { DIAGNOSTICS_MOMENTS, invitationAt } from '../../jobs/diagnostics-days.ts'
import { openAudience } from '../audience-picker.ts'
import type { Parts, PersonContext } from '../context.ts'
import {
  askDiagnostics,
  findOwnDraft,
  mayPrepare,
  readDiagnosticsField,
} from '../diagnostics-asking.ts'
import {
  beginDiagnostics,
  chooseDiagnostics,
  dropDiagnostics,
  goBack,
  publish,
  takeDiagnosticsWords,
} from '../diagnostics-draft.ts'
import { showDraft, showFields, showReminders } from '../diagnostics-preview.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { type DiagnosticsField, diagnosticsTexts } from '../texts/diagnostics.ts'

export function diagnosticsNewFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('diagnostics_new', (ctx) =>
    mayPrepare(ctx) ? beginDiagnostics(ctx, parts) : ctx.say(html`${diagnosticsTexts.notAllowed}`),
  )
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('diagnostics') ?? false)
    .use((ctx, next) => (mayPrepare(ctx) ? next() : ctx.toast(diagnosticsTexts.notAllowed)))
    .use(asking(parts), previewing(parts))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayPrepare(ctx)) return next()
    if (!(await takeDiagnosticsWords(ctx, parts, text))) await next()
  })
  return composer
}

/** Calls the handler with the person's own draft; who has none any more is told so. */
function withDraft<Fields extends { diagnostics: number }>(
  parts: Parts,
  handler: (ctx: PersonContext, draft: Diagnostics, fields: Fields) => Promise<unknown>,
): (ctx: PersonContext, fields: Fields) => Promise<void> {
  return async (ctx, fields) => {
    const draft = await findOwnDraft(ctx, parts, fields.diagnostics)
    if (draft) await handler(ctx, draft, fields)
    else await ctx.toast(diagnosticsTexts.gone)
  }
}

/** The same with one of its fields. */
function withField(
  parts: Parts,
  handler: (ctx: PersonContext, draft: Diagnostics, field: DiagnosticsField) => Promise<unknown>,
): (ctx: PersonContext, at: { diagnostics: number; field: string }) => Promise<void> {
  return withDraft(parts, async (ctx, draft, { field: name }) => {
    const field = readDiagnosticsField(name)
    await (field ? handler(ctx, draft, field) : ctx.toast(diagnosticsTexts.gone))
  })
}

function asking(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'diagnostics-begin', (ctx) => beginDiagnostics(ctx, parts))
  onPress(composer, 'diagnostics-anew', async (ctx, { diagnostics }) => {
    if (!(await dropDiagnostics(ctx, parts, diagnostics))) return ctx.toast(diagnosticsTexts.gone)
    await beginDiagnostics(ctx, parts)
  })
  onPress(
    composer,
    'diagnostics-skip',
    withField(parts, (ctx, draft, field) =>
      field === 'link' || field === 'description'
        ? chooseDiagnostics(ctx, parts, { draft, field, change: { [field]: '' } })
        : ctx.toast(diagnosticsTexts.gone),
    ),
  )
  onPress(
    composer,
    'diagnostics-back',
    withField(parts, (ctx, draft, field) => goBack(ctx, parts, { draft, field })),
  )
  onPress(
    composer,
    'diagnostics-edit',
    withField(parts, (ctx, draft, field) =>
      askDiagnostics(ctx, parts, { draft, field, walk: false }),
    ),
  )
  onPress(
    composer,
    'diagnostics-deficits',
    withDraft(parts, (ctx, draft, { on }: { diagnostics: number; on: string }) => {
      const change = { ofDeficits: on === 'yes' }
      return chooseDiagnostics(ctx, parts, { draft, field: 'deficits', change })
    }),
  )
  return composer
}

function previewing(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  for (const name of ['diagnostics-go-on', 'diagnostics-preview'] as const) {
    onPress(
      composer,
      name,
      withDraft(parts, (ctx, draft) => showDraft(ctx, parts, draft)),
    )
  }
  onPress(
    composer,
    'diagnostics-change',
    withDraft(parts, (ctx, draft) => showFields(ctx, parts, draft)),
  )
  onPress(
    composer,
    'diagnostics-audience',
    withDraft(parts, (ctx, { id, audience }) =>
      openAudience(ctx, parts, { of: 'diagnostics', id, audience }),
    ),
  )
  onPress(
    composer,
    'diagnostics-reminders',
    withDraft(parts, (ctx, draft) => showReminders(ctx, draft)),
  )
  onPress(composer, 'diagnostics-moment', async (ctx, { diagnostics: id, moment: name, on }) => {
    const draft = await findOwnDraft(ctx, parts, id)
    const moment = DIAGNOSTICS_MOMENTS.find((each) => each === name.replace('-', ':'))
    if (!draft || !moment || moment === 'opening') return ctx.toast(diagnosticsTexts.gone)
    const others = draft.moments.filter((each) => each !== moment)
    const change = { moments: on === 'yes' ? [...others, moment] : others }
    const changed = await changeDraft(parts.pool, { id, personId: ctx.person.id, change })
    if (changed) await showReminders(ctx, changed)
  })
  onPress(composer, 'diagnostics-drop', async (ctx, { diagnostics }) => {
    if (!(await dropDiagnostics(ctx, parts, diagnostics))) return ctx.toast(diagnosticsTexts.gone)
    await ctx.say(diagnosticsTexts.dropped)
    await ctx.toast()
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'diagnostics-publish', (ctx, at) => publishDraft(ctx, parts, at))
  return composer
}

async function publishDraft(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, revision }: { diagnostics: number; revision: number },
): Promise<void> {
  const draft = await findOwnDraft(ctx, parts, id)
  const published = draft && (await publish(ctx, parts, { draft, revision }))
  if (!published) {
    const now = await findOwnDraft(ctx, parts, id)
    if (now) return showDraft(ctx, parts, now, html`${diagnosticsTexts.changedSince}`)
    const known = await findDiagnostics(parts.pool, { id })
    return ctx.toast(known ? diagnosticsTexts.alreadyPublished : diagnosticsTexts.gone)
  }
  const { opens_on, closes_on, zone, audience } = published
  const at = opens_on && closes_on ? invitationAt({ opens_on, closes_on, zone }) : null
  const count = await countAudience(parts.pool, { audience })
  await ctx.toast()
  await ctx.say(diagnosticsTexts.published(at !== null && at > ctx.now ? at : null, count, zone), {
    keyboard: keyboard([button(diagnosticsTexts.toCard, 'diagnostics-card', { diagnostics: id })]),
  })
  await takeButtonsOff(ctx)
}
