/** How a broadcast is made: its message, then its buttons, then whom it is for. */
import { type Broadcast, createBroadcastDraft, setBroadcastContents } from '../db/broadcasts.ts'
import { enterConversation } from '../db/conversations.ts'
import { transaction } from '../db/transaction.ts'
import { openAudience } from './audience-picker.ts'
import { contentsOf, linksOf, titleOf, withAdded, withLinks } from './broadcast-contents.ts'
import { contentsIn, findDraft, showDraft } from './broadcast-drafts.ts'
import { readLinks } from './broadcast-links.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { broadcastTexts } from './texts/broadcast.ts'
import { buttons } from './texts/buttons.ts'

/** The next message is the broadcast; of a draft that there is, in the place of its message. */
export async function askMessage(
  ctx: PersonContext,
  parts: Parts,
  draft: Broadcast | null,
): Promise<void> {
  const isNew = draft === null || isUnfinished(ctx, draft.id)
  await enterStep(ctx, parts, 'broadcast', {
    broadcast: draft?.id ?? null,
    asked: 'message',
    isNew,
  })
  if (draft === null) return ctx.say(broadcastTexts.askMessage)
  const back = [button(buttons.back, 'broadcast-open', { broadcast: draft.id })]
  await showPage(ctx, broadcastTexts.askNewMessage, keyboard(back))
}

/** Keeps the message that was asked for, and goes on; the draft is made with it. */
export async function takeMessage(ctx: PersonContext, parts: Parts): Promise<void> {
  const step = atStep(ctx, 'broadcast')
  const contents = contentsOf(ctx.messages)
  if (!step) return
  if (!contents) return ctx.say(broadcastTexts.refused)
  const { person, now, chatKey } = ctx
  const before = step.broadcast === null ? null : await findDraft(ctx, parts, step.broadcast)
  if (step.broadcast !== null && !before) return ctx.say(broadcastTexts.lateLine)
  const links = before ? linksOf(contentsIn(before)) : []
  // One with the step: a message handled once more makes no second draft.
  const broadcastId = await transaction(parts.pool, async (tx) => {
    const id = before?.id ?? (await createBroadcastDraft(tx, { authorId: person.id, now }))
    const kept = { contents: withLinks(contents, links), title: titleOf(ctx.messages) }
    await setBroadcastContents(tx, { broadcastId: id, ...kept })
    const album = ctx.message?.media_group_id
    const data = { ...step, broadcast: id, asked: 'links', album, by: ctx.update.update_id }
    await enterConversation(tx, {
      ...{ personId: person.id, chatKey, step: 'broadcast', data, now },
    })
    ctx.conversation = { step: 'broadcast', data }
    return id
  })
  await goOn(ctx, parts, broadcastId)
}

/** Parts of its album that come after the others were taken. False: it is something else. */
export async function addLateParts(ctx: PersonContext, parts: Parts): Promise<boolean> {
  const step = atStep(ctx, 'broadcast')
  const album = ctx.message?.media_group_id
  if (!album || album !== step?.album || step.broadcast === null) return false
  const draft = await findDraft(ctx, parts, step.broadcast)
  const added = contentsOf(ctx.messages)
  if (!draft || !added) return false
  const contents = withAdded(contentsIn(draft), added)
  const kept = { broadcastId: draft.id, contents, title: draft.title }
  await setBroadcastContents(parts.pool, kept)
  await ctx.say(broadcastTexts.added)
  return true
}

/** After its message: the buttons of a new one, the whole of one that is changed. */
export async function goOn(ctx: PersonContext, parts: Parts, broadcastId: number): Promise<void> {
  const draft = await findDraft(ctx, parts, broadcastId)
  if (!draft) return ctx.say(broadcastTexts.lateLine)
  if (isUnfinished(ctx, broadcastId)) return askLinks(ctx, parts, draft)
  await showDraft(ctx, parts, draft)
}

export async function askLinks(ctx: PersonContext, parts: Parts, draft: Broadcast): Promise<void> {
  const isNew = isUnfinished(ctx, draft.id)
  const album = atStep(ctx, 'broadcast')?.album
  const by = ctx.update.update_id
  const step = { broadcast: draft.id, asked: 'links' as const, isNew, album, by }
  await enterStep(ctx, parts, 'broadcast', step)
  const broadcast = { broadcast: draft.id }
  const back = isNew
    ? button(buttons.back, 'broadcast-message', broadcast)
    : button(buttons.back, 'broadcast-open', broadcast)
  await showPage(
    ctx,
    broadcastTexts.askLinks(linksOf(contentsIn(draft))),
    keyboard([button(broadcastTexts.noLinks, 'broadcast-no-links', broadcast)], [back]),
  )
}

/** Reads the lines that were typed. */
export async function takeLinks(
  ctx: PersonContext,
  parts: Parts,
  { draft, text }: { draft: Broadcast; text: string },
): Promise<void> {
  const read = readLinks(text)
  if (read.kind === 'fault') return ctx.say(broadcastTexts.wrongLinks(read.fault, read.line))
  await keepLinks(ctx, parts, draft, read.links)
}

/** Puts these buttons under it and goes on: to the audience of a new one, to the whole of one that is changed. */
export async function keepLinks(
  ctx: PersonContext,
  parts: Parts,
  draft: Broadcast,
  links: { text: string; url: string }[],
): Promise<void> {
  const isNew = isUnfinished(ctx, draft.id)
  const contents = withLinks(contentsIn(draft), links)
  const kept = { broadcastId: draft.id, contents, title: draft.title }
  if (!(await setBroadcastContents(parts.pool, kept))) return ctx.toast(broadcastTexts.late)
  if (!isNew) return showDraft(ctx, parts, { ...draft, contents })
  await openAudience(ctx, parts, { of: 'broadcast', id: draft.id, audience: draft.audience })
}

/** It is being made for the first time: every question follows from the one before. */
function isUnfinished(ctx: PersonContext, broadcastId: number): boolean {
  const step = atStep(ctx, 'broadcast')
  return step?.broadcast === broadcastId && (step.isNew ?? false)
}
