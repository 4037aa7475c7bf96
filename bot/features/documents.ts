/** Methodists and administrators see the documents and bring new ones: read, shown, indexed on «Сохранить». */
import { Composer } from 'grammy'
import type { Document } from 'grammy/types'
import { recordAct } from '../../db/audit.ts'
import { listEditions } from '../../db/documents.ts'
import type { Ingest, Understood } from '../../rag/ingest.ts'
import { MAX_FILE_BYTES, UnreadableFileError } from '../../rag/readers/errors.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { download, FileGoneError } from '../download.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { buttons } from '../texts/buttons.ts'
import { documentTexts } from '../texts/documents.ts'
import { whileTyping } from '../typing.ts'

/** What reads and indexes files. */
export type Library = Pick<Ingest, 'understand' | 'index'>

type Shelf = Parts & { library: Library; token: string; apiRoot: string }

interface WaitingFile {
  draft: number
  fileId: string
  name: string
}

/** How many files may wait for «Сохранить» at once. */
const MOST_WAITING = 20

export function documentsFeature(parts: Shelf): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('docs', async (ctx) => {
    if (!mayBring(ctx)) return ctx.say(html`${documentTexts.notAllowed}`)
    const current = (await listEditions(parts.pool)).filter(({ status }) => status === 'current')
    await ctx.say(current.length === 0 ? documentTexts.empty : documentTexts.list(current))
  })
  composer.on('message:document', async (ctx, next) => {
    if (!mayBring(ctx)) return next()
    const file = fileIn(ctx, ctx.message.document)
    const size = ctx.message.document.file_size ?? 0
    const read = await whileTyping(ctx, readSent(ctx, parts, file, size))
    if (!('description' in read))
      return ctx.say(documentTexts.refused(read.refusal), { reply: true })
    await keepWaiting(ctx, parts, file)
    await ctx.say(documentTexts.understood(read), { keyboard: saveButtons(file), reply: true })
  })
  onPress(composer, 'document-save', async (ctx, { draft }) => {
    const file = await findWaiting(ctx, draft)
    if (!file) return
    await ctx.toast(documentTexts.saving)
    await whileTyping(ctx, save(ctx, parts, file))
    await forgetWaiting(ctx, parts, draft)
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'document-drop', async (ctx, { draft }) => {
    const file = await findWaiting(ctx, draft)
    if (!file) return
    await forgetWaiting(ctx, parts, draft)
    await ctx.toast(documentTexts.dropped(file.name))
    await takeButtonsOff(ctx)
  })
  return composer
}

function mayBring(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

function fileIn(ctx: PersonContext, { file_id, file_name }: Document): WaitingFile {
  return { draft: ctx.update.update_id, fileId: file_id, name: file_name ?? 'файл' }
}

/** What is in the file, or why it cannot be read. */
async function readSent(
  ctx: PersonContext,
  { library, token, apiRoot }: Shelf,
  file: WaitingFile,
  size: number,
): Promise<Understood | { refusal: string }> {
  try {
    // Telegram gives nobody a larger one.
    if (size > MAX_FILE_BYTES) throw new UnreadableFileError('too-large', file.name)
    const bytes = await download({ api: ctx.api, apiRoot, token }, file.fileId, file.name)
    return await library.understand({ name: file.name, bytes })
  } catch (error) {
    if (error instanceof UnreadableFileError) return { refusal: error.message }
    if (error instanceof FileGoneError) return { refusal: documentTexts.unavailable(file.name) }
    throw error
  }
}

async function save(ctx: PersonContext, parts: Shelf, file: WaitingFile): Promise<void> {
  const read = await readSent(ctx, parts, file, 0)
  if (!('description' in read)) return ctx.say(documentTexts.refused(read.refusal))
  const { editionId, message } = await parts.library.index(read)
  if (editionId !== null) {
    const details = { editionId }
    const act = { actorId: ctx.person.id, act: 'document indexed', details, now: ctx.now } as const
    await recordAct(parts.pool, act)
  }
  await ctx.say(html`${message}`)
}

function saveButtons({ draft }: WaitingFile) {
  return keyboard([
    button(buttons.save, 'document-save', { draft }),
    button(buttons.cancel, 'document-drop', { draft }),
  ])
}

function waitingFiles(ctx: PersonContext): WaitingFile[] {
  return atStep(ctx, 'documents')?.files ?? []
}

async function keepWaiting(ctx: PersonContext, parts: Parts, file: WaitingFile): Promise<void> {
  const others = waitingFiles(ctx).filter(({ draft }) => draft !== file.draft)
  await enterStep(ctx, parts, 'documents', { files: [...others, file].slice(-MOST_WAITING) })
}

/** The file of the pressed button; says why when there is none, or the person may not. */
async function findWaiting(ctx: PersonContext, draft: number): Promise<WaitingFile | null> {
  if (!mayBring(ctx)) {
    await ctx.toast(documentTexts.notAllowed)
    return null
  }
  const file = waitingFiles(ctx).find((waiting) => waiting.draft === draft)
  if (!file) await ctx.toast(documentTexts.stale)
  return file ?? null
}

async function forgetWaiting(ctx: PersonContext, parts: Parts, draft: number): Promise<void> {
  const files = waitingFiles(ctx).filter((waiting) => waiting.draft !== draft)
  if (files.length === 0) await leaveDialogue(ctx, parts)
  else await enterStep(ctx, parts, 'documents', { files })
}
