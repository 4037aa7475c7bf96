/** Methodists and administrators bring documents: read, shown, corrected, indexed on «Сохранить». */
import { Composer } from 'grammy'
import type { Document } from 'grammy/types'
import { hasRole, type PersonContext } from '../context.ts'
import {
  askedField,
  askField,
  findWaiting,
  forgetWaiting,
  isField,
  type WaitingFile,
} from '../document-drafts.ts'
import {
  correct,
  type Filing,
  fieldButtons,
  readSent,
  save,
  saveButtons,
  showFile,
  typedValue,
} from '../document-filing.ts'
import { button, keyboard } from '../keyboards.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { buttons } from '../texts/buttons.ts'
import { documentTexts } from '../texts/documents.ts'
import { whileTyping } from '../typing.ts'
import { addShelf } from './shelf.ts'

export function documentsFeature(parts: Filing): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  addShelf(composer, parts)
  composer.on('message:document', async (ctx, next) => {
    if (!mayBring(ctx)) return next()
    const size = ctx.message.document.file_size ?? 0
    await showFile(ctx, parts, fileIn(ctx, ctx.message.document), size)
  })
  composer.on('message:text', async (ctx, next) => {
    const asked = mayBring(ctx) && !ctx.message.text.startsWith('/') ? askedField(ctx) : null
    if (!asked) return next()
    const value = typedValue(asked.field, ctx.message.text)
    if (value === null) return ctx.say(documentTexts.wrongValue(asked.field), { reply: true })
    await correct(ctx, parts, asked.file, { [asked.field]: value })
  })
  addPresses(composer, parts)
  return composer
}

/** Whether documents that this person sends are for the index. */
export function mayBring(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

function addPresses(composer: Composer<PersonContext>, parts: Filing): void {
  onPress(composer, 'document-save', async (ctx, { draft }) => {
    const file = await waitingOf(ctx, draft)
    if (!file) return
    await ctx.toast(documentTexts.saving)
    await whileTyping(ctx, save(ctx, parts, file))
    await forgetWaiting(ctx, parts, draft)
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'document-drop', async (ctx, { draft }) => {
    const file = await waitingOf(ctx, draft)
    if (!file) return
    await forgetWaiting(ctx, parts, draft)
    await ctx.toast(documentTexts.dropped(file.name))
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'document-change', async (ctx, { draft }) => {
    if (!(await waitingOf(ctx, draft))) return
    await ctx.toast()
    await ctx.editMessageReplyMarkup({ reply_markup: fieldButtons(draft) })
  })
  onPress(composer, 'document-back', async (ctx, { draft }) => {
    const file = await waitingOf(ctx, draft)
    if (!file) return
    await ctx.toast()
    await ctx.editMessageReplyMarkup({ reply_markup: saveButtons(file, null) })
  })
  onPress(composer, 'document-field', async (ctx, { draft, field }) => {
    if (!isField(field) || !(await waitingOf(ctx, draft))) return
    await ctx.toast()
    await askField(ctx, parts, { draft, field })
    const clear = button(buttons.clear, 'document-clear', { draft, field })
    const optional = field !== 'title' && field !== 'kind'
    await ctx.say(documentTexts.ask(field), optional ? { keyboard: keyboard([clear]) } : {})
  })
  onPress(composer, 'document-clear', async (ctx, { draft, field }) => {
    const file = isField(field) ? await waitingOf(ctx, draft) : null
    if (!file) return
    await ctx.toast()
    await takeButtonsOff(ctx)
    await correct(ctx, parts, file, { [field]: null })
  })
  onPress(composer, 'document-replace', async (ctx, { draft }) => {
    const file = await waitingOf(ctx, draft)
    if (!file) return
    await ctx.toast()
    await takeButtonsOff(ctx)
    const read = await whileTyping(ctx, readSent(ctx, parts, file, 0))
    if (!('description' in read)) return ctx.say(documentTexts.refused(read.refusal))
    const { alike } = await parts.library.foresee(read)
    await showFile(ctx, parts, { ...file, replaces: alike?.source ?? null }, 0)
  })
}

function fileIn(ctx: PersonContext, { file_id, file_name }: Document): WaitingFile {
  return { draft: ctx.update.update_id, fileId: file_id, name: file_name ?? 'файл' }
}

/** The file of the pressed button; says why when there is none, or the person may not. */
async function waitingOf(ctx: PersonContext, draft: number): Promise<WaitingFile | null> {
  if (!mayBring(ctx)) {
    await ctx.toast(documentTexts.notAllowed)
    return null
  }
  const file = findWaiting(ctx, draft)
  if (!file) await ctx.toast(documentTexts.stale)
  return file
}
