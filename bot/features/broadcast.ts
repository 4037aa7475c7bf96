/** Methodists write to many: a message as it is, buttons with links, an audience, a test, now or at a time: /broadcast. */
import { Composer } from 'grammy'
import { type Broadcast, discardDraft, findBroadcast } from '../../db/broadcasts.ts'
import { openAudience } from '../audience-picker.ts'
import {
  addLateParts,
  askLinks,
  askMessage,
  goOn,
  keepLinks,
  takeLinks,
  takeMessage,
} from '../broadcast-composing.ts'
import { findSent, takeCorrection } from '../broadcast-correcting.ts'
import { findDraft, mayBroadcast, showControl } from '../broadcast-drafts.ts'
import { askTime, confirmNow, findUnsent, sendAt, sendNow, takeTime } from '../broadcast-sending.ts'
import { testToOneself } from '../broadcasting.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, leaveDialogue } from '../dialogue.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { replacePage, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { broadcastTexts } from '../texts/broadcast.ts'
import { buttons } from '../texts/buttons.ts'

/** Before the features that take files and words for something else. */
export function broadcastFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('broadcast', async (ctx) => {
    if (!mayBroadcast(ctx)) return ctx.say(html`${broadcastTexts.notAllowed}`)
    await askMessage(ctx, parts, null)
  })
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('broadcast') ?? false)
    .use((ctx, next) => (mayBroadcast(ctx) ? next() : ctx.toast(broadcastTexts.notAllowed)))
    .use(composing(parts), sending(parts))
  composer.on('message', async (ctx, next) => {
    const step = atStep(ctx, 'broadcast')
    if (!step || !mayBroadcast(ctx)) return next()
    if (step.by === ctx.update.update_id) return again(ctx, parts)
    if (await addLateParts(ctx, parts)) return
    if (step.asked === null || ctx.message.text?.startsWith('/')) return next()
    if (step.asked === 'message') return takeMessage(ctx, parts)
    await takeWords(ctx, parts, step)
  })
  return composer
}

/** A message handled once more after a crash: what followed from it is shown, if it was not. */
async function again(ctx: PersonContext, parts: Parts): Promise<void> {
  const { asked, broadcast } = atStep(ctx, 'broadcast') ?? {}
  if (asked === 'links' && broadcast) await goOn(ctx, parts, broadcast)
}

async function takeWords(
  ctx: PersonContext,
  parts: Parts,
  step: { broadcast: number | null; asked: string | null; date?: string | undefined },
): Promise<void> {
  const { broadcast: id, asked, date = null } = step
  if (id === null) return
  if (asked === 'correction') {
    const sent = await findSent(ctx, parts, id)
    return sent ? takeCorrection(ctx, parts, sent) : ctx.say(broadcastTexts.lateLine)
  }
  const text = ctx.message?.text
  if (text === undefined) return ctx.say(broadcastTexts.wordsOnly)
  if (asked === 'links') {
    const draft = await findDraft(ctx, parts, id)
    return draft ? takeLinks(ctx, parts, { draft, text }) : ctx.say(broadcastTexts.lateLine)
  }
  const broadcast = await findUnsent(ctx, parts, id)
  if (!broadcast) return ctx.say(broadcastTexts.lateLine)
  await takeTime(ctx, parts, { broadcast, text, date })
}

function composing(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const onDraft = (
    name: DraftButton,
    handler: (ctx: PersonContext, draft: Broadcast) => Promise<unknown>,
  ) =>
    onPress(composer, name, async (ctx, { broadcast }) => {
      const draft = await findDraft(ctx, parts, broadcast)
      if (!draft) return ctx.toast(broadcastTexts.late)
      await handler(ctx, draft)
    })
  onPress(composer, 'broadcast-new', async (ctx) => {
    await ctx.toast()
    await askMessage(ctx, parts, null)
  })
  onDraft('broadcast-message', (ctx, draft) => askMessage(ctx, parts, draft))
  onDraft('broadcast-links', (ctx, draft) => askLinks(ctx, parts, draft))
  onDraft('broadcast-no-links', (ctx, draft) => keepLinks(ctx, parts, draft, []))
  onDraft('broadcast-audience', (ctx, { id, audience }) =>
    openAudience(ctx, parts, { of: 'broadcast', id, audience }),
  )
  onDraft('broadcast-change', async (ctx, { id: broadcast }) => {
    const rows = keyboard(
      [
        button(broadcastTexts.changeMessage, 'broadcast-message', { broadcast }),
        button(broadcastTexts.changeLinks, 'broadcast-links', { broadcast }),
      ],
      [button(broadcastTexts.changeAudience, 'broadcast-audience', { broadcast })],
      [button(buttons.back, 'broadcast-open', { broadcast })],
    )
    await showPage(ctx, broadcastTexts.changeWhat, rows)
  })
  onPress(composer, 'broadcast-discard', async (ctx, { broadcast: broadcastId }) => {
    const draft = await findBroadcast(parts.pool, { id: broadcastId })
    if (draft && (draft.created_by !== ctx.person.id || draft.status !== 'draft')) {
      return ctx.toast(broadcastTexts.late)
    }
    await discardDraft(parts.pool, { broadcastId })
    await leaveDialogue(ctx, parts)
    await ctx.toast()
    await replacePage(ctx, broadcastTexts.discarded, keyboard())
  })
  return composer
}

type DraftButton =
  | 'broadcast-message'
  | 'broadcast-links'
  | 'broadcast-no-links'
  | 'broadcast-audience'
  | 'broadcast-change'

function sending(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'broadcast-open', async (ctx, { broadcast }) => {
    const draft = await findDraft(ctx, parts, broadcast)
    if (!draft) return ctx.toast(broadcastTexts.late)
    await showControl(ctx, parts, draft)
  })
  onPress(composer, 'broadcast-test', async (ctx, { broadcast }) => {
    if (!(await findUnsent(ctx, parts, broadcast))) return ctx.toast(broadcastTexts.late)
    await ctx.toast()
    const key = `broadcast:${broadcast}:test:${ctx.update.update_id}`
    await testToOneself(parts, { broadcastId: broadcast, person: ctx.person, key })
  })
  onPress(composer, 'broadcast-now', async (ctx, { broadcast }) => {
    const draft = await findDraft(ctx, parts, broadcast)
    if (!draft) return ctx.toast(broadcastTexts.late)
    await confirmNow(ctx, parts, draft)
  })
  onPress(composer, 'broadcast-start', (ctx, { broadcast: id, anyway, seen }) =>
    sendNow(ctx, parts, { id, seen, anyway: anyway === 'yes' }),
  )
  onPress(composer, 'broadcast-when', async (ctx, { broadcast: id }) => {
    const broadcast = await findUnsent(ctx, parts, id)
    if (!broadcast) return ctx.toast(broadcastTexts.late)
    await askTime(ctx, parts, broadcast)
  })
  onPress(composer, 'broadcast-plan', async (ctx, { broadcast: id, at, anyway, seen }) => {
    const broadcast = await findUnsent(ctx, parts, id)
    if (!broadcast) return ctx.toast(broadcastTexts.late)
    await sendAt(ctx, parts, { broadcast, at, seen, anyway: anyway === 'yes' })
  })
  return composer
}
