/** Methodists and administrators teach the bot their own abbreviations and everyday words: /glossary. */
import { Composer } from 'grammy'
import { findGlossaryEntry } from '../../db/glossary.ts'
import { looksLikeEntry } from '../../rag/glossary.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { sendAsText, showEntry, showFound, showGlossary, showLearned } from '../glossary-pages.ts'
import {
  askToRemove,
  dropDraft,
  previewEntries,
  removeEntry,
  saveDraft,
} from '../glossary-saving.ts'
import { html } from '../html.ts'
import { onPress } from '../presses.ts'
import { glossaryTexts } from '../texts/glossary.ts'

export function glossaryFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('glossary', async (ctx) => {
    if (!mayKeep(ctx)) return ctx.say(html`${glossaryTexts.notAllowed}`)
    const text = ctx.match.trim()
    if (text === '') return showGlossary(ctx, parts, 0)
    if (looksLikeEntry(text)) return previewEntries(ctx, parts, { text, entryId: null })
    return showFound(ctx, parts, text)
  })
  composer.use(allowed(pressesOf(parts)))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayKeep(ctx)) return next()
    const asked = atStep(ctx, 'glossary-entries')
    if (asked) return previewEntries(ctx, parts, { text, ...asked })
    // While a preview waits, its correction may come; anything else is a question.
    const waiting = atStep(ctx, 'glossary-draft')
    if (waiting && looksLikeEntry(text)) {
      return previewEntries(ctx, parts, { text, entryId: waiting.replaces })
    }
    if (!atStep(ctx, 'glossary-search')) return next()
    await leaveDialogue(ctx, parts)
    return showFound(ctx, parts, text)
  })
  return composer
}

function pressesOf(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'glossary', (ctx, { offset }) => showGlossary(ctx, parts, offset))
  onPress(composer, 'glossary-learned', (ctx, { offset }) => showLearned(ctx, parts, offset))
  onPress(composer, 'glossary-entry', (ctx, place) => showEntry(ctx, parts, place))
  onPress(composer, 'glossary-text', (ctx) => sendAsText(ctx, parts))
  onPress(composer, 'glossary-find', async (ctx) => {
    await ctx.toast()
    await enterStep(ctx, parts, 'glossary-search', {})
    await ctx.say(glossaryTexts.findWhat, { forceReply: glossaryTexts.findField })
  })
  onPress(composer, 'glossary-add', async (ctx) => {
    await ctx.toast()
    await enterStep(ctx, parts, 'glossary-entries', { entryId: null })
    await ctx.say(glossaryTexts.addWhat, { forceReply: glossaryTexts.addField })
  })
  onPress(composer, 'glossary-change', async (ctx, { entry: entryId }) => {
    const entry = await findGlossaryEntry(parts.pool, entryId)
    if (!entry) return ctx.toast(glossaryTexts.gone)
    await ctx.toast()
    await enterStep(ctx, parts, 'glossary-entries', { entryId })
    await ctx.say(glossaryTexts.changeWhat(entry), { forceReply: glossaryTexts.changeField })
  })
  onPress(composer, 'glossary-save', (ctx, { draft }) => saveDraft(ctx, parts, draft))
  onPress(composer, 'glossary-drop', (ctx, { draft }) => dropDraft(ctx, parts, draft))
  onPress(composer, 'glossary-remove', (ctx, place) => askToRemove(ctx, parts, place))
  onPress(composer, 'glossary-remove-yes', async (ctx, { entry, offset }) => {
    await removeEntry(ctx, parts, entry)
    await showGlossary(ctx, parts, offset)
  })
  return composer
}

function mayKeep(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

/** Every button of the glossary checks the role when it is pressed. */
function allowed(presses: Composer<PersonContext>): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('glossary') ?? false)
    .use((ctx, next) => (mayKeep(ctx) ? next() : ctx.toast(glossaryTexts.notAllowed)))
    .use(presses)
  return composer
}
