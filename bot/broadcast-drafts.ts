/** A broadcast that is being made: whose it is, its preview, and the page from which it is tested, changed and sent. */
import { createHash } from 'node:crypto'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { countAudience } from '../db/audiences.ts'
import { type Broadcast, findBroadcast, setBroadcastAudience } from '../db/broadcasts.ts'
import { toJson } from '../db/json.ts'
import type { AudienceOwner } from './audience-picker.ts'
import { audienceWords } from './audience-words.ts'
import { hasLinksApart } from './broadcast-contents.ts'
import { PRIORITY } from './content.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import type { Content } from './notifier.ts'
import { showPage, takeButtonsOff } from './paging.ts'
import { broadcastTexts, type Shown } from './texts/broadcast.ts'
import { buttons } from './texts/buttons.ts'

export function mayBroadcast(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

/** The person's own draft; null when it is none (any more). */
export async function findDraft(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  broadcastId: number,
): Promise<Broadcast | null> {
  const draft = await findBroadcast(pool, { id: broadcastId })
  if (draft?.status !== 'draft' || draft.act !== 'send') return null
  return draft.created_by === ctx.person.id && mayBroadcast(ctx) ? draft : null
}

/** The draft as the audience picker sees it. */
export function broadcastAudience(parts: Parts): AudienceOwner {
  return {
    find: async (ctx, id) => (await findDraft(ctx, parts, id))?.audience ?? null,
    save: (_ctx, id, audience) => setBroadcastAudience(parts.pool, { broadcastId: id, audience }),
    show: async (ctx, id) => {
      const draft = await findDraft(ctx, parts, id)
      if (!draft) return ctx.toast(broadcastTexts.late)
      await showDraft(ctx, parts, draft)
    },
  }
}

/** Sends the person what people will get, and under it the page of what can be done with it. */
export async function showDraft(ctx: PersonContext, parts: Parts, draft: Broadcast): Promise<void> {
  if (ctx.callbackQuery) {
    await ctx.toast()
    await takeButtonsOff(ctx)
  }
  const refused = await preview(ctx, parts, draft)
  if (refused !== null) await ctx.say(broadcastTexts.refusedByTelegram(refused))
  const { text, markup } = await controlOf(parts, draft)
  await ctx.say(text, { keyboard: markup })
  await rest(ctx, parts, draft.id)
}

/** The same page alone, in the place of the message that was pressed. */
export async function showControl(
  ctx: PersonContext,
  parts: Parts,
  draft: Broadcast,
): Promise<void> {
  const { text, markup } = await controlOf(parts, draft)
  await showPage(ctx, text, markup)
  await rest(ctx, parts, draft.id)
}

/** Nothing is asked: the next message is no part of the broadcast. The one that led here says nothing more. */
export async function rest(ctx: PersonContext, parts: Parts, broadcast: number): Promise<void> {
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'broadcast', { broadcast, asked: null, by })
}

/** What pages say of a broadcast's audience. */
export async function shownOf(
  { pool }: Pick<Parts, 'pool'>,
  { id, audience, contents }: Broadcast,
): Promise<Shown> {
  return {
    id,
    words: await audienceWords(pool, audience),
    count: await countAudience(pool, { audience }),
    hasLinksApart: hasLinksApart(contentsIn({ contents })),
  }
}

/** Tells what was confirmed from what it has become since. */
export function seenCode({ contents, audience }: Broadcast): string {
  return createHash('sha256')
    .update(toJson([contents, audience]))
    .digest('hex')
    .slice(0, 12)
}

/** What `contentsOf` made: nothing else is ever kept as the contents of a broadcast to send. */
export function contentsIn({ contents }: Pick<Broadcast, 'contents'>): Content[] {
  return contents as Content[]
}

/** Returns why Telegram does not take it, or null. */
async function preview(
  ctx: PersonContext,
  { outbox }: Parts,
  draft: Broadcast,
): Promise<string | null> {
  let refused: string | null = null
  for (const [part, content] of contentsIn(draft).entries()) {
    const result = await outbox.post({
      key: `broadcast:${draft.id}:preview:${ctx.update.update_id}:${part}`,
      kind: 'reply',
      chatKey: ctx.chatKey,
      personId: ctx.person.id,
      content,
      priority: PRIORITY.reply,
      dueAt: ctx.now,
    })
    if (result.kind === 'failed') refused = result.reason
  }
  return refused
}

async function controlOf(parts: Parts, draft: Broadcast) {
  const broadcast = { broadcast: draft.id }
  const markup: InlineKeyboardMarkup = keyboard(
    [button(buttons.testToOneself, 'broadcast-test', broadcast)],
    [
      button(buttons.sendNow, 'broadcast-now', broadcast),
      button(buttons.schedule, 'broadcast-when', broadcast),
    ],
    [
      button(buttons.change, 'broadcast-change', broadcast),
      button(buttons.cancel, 'broadcast-discard', broadcast),
    ],
  )
  return { text: broadcastTexts.control(await shownOf(parts, draft)), markup }
}
