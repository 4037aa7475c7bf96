/** A list of those who passed on its way: read, matched, shown, decided about where in doubt, saved. */
import type { Document } from 'grammy/types'
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import { type Diagnostics, findDiagnostics } from '../db/diagnostics.ts'
import { noteListed } from '../db/diagnostics-listed.ts'
import { confirmPassed, notePassed } from '../db/diagnostics-people.ts'
import { forgetReminders } from '../db/reminders.ts'
import { transaction } from '../db/transaction.ts'
import { MAX_FILE_BYTES, UnreadableFileError } from '../rag/readers/errors.ts'
import { readFile } from '../rag/readers/read.ts'
import { readCsv } from '../rag/rosters/csv.ts'
import { type Roster, rosterOfCsv, rosterOfWorkbook } from '../rag/rosters/table.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import { download, FileGoneError } from './download.ts'
import { type Html, html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage, takeButtonsOff } from './paging.ts'
import { figuresOf, type ReadRow, type Roll, readRoll, stateWords } from './roster-reading.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'
import { documentTexts } from './texts/documents.ts'
import { isOfUse, rosterTexts } from './texts/rosters.ts'
import { whileTyping } from './typing.ts'

type Uploading = Parts & { token: string; apiRoot: string }

/** A municipality has no more teachers by far. */
const MOST_ROWS = 3000

/** Asks for the list. */
export async function askRoster(ctx: PersonContext, parts: Parts, id: number): Promise<void> {
  const one = await countable(parts, id)
  if (!one) return ctx.toast(diagnosticsTexts.gone)
  await enterStep(ctx, parts, 'roster-file', { diagnostics: id })
  const back = button(buttons.back, 'diagnostics-card', { diagnostics: id })
  await showPage(ctx, rosterTexts.send(one.title), keyboard([back]))
}

/** Reads the list and shows what saving it would change. */
export async function previewRoster(
  ctx: PersonContext,
  parts: Uploading,
  { diagnostics, document }: { diagnostics: number; document: Document },
): Promise<void> {
  const file = document.file_name ?? 'файл'
  const one = await countable(parts, diagnostics)
  if (!one) return ctx.say(html`${diagnosticsTexts.gone}`)
  const read = await whileTyping(ctx, readRoster(ctx, parts, document, file))
  if ('refusal' in read) return ctx.say(read.refusal, { reply: true })
  const { rows, nameless, columns } = read
  const draft = ctx.update.update_id
  const waiting = { draft, diagnostics, file, rows, nameless, decided: {} }
  await enterStep(ctx, parts, 'roster-draft', waiting)
  const roll = await readRoll(parts.pool, waiting)
  const figures = figuresOf(roll, nameless)
  await ctx.say(rosterTexts.preview(file, one.title, columns, figures), {
    reply: true,
    keyboard: choicesOf(draft, roll, nameless),
  })
}

/** The same again, after something was decided. */
export async function showRoster(ctx: PersonContext, parts: Parts, draft: number): Promise<void> {
  const waiting = waitingOf(ctx, draft)
  const one = waiting && (await countable(parts, waiting.diagnostics))
  if (!waiting || !one) return ctx.toast(rosterTexts.stale)
  const roll = await readRoll(parts.pool, waiting)
  const figures = figuresOf(roll, waiting.nameless)
  await showPage(
    ctx,
    rosterTexts.preview(waiting.file, one.title, [], figures),
    choicesOf(draft, roll, waiting.nameless),
  )
}

/** Saves what is certain; what nobody has decided about stays out. */
export async function saveRoster(ctx: PersonContext, parts: Parts, draft: number): Promise<void> {
  const waiting = waitingOf(ctx, draft)
  const one = waiting && (await countable(parts, waiting.diagnostics))
  if (!waiting || !one) return ctx.toast(rosterTexts.stale)
  const roll = await readRoll(parts.pool, waiting)
  const saved = await transaction(parts.pool, (tx) => store(tx, ctx, one, roll.rows))
  await leaveDialogue(ctx, parts)
  const left = roll.rows.filter(({ state }) => state.kind === 'doubtful').length
  await ctx.toast()
  await ctx.say(rosterTexts.saved(saved, left), {
    keyboard: keyboard([
      button(diagnosticsTexts.toCard, 'diagnostics-card', { diagnostics: one.id }),
    ]),
  })
  await takeButtonsOff(ctx)
}

