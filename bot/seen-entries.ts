/** Entries as the person who presses sees them: who may, whether it is still what they saw, what stands now. */
import { findVersion, type Version } from '../db/knowledge.ts'
import { findEntry } from '../db/knowledge-list.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import {
  draftMessage,
  type EntryMessage,
  mayDecide,
  standingMessage,
  waitingMessage,
} from './knowledge-entries.ts'
import { takeButtonsOff } from './paging.ts'
import { knowledgeTexts } from './texts/knowledge.ts'

/** Says so when the person is neither tutor nor methodist. */
export async function isOfDesk(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'tutor', 'methodist')) return true
  if (ctx.callbackQuery) await ctx.toast(knowledgeTexts.deskOnly)
  else await ctx.say(html`${knowledgeTexts.deskOnly}`)
  return false
}

/** The words that the pressed button was shown with, if they still stand; else what stands now is shown instead. */
export async function findSeen(
  ctx: PersonContext,
  parts: Parts,
  seen: { version: number; revision: number },
): Promise<Version | null> {
  const version = await findVersion(parts.pool, seen.version)
  const isOpen = version?.status === 'draft' || version?.status === 'waiting'
  if (!version || !isOpen) {
    await ctx.toast(knowledgeTexts.gone)
    await takeButtonsOff(ctx)
    return null
  }
  if (version.status === 'draft' && version.proposed_by !== ctx.person.id) {
    await ctx.toast(knowledgeTexts.notYours)
    return null
  }
  if (version.revision === seen.revision) return version
  await ctx.toast(knowledgeTexts.stale)
  await takeButtonsOff(ctx)
  await showVersion(ctx, parts, version)
  return null
}

/** Lets the person choose which words to change. */
export async function askWhat(
  ctx: PersonContext,
  seen: { version: number; revision: number },
): Promise<void> {
  const choice = (['question', 'answer'] as const).map((field) =>
    button(knowledgeTexts.fields[field], 'entry-field', { ...seen, field }),
  )
  await ctx.say(knowledgeTexts.changeWhat, { keyboard: keyboard(choice) })
}

/** The version with the buttons that the person has under it. */
export async function showVersion(
  ctx: PersonContext,
  parts: Parts,
  version: Version,
): Promise<void> {
  if (version.status === 'draft') return say(ctx, await draftMessage(parts, version))
  if (version.status === 'waiting') {
    const decides = await mayDecide(parts.pool, ctx, version)
    return say(ctx, await waitingMessage(parts, version, { mayDecide: decides }))
  }
  const entry = await findEntry(parts.pool, version.knowledge_id)
  if (entry) await say(ctx, standingMessage(parts, entry))
}

async function say(ctx: PersonContext, { text, keyboard: under }: EntryMessage): Promise<void> {
  await ctx.say(text, { keyboard: under })
}
