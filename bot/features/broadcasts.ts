/** Broadcasts that wait, run or are over: /broadcasts. */
import { Composer } from 'grammy'
import {
  type Broadcast,
  createBroadcastDraft,
  findBroadcast,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import { enterConversation } from '../../db/conversations.ts'
import { transaction } from '../../db/transaction.ts'
import { askCorrection, confirmRemoval, editEverywhere, findSent } from '../broadcast-correcting.ts'
import { contentsIn, findDraft, mayBroadcast, showDraft } from '../broadcast-drafts.ts'
import { isBroadcastPage, showBroadcastPage, showBroadcasts } from '../broadcast-pages.ts'
import { unscheduleBroadcast } from '../broadcasting.ts'
import { unpack } from '../callbacks.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep } from '../dialogue.ts'
import { html } from '../html.ts'
import { onPress } from '../presses.ts'
import { broadcastTexts } from '../texts/broadcast.ts'
import { broadcastListTexts } from '../texts/broadcast-list.ts'

export function broadcastsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('broadcasts', async (ctx) => {
    if (!mayBroadcast(ctx)) return ctx.say(html`${broadcastTexts.notAllowed}`)
    await showBroadcasts(ctx, parts, 0)
  })
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('broadcast') ?? false)
    .use((ctx, next) => (mayBroadcast(ctx) ? next() : ctx.toast(broadcastTexts.notAllowed)))
    .use(followed(parts), looking(parts), afterwards(parts))
  return composer
}

/** What the buttons of a broadcast on its way have done is seen on its page at once. */
function followed(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.use(async (ctx, next) => {
    await next()
    const data = ctx.callbackQuery?.data ?? ''
    const act = GOING.map((name) => unpack(name, data)).find((fields) => fields !== null)
    if (!act || !isBroadcastPage(ctx)) return
    const broadcast = await findBroadcast(parts.pool, { id: act.broadcast })
    if (broadcast) await showBroadcastPage(ctx, parts, broadcast)
  })
  return composer
}

const GOING = ['broadcast-pause', 'broadcast-resume', 'broadcast-stop', 'broadcast-repeat'] as const

function looking(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'broadcasts', (ctx, { offset }) => showBroadcasts(ctx, parts, offset))
  onPress(composer, 'broadcast', async (ctx, { broadcast: id }) => {
    const broadcast = await findBroadcast(parts.pool, { id })
    if (!broadcast) return ctx.toast(broadcastTexts.gone)
    if (broadcast.status !== 'draft') return showBroadcastPage(ctx, parts, broadcast)
    const draft = await findDraft(ctx, parts, id)
    if (!draft) return ctx.toast(broadcastListTexts.othersDraft)
    await showDraft(ctx, parts, draft)
  })
  onPress(composer, 'broadcast-unplan', async (ctx, { broadcast: broadcastId }) => {
    const isDraft = await unscheduleBroadcast(parts, { broadcastId, personId: ctx.person.id })
    const draft = await findDraft(ctx, parts, broadcastId)
    if (draft) return showDraft(ctx, parts, draft)
    // Of a colleague's draft there is nothing to show.
    if (isDraft) return showBroadcasts(ctx, parts, 0)
    await ctx.toast(broadcastListTexts.began)
  })
  onPress(composer, 'broadcast-copy', async (ctx, { broadcast: id }) => {
    const broadcast = await findBroadcast(parts.pool, { id })
    if (broadcast?.act !== 'send') return ctx.toast(broadcastTexts.gone)
    const draft = await findDraft(ctx, parts, await copy(ctx, parts, broadcast))
    if (draft) await showDraft(ctx, parts, draft)
  })
  return composer
}

function afterwards(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  const onSent = (
    name: 'broadcast-correct' | 'broadcast-remove',
    handler: (ctx: PersonContext, parts: Parts, sent: Broadcast) => Promise<void>,
  ) =>
    onPress(composer, name, async (ctx, { broadcast }) => {
      const sent = await findSent(ctx, parts, broadcast)
      if (!sent) return ctx.toast(broadcastTexts.gone)
      await handler(ctx, parts, sent)
    })
  onSent('broadcast-correct', askCorrection)
  onSent('broadcast-remove', confirmRemoval)
  onPress(composer, 'broadcast-edit-yes', (ctx, { broadcast }) =>
    editEverywhere(ctx, parts, broadcast),
  )
  return composer
}

/** A draft of the person's own of the same message for the same people; a press handled once more makes no second one. */
async function copy(
  ctx: PersonContext,
  { pool }: Parts,
  { contents, title, audience }: Broadcast,
): Promise<number> {
  const { person, update, chatKey, now } = ctx
  const by = update.update_id
  const step = atStep(ctx, 'broadcast')
  if (step?.by === by && step.broadcast !== null) return step.broadcast
  return transaction(pool, async (tx) => {
    const broadcastId = await createBroadcastDraft(tx, { authorId: person.id, now })
    await setBroadcastContents(tx, { broadcastId, contents: contentsIn({ contents }), title })
    await setBroadcastAudience(tx, { broadcastId, audience })
    const data = { broadcast: broadcastId, asked: null, by }
    await enterConversation(tx, {
      ...{ personId: person.id, chatKey, step: 'broadcast', data, now },
    })
    return broadcastId
  })
}
