/** What the desk has learned: offering an answer, the list, looking after what is in force. */
import { Composer } from 'grammy'
import { findVersion } from '../../db/knowledge.ts'
import { draftCorrection } from '../../db/knowledge-drafts.ts'
import {
  countKnowledge,
  KNOWLEDGE_FILTERS,
  type KnowledgeFilter,
  listKnowledge,
} from '../../db/knowledge-list.ts'
import type { Parts, PersonContext } from '../context.ts'
import { prolong, remove } from '../deciding.ts'
import { button, keyboard } from '../keyboards.ts'
import { mayReview } from '../knowledge-entries.ts'
import { mayOffer, offerEntry } from '../learning.ts'
import { pageButtons, replacePage, showPage, takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { askWhat, isOfDesk, showVersion } from '../seen-entries.ts'
import { buttons } from '../texts/buttons.ts'
import { knowledgeTexts } from '../texts/knowledge.ts'
import { wordingFeature } from './wording.ts'

const PAGE = 5

/** «В базу знаний», in the tutors' group as in a private chat: what comes of it is private. */
export function offeringFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'learn', async (ctx, { ticket }) => {
    if (!(await isOfDesk(ctx)) || !(await mayOffer(ctx, parts, ticket))) return
    await ctx.toast(ctx.chat?.type === 'private' ? undefined : knowledgeTexts.openedPrivately)
    await offerEntry(ctx, parts, ticket)
  })
  return composer
}

export function knowledgeFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('knowledge', async (ctx) => {
    if (await isOfDesk(ctx)) await showList(ctx, parts, 'waiting', 0, true)
  })
  onPress(composer, 'knowledge', async (ctx, { filter, offset }) => {
    const known = KNOWLEDGE_FILTERS.find((each) => each === filter)
    if (known && (await isOfDesk(ctx))) await showList(ctx, parts, known, offset)
  })
  onPress(composer, 'entry', async (ctx, { version: versionId }) => {
    if (!(await isOfDesk(ctx))) return
    const version = await findVersion(parts.pool, versionId)
    if (!version || version.entry_status === 'removed') return ctx.toast(knowledgeTexts.gone)
    await ctx.toast()
    await showVersion(ctx, parts, version)
  })
  composer.use(wordingFeature(parts), upkeep(parts))
  return composer
}

/** Of entries that are or were in force. */
function upkeep(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'entry-prolong', async (ctx, { entry }) => {
    if (!(await isReviewer(ctx, parts))) return
    const until = await prolong(ctx, parts, entry)
    await ctx.toast(until === null ? knowledgeTexts.gone : knowledgeTexts.prolonged(entry, until))
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'entry-correct', async (ctx, { entry: knowledgeId }) => {
    if (!(await isOfDesk(ctx))) return
    const draft = { knowledgeId, personId: ctx.person.id, now: ctx.now }
    const versionId = await draftCorrection(parts.pool, draft)
    const version = versionId === null ? null : await findVersion(parts.pool, versionId)
    if (!version) return ctx.toast(knowledgeTexts.gone)
    await ctx.toast()
    await askWhat(ctx, { version: version.id, revision: version.revision })
  })
  onPress(composer, 'entry-remove', async (ctx, { entry }) => {
    if (!(await isReviewer(ctx, parts))) return
    await ctx.toast()
    const choice = keyboard([
      button(buttons.takeOut, 'entry-remove-yes', { entry }),
      button(buttons.cancel, 'entry-keep', {}),
    ])
    await ctx.say(knowledgeTexts.removeSure(entry), { keyboard: choice })
  })
  onPress(composer, 'entry-remove-yes', async (ctx, { entry }) => {
    if (!(await isReviewer(ctx, parts))) return
    const removed = await remove(ctx, parts, entry)
    await ctx.toast(removed ? knowledgeTexts.removedNow(entry) : knowledgeTexts.gone)
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'entry-keep', async (ctx) => {
    await ctx.toast()
    await replacePage(ctx, knowledgeTexts.kept, keyboard())
  })
  return composer
}

async function isReviewer(ctx: PersonContext, { pool }: Parts): Promise<boolean> {
  if (await mayReview(pool, ctx)) return true
  await ctx.toast(knowledgeTexts.methodistsOnly)
  return false
}

/** `first`: where nothing waits, what is in force is of more interest. */
async function showList(
  ctx: PersonContext,
  { pool, centre }: Parts,
  wanted: KnowledgeFilter,
  offset: number,
  first = false,
): Promise<void> {
  const counts = await countKnowledge(pool)
  const filter = first && counts[wanted] === 0 ? 'in-force' : wanted
  const found = await listKnowledge(pool, { filter, offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const entries = page.map(({ id, knowledge_id }) =>
    button(knowledgeTexts.open(knowledge_id), 'entry', { version: id }),
  )
  const filters = KNOWLEDGE_FILTERS.filter((each) => each !== filter).map((each) =>
    button(knowledgeTexts.filter(each, counts[each]), 'knowledge', { filter: each, offset: 0 }),
  )
  const turn = pageButtons('knowledge', { offset, size: PAGE, found: found.length }, { filter })
  const text = knowledgeTexts.list(filter, page, counts, centre.calendar.zone)
  await showPage(ctx, text, keyboard(entries, turn, filters))
}