export async function dropRoster(ctx: PersonContext, parts: Parts, draft: number): Promise<void> {
  if (!waitingOf(ctx, draft)) return ctx.toast(rosterTexts.stale)
  await leaveDialogue(ctx, parts)
  await ctx.toast()
  await ctx.say(rosterTexts.dropped)
  await takeButtonsOff(ctx)
}

/** A list is taken of one that was published and not cancelled. */
async function countable({ pool }: Parts, id: number): Promise<Diagnostics | null> {
  const one = await findDiagnostics(pool, { id })
  return one?.status === 'published' || one?.status === 'ended' ? one : null
}

/** The list that waits under the pressed button. */
export function waitingOf(ctx: PersonContext, draft: number) {
  const waiting = atStep(ctx, 'roster-draft')
  return waiting?.draft === draft ? waiting : null
}

function choicesOf(draft: number, { rows }: Roll, nameless: readonly number[]) {
  const figures = figuresOf({ rows, institutions: [] }, nameless)
  const doubts = figures.doubtful.length
  const isTableOfUse = rows.some((read) => stateWords(read) !== null) || nameless.length > 0
  return keyboard(
    doubts > 0 ? [button(rosterTexts.doubtsButton(doubts), 'roster-doubt', { draft, row: 0 })] : [],
    isTableOfUse ? [button(rosterTexts.tableButton, 'roster-table', { draft })] : [],
    [
      ...(isOfUse(figures) ? [button(buttons.save, 'roster-save', { draft })] : []),
      button(buttons.cancel, 'roster-drop', { draft }),
    ],
  )
}

async function store(
  tx: Db,
  { person, now }: PersonContext,
  one: Diagnostics,
  rows: readonly ReadRow[],
): Promise<{ matched: number; confirmed: number; listed: number }> {
  const saved = { matched: 0, confirmed: 0, listed: 0 }
  const diagnosticsId = one.id
  const personIds: number[] = []
  for (const { row, institution, state } of rows) {
    if (state.kind === 'matched') {
      const whose = { diagnosticsId, personId: state.person.id }
      saved.matched += Number(await notePassed(tx, { ...whose, by: 'list', now }))
      personIds.push(state.person.id)
    } else if (state.kind === 'confirmed') {
      const whose = { diagnosticsId, personId: state.person.id }
      saved.confirmed += Number(await confirmPassed(tx, whose))
    } else if (state.kind === 'listed') {
      const { identity } = state
      const where = { institutionWords: row.institution, institutionId: institution?.id ?? null }
      const listed = { diagnosticsId, name: row.name, identity, ...where, now }
      saved.listed += Number(await noteListed(tx, listed))
    }
  }
  if (saved.matched + saved.confirmed + saved.listed > 0) {
    const details = { diagnosticsId, name: one.title, ...saved }
    await recordAct(tx, { actorId: person.id, act: 'diagnostics list saved', details, now })
  }
  if (personIds.length > 0) await forgetReminders(tx, { now, diagnosticsId, personIds })
  return saved
}

async function readRoster(
  ctx: PersonContext,
  { token, apiRoot }: Uploading,
  { file_id: fileId, file_size: size = 0 }: Document,
  name: string,
): Promise<Roster | { refusal: Html }> {
  try {
    if (!/\.(?:xlsx|csv)$/i.test(name)) return { refusal: rosterTexts.wrongFormat }
    // Telegram gives nobody a larger one.
    if (size > MAX_FILE_BYTES) throw new UnreadableFileError('too-large', name)
    const bytes = await download({ api: ctx.api, apiRoot, token }, fileId, name)
    const roster = /\.csv$/i.test(name)
      ? rosterOfCsv(readCsv(bytes))
      : rosterOfWorkbook(await readFile({ name, bytes }))
    if (!roster) return { refusal: rosterTexts.noNames(name) }
    return roster.rows.length > MOST_ROWS ? { refusal: rosterTexts.tooMany(MOST_ROWS) } : roster
  } catch (error) {
    if (error instanceof UnreadableFileError) return { refusal: html`${error.message}` }
    if (error instanceof FileGoneError) return { refusal: html`${documentTexts.unavailable(name)}` }
    throw error
  }
}
