/** The words of an entry: changed, saved for a second person, approved or rejected by them. */
import { Composer } from 'grammy'
import { findVersion } from '../../db/knowledge.ts'
import { dropDraft } from '../../db/knowledge-drafts.ts'
import type { Parts, PersonContext } from '../context.ts'
import { approve, reject } from '../deciding.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { html } from '../html.ts'
import { mayDecide } from '../knowledge-entries.ts'
import { LONGEST, propose, reword } from '../learning.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { askWhat, findSeen, isOfDesk, showVersion } from '../seen-entries.ts'
import { knowledgeTexts } from '../texts/knowledge.ts'

const LONGEST_REASON = 1000

/** In private chats of tutors and methodists. */
export function wordingFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.use(decisions(parts))
  onPress(composer, 'entry-change', async (ctx, seen) => {
    if (!(await isOfDesk(ctx)) || !(await findSeen(ctx, parts, seen))) return
    await ctx.toast()
    await askWhat(ctx, seen)
  })
  onPress(composer, 'entry-field', async (ctx, { field: name, ...seen }) => {
    const field = name === 'question' || name === 'answer' ? name : null
    if (!field || !(await isOfDesk(ctx)) || !(await findSeen(ctx, parts, seen))) return
    await ctx.toast()
    await takeButtonsOff(ctx)
    await enterStep(ctx, parts, 'entry-words', { ...seen, field })
    await ctx.say(knowledgeTexts.changeTo(field), { forceReply: knowledgeTexts.changeField(field) })
  })
  onPress(composer, 'entry-save', async (ctx, seen) => {
    if (!(await isOfDesk(ctx))) return
    const draft = await findSeen(ctx, parts, seen)
    if (!draft) return
    if (draft.answer === '' || draft.question === '') return ctx.toast(knowledgeTexts.emptyAnswer)
    const proposed = await propose(ctx, parts, draft)
    if (proposed === null) return ctx.toast(knowledgeTexts.gone)
    if (proposed === 'taken') return ctx.toast(knowledgeTexts.taken)
    const { version, alone, ids } = proposed
    await ctx.toast(knowledgeTexts.proposed(version.knowledge_id))
    await takeButtonsOff(ctx)
    await ctx.say(knowledgeTexts.proposedTo(version.knowledge_id, alone))
    await parts.outbox.flush(ids)
  })
  onPress(composer, 'entry-drop', async (ctx, { version: versionId }) => {
    if (!(await isOfDesk(ctx))) return
    const dropped = await dropDraft(parts.pool, { versionId, personId: ctx.person.id })
    await ctx.toast(dropped ? knowledgeTexts.dropped : knowledgeTexts.gone)
    await takeButtonsOff(ctx)
  })
  composer.on('message', async (ctx, next) => {
    const step = atStep(ctx, 'entry-words')
    if (!step || ctx.message.text?.startsWith('/')) return next()
    if (await isOfDesk(ctx)) await takeWords(ctx, parts, step)
  })
  return composer
}

/** By a second person. */
function decisions(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'entry-approve', async (ctx, seen) => {
    if (!(await isOfDesk(ctx))) return
    const version = await findSeen(ctx, parts, seen)
    if (!version) return
    if (!(await mayDecide(parts.pool, ctx, version))) return ctx.toast(knowledgeTexts.ownWaits)
    const approved = await approve(ctx, parts, seen)
    if (!approved) return ctx.toast(knowledgeTexts.gone)
    const id = approved.version.knowledge_id
    await ctx.toast(knowledgeTexts.approved(id))
    await takeButtonsOff(ctx)
    await ctx.say(knowledgeTexts.inForce(id, approved.until))
  })
  onPress(composer, 'entry-reject', async (ctx, seen) => {
    if (!(await isOfDesk(ctx))) return
    const version = await findSeen(ctx, parts, seen)
    if (!version) return
    await ctx.toast()
    await enterStep(ctx, parts, 'entry-reason', seen)
    const forceReply = knowledgeTexts.rejectField
    await ctx.say(knowledgeTexts.rejectWhy(version.knowledge_id), { forceReply })
  })
  composer.on('message', async (ctx, next) => {
    const step = atStep(ctx, 'entry-reason')
    if (!step || ctx.message.text?.startsWith('/')) return next()
    if (!(await isOfDesk(ctx))) return
    const reason = ctx.message.text
    if (!reason) return ctx.say(knowledgeTexts.wordsOnly)
    if (reason.length > LONGEST_REASON) return ctx.say(knowledgeTexts.tooLong(LONGEST_REASON))
    await leaveDialogue(ctx, parts)
    const rejected = await reject(ctx, parts, { ...step, reason })
    const text = rejected && knowledgeTexts.rejected(rejected.knowledge_id)
    await ctx.say(text ?? html`${knowledgeTexts.gone}`)
  })
  return composer
}

async function takeWords(
  ctx: PersonContext,
  parts: Parts,
  {
    version: versionId,
    revision,
    field,
  }: { version: number; revision: number; field: 'question' | 'answer' },
): Promise<void> {
  const text = ctx.message?.text?.trim()
  if (!text) return ctx.say(knowledgeTexts.wordsOnly)
  if (text.length > LONGEST[field]) return ctx.say(knowledgeTexts.tooLong(LONGEST[field]))
  await leaveDialogue(ctx, parts)
  const version = await findVersion(parts.pool, versionId)
  if (version?.revision !== revision) return ctx.say(html`${knowledgeTexts.gone}`)
  const reworded = await reword(parts, { version, field, text })
  if (!reworded) return ctx.say(html`${knowledgeTexts.gone}`)
  await showVersion(ctx, parts, reworded)
}
