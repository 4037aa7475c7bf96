/** A sent file on its way into the index: read, shown, corrected, saved. */
import { recordAct } from '../db/audit.ts'
import { readDate } from '../rag/dates.ts'
import type { Foreseen, Ingest, Understood } from '../rag/ingest.ts'
import { MAX_FILE_BYTES, UnreadableFileError } from '../rag/readers/errors.ts'
import type { Parts, PersonContext } from './context.ts'
import { corrected, FIELDS, type Field, keepWaiting, type WaitingFile } from './document-drafts.ts'
import { download, FileGoneError } from './download.ts'
import { html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { replacePage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { documentTexts } from './texts/documents.ts'
import { whileTyping } from './typing.ts'

/** What reads and indexes files. */
export type Library = Pick<Ingest, 'understand' | 'foresee' | 'index'>

/** The parts that a file passes through. */
export type Filing = Parts & { library: Library; token: string; apiRoot: string }

/** Somebody who waits longer is shown how far it is. */
const PROGRESS_EVERY_MS = 3000
const LONG_PASSAGES = 300

/** Reads the file, shows what it is, with what was corrected, and waits for «Сохранить». */
export async function showFile(
  ctx: PersonContext,
  parts: Filing,
  file: WaitingFile,
  size: number,
): Promise<void> {
  const reply = ctx.message !== undefined
  const read = await whileTyping(ctx, readSent(ctx, parts, file, size))
  if (!('description' in read)) return ctx.say(documentTexts.refused(read.refusal), { reply })
  const foreseen = await parts.library.foresee(read, replacing(file))
  await keepWaiting(ctx, parts, file)
  const buttonsBelow = saveButtons(file, foreseen)
  await ctx.say(documentTexts.understood(read, foreseen), { keyboard: buttonsBelow, reply })
}

export async function correct(
  ctx: PersonContext,
  parts: Filing,
  file: WaitingFile,
  correction: Record<string, string | null>,
): Promise<void> {
  await showFile(ctx, parts, { ...file, corrections: { ...file.corrections, ...correction } }, 0)
}

/** What is in the file, corrected as a person said, or why it cannot be read. */
export async function readSent(
  ctx: PersonContext,
  { library, token, apiRoot }: Filing,
  file: WaitingFile,
  size: number,
): Promise<Understood | { refusal: string }> {
  try {
    // Telegram gives nobody a larger one.
    if (size > MAX_FILE_BYTES) throw new UnreadableFileError('too-large', file.name)
    const bytes = await download({ api: ctx.api, apiRoot, token }, file.fileId, file.name)
    const understood = await library.understand({ name: file.name, bytes })
    return { ...understood, description: corrected(understood.description, file) }
  } catch (error) {
    if (error instanceof UnreadableFileError) return { refusal: error.message }
    if (error instanceof FileGoneError) return { refusal: documentTexts.unavailable(file.name) }
    throw error
  }
}

export async function save(ctx: PersonContext, parts: Filing, file: WaitingFile): Promise<void> {
  const read = await readSent(ctx, parts, file, 0)
  if (!('description' in read)) return ctx.say(documentTexts.refused(read.refusal))
  const options = { ...replacing(file), onProgress: progressIn(ctx, file) }
  const { editionId, message } = await parts.library.index(read, options)
  if (editionId !== null) {
    const details = { editionId }
    const act = { actorId: ctx.person.id, act: 'document indexed', details, now: ctx.now } as const
    await recordAct(parts.pool, act)
  }
  await ctx.say(html`${message}`)
}

/** Says in the pressed message how far a long document is. */
function progressIn(ctx: PersonContext, { name }: WaitingFile) {
  let saidAt = performance.now()
  return ({ done, total }: { done: number; total: number }) => {
    if (total < LONG_PASSAGES || performance.now() - saidAt < PROGRESS_EVERY_MS) return
    saidAt = performance.now()
    // Nobody waits for it, and the next one says more.
    replacePage(ctx, documentTexts.progress(name, done, total), keyboard()).catch(() => {})
  }
}

function replacing({ replaces }: WaitingFile): { replaces?: string } {
  return replaces ? { replaces } : {}
}

/** What a person typed as the field's value; null where it is none. */
export function typedValue(field: Field, text: string): string | null {
  const value = text.replace(/\s+/g, ' ').trim().slice(0, 400)
  if (field === 'issuedOn') return readDate(value)
  if (field === 'kind') return value.toLowerCase().slice(0, 60) || null
  return value || null
}

export function saveButtons({ draft }: WaitingFile, foreseen: Foreseen | null) {
  return keyboard(
    [
      button(buttons.save, 'document-save', { draft }),
      button(buttons.cancel, 'document-drop', { draft }),
    ],
    [button(buttons.change, 'document-change', { draft })],
    foreseen?.alike ? [button(documentTexts.isNewer, 'document-replace', { draft })] : [],
  )
}

export function fieldButtons(draft: number) {
  const fields = FIELDS.map((field) =>
    button(documentTexts.fields[field], 'document-field', { draft, field }),
  )
  return keyboard(fields.slice(0, 3), fields.slice(3), [
    button(buttons.back, 'document-back', { draft }),
  ])
}
