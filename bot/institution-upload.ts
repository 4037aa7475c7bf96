/** A table of institutions on its way into the list: read, compared, shown, saved; what it does not have is asked about. */
import type { Document } from 'grammy/types'
import { recordAct } from '../db/audit.ts'
import {
  addInstitution,
  correctInstitution,
  type InstitutionWithPeople,
  listInstitutions,
  removeInstitution,
} from '../db/institutions.ts'
import { transaction } from '../db/transaction.ts'
import { compareInstitutions, type InstitutionChanges } from '../rag/institutions/changes.ts'
import { type InstitutionTable, readInstitutionTable } from '../rag/institutions/table.ts'
import { MAX_FILE_BYTES, UnreadableFileError } from '../rag/readers/errors.ts'
import { readFile } from '../rag/readers/read.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { download, FileGoneError } from './download.ts'
import { type Html, html } from './html.ts'
import { settlePeople } from './institution-people.ts'
import { button, keyboard } from './keyboards.ts'
import { takeButtonsOff } from './paging.ts'
import { refreshCards } from './refresh-cards.ts'
import { buttons } from './texts/buttons.ts'
import { documentTexts } from './texts/documents.ts'
import { institutionTexts } from './texts/institutions.ts'
import { whileTyping } from './typing.ts'

type Uploading = Parts & { token: string; apiRoot: string }

/** More rows than a region has schools are a mistake. */
const MOST_ROWS = 3000

/** Reads the table and shows what saving it would change. */
export async function previewInstitutions(
  ctx: PersonContext,
  parts: Uploading,
  document: Document,
): Promise<void> {
  const name = document.file_name ?? 'файл'
  if (!/\.xlsx$/i.test(name)) return ctx.say(institutionTexts.xlsxOnly, { reply: true })
  const table = await whileTyping(ctx, readTable(ctx, parts, document, name))
  if ('refusal' in table) return ctx.say(table.refusal, { reply: true })
  const draft = ctx.update.update_id
  const faulty = table.faults.flatMap((each) => each.name || [])
  const changes = await compare(parts, { rows: table.rows, faulty })
  await enterStep(ctx, parts, 'institutions-draft', { draft, rows: table.rows, faulty })
  const faults = [...table.faults, ...changes.faults].sort((one, other) => one.row - other.row)
  const isOfUse = changes.added.length + changes.changed.length + changes.missing.length > 0
  await ctx.say(institutionTexts.preview(name, table, changes, faults), {
    reply: true,
    keyboard: keyboard([
      ...(isOfUse ? [button(buttons.save, 'institutions-save', { draft })] : []),
      button(buttons.cancel, 'institutions-drop', { draft }),
    ]),
  })
}

/** Saves what waits under the pressed button, then asks about what the table did not have. */
export async function saveInstitutions(
  ctx: PersonContext,
  parts: Parts,
  draft: number,
): Promise<void> {
  const waiting = atStep(ctx, 'institutions-draft')
  if (waiting?.draft !== draft) return ctx.toast(institutionTexts.stale)
  await ctx.toast(institutionTexts.saving)
  const changes = await compare(parts, waiting)
  const { added, changed, people, tickets } = await store(ctx, parts, changes)
  await refreshCards(parts, tickets)
  await ctx.say(institutionTexts.saved(added, changed, people))
  await takeButtonsOff(ctx)
  const { missing } = changes
  if (missing.length === 0) return void (await leaveDialogue(ctx, parts))
  const removable = missing.filter(({ people }) => people === 0)
  const remove = button(institutionTexts.removeMany(removable.length), 'institutions-remove', {
    draft,
  })
  await ctx.say(institutionTexts.missing(missing), {
    keyboard: keyboard(
      [button(buttons.keepAll, 'institutions-keep', { draft })],
      removable.length > 0 ? [remove] : [],
    ),
  })
  await enterStep(ctx, parts, 'institutions-missing', { draft, ids: removable.map(({ id }) => id) })
}

/** Removes what the table did not have, except where people have come to belong to it since. */
export async function removeMissing(
  ctx: PersonContext,
  parts: Parts,
  draft: number,
): Promise<void> {
  const waiting = atStep(ctx, 'institutions-missing')
  if (waiting?.draft !== draft) return ctx.toast(institutionTexts.stale)
  await ctx.toast(institutionTexts.saving)
  const { person, now } = ctx
  const removed = await transaction(parts.pool, async (tx) => {
    let count = 0
    for (const id of waiting.ids) {
      const one = await removeInstitution(tx, { id })
      if (!one) continue
      count += 1
      const details = { institutionId: id, name: one.name }
      await recordAct(tx, { actorId: person.id, act: 'institution removed', details, now })
    }
    return count
  })
  await ctx.say(institutionTexts.removedMany(removed, waiting.ids.length - removed))
  await takeButtonsOff(ctx)
  await leaveDialogue(ctx, parts)
}

/** Forgets what waits under the pressed button: the table, or the question about what it did not have. */
export async function dropInstitutions(
  ctx: PersonContext,
  parts: Parts,
  { draft, step }: { draft: number; step: 'institutions-draft' | 'institutions-missing' },
): Promise<void> {
  if (atStep(ctx, step)?.draft !== draft) return ctx.toast(institutionTexts.stale)
  const isKept = step === 'institutions-missing'
  await ctx.toast(isKept ? institutionTexts.kept : institutionTexts.dropped)
  await leaveDialogue(ctx, parts)
  await takeButtonsOff(ctx)
}

async function readTable(
  ctx: PersonContext,
  { token, apiRoot }: Uploading,
  { file_id: fileId, file_size: size = 0 }: Document,
  name: string,
): Promise<InstitutionTable | { refusal: Html }> {
  try {
    // Telegram gives nobody a larger one.
    if (size > MAX_FILE_BYTES) throw new UnreadableFileError('too-large', name)
    const bytes = await download({ api: ctx.api, apiRoot, token }, fileId, name)
    const table = readInstitutionTable(await readFile({ name, bytes }))
    if (!table) return { refusal: institutionTexts.noNames(name) }
    if (table.rows.length > MOST_ROWS) return { refusal: institutionTexts.tooMany(MOST_ROWS) }
    return table
  } catch (error) {
    if (error instanceof UnreadableFileError) return { refusal: html`${error.message}` }
    if (error instanceof FileGoneError) return { refusal: html`${documentTexts.unavailable(name)}` }
    throw error
  }
}

async function compare(
  { pool, centre }: Parts,
  table: Pick<Parameters<typeof compareInstitutions>[0], 'rows' | 'faulty'>,
): Promise<InstitutionChanges<InstitutionWithPeople>> {
  const known = await listInstitutions(pool)
  return compareInstitutions({ ...table, known, municipality: centre.municipality })
}

async function store(
  { person, now }: PersonContext,
  { pool }: Parts,
  changes: InstitutionChanges<InstitutionWithPeople>,
): Promise<{ added: number; changed: number; people: number; tickets: number[] }> {
  return transaction(pool, async (tx) => {
    for (const one of changes.added) await addInstitution(tx, one)
    let changed = 0
    for (const { before, after } of changes.changed) {
      if (await correctInstitution(tx, { id: before.id, ...after })) changed += 1
    }
    const details = { added: changes.added.length, changed }
    if (details.added + changed > 0) {
      await recordAct(tx, { actorId: person.id, act: 'institutions imported', details, now })
    }
    return { ...details, ...(await settlePeople(tx)) }
  })
}
