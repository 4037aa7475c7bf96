/** Diagnostics that run: people pass them, methodists see who has, and change their term (/diagnostics). */
import { Composer } from 'grammy'
import { findDiagnostics } from '../../db/diagnostics.ts'
import { findPassing, notePassed, takeBackPassed } from '../../db/diagnostics-people.ts'
import { forgetReminders } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { adoptListed } from '../../jobs/adopt-listed.ts'
import type { Parts, PersonContext } from '../context.ts'
import { mayPrepare } from '../diagnostics-asking.ts'
import { swapPassing } from '../diagnostics-buttons.ts'
import { askStop, askTerm, keepAsIs, saveTerm, stop, takeTerm } from '../diagnostics-managing.ts'
import {
  showDiagnostics,
  showDiagnosticsCard,
  showDiagnosticsList,
  showOwnPage,
} from '../diagnostics-pages.ts'
import { sendProgress, showDeficits, showProgress } from '../diagnostics-progress.ts'
import { askWords, saveWords, takeWords } from '../diagnostics-words.ts'
import { leaveDialogue } from '../dialogue.ts'
import { onPress } from '../presses.ts'
import { diagnosticsTexts } from '../texts/diagnostics.ts'

/** Before the feature that prepares them. */
export function diagnosticsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('diagnostics', (ctx) => showDiagnostics(ctx, parts))
  addPassing(composer, parts)
  composer
    .filter((ctx) => /^(?:diagnostics|deficits)/.test(ctx.callbackQuery?.data ?? ''))
    .use((ctx, next) => (mayPrepare(ctx) ? next() : ctx.toast(diagnosticsTexts.notAllowed)))
    .use(running(parts))
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayPrepare(ctx)) return next()
    if (await takeTerm(ctx, parts, text)) return
    if (!(await takeWords(ctx, parts, text))) await next()
  })
  return composer
}

/** Of anybody who was told of it. */
function addPassing(composer: Composer<PersonContext>, parts: Parts): void {
  onPress(composer, 'diagnostics-own', (ctx, { diagnostics }) =>
    showOwnPage(ctx, parts, diagnostics),
  )
  onPress(composer, 'diagnostics-passed', async (ctx, { diagnostics: id }) => {
    const noted = await pass(ctx, parts, id)
    if (noted === 'gone') return ctx.toast(diagnosticsTexts.over)
    // A second press changes nothing: the button says how it stands.
    await ctx.toast(noted === 'now' ? diagnosticsTexts.thanks : undefined)
    await swapPassing(ctx, { id, isPassed: true })
  })
  onPress(composer, 'diagnostics-not-passed', async (ctx, { diagnostics: id }) => {
    const whose = { diagnosticsId: id, personId: ctx.person.id }
    const isTakenBack = await takeBackPassed(parts.pool, whose)
    const own = await findPassing(parts.pool, whose)
    if (own?.passed_by === 'list') return ctx.toast(diagnosticsTexts.byList)
    await ctx.toast(isTakenBack ? diagnosticsTexts.takenBack : undefined)
    if (own) await swapPassing(ctx, { id, isPassed: false })
  })
}

/** Only who was told of it can say so. */
async function pass(
  { person, now }: PersonContext,
  { pool }: Parts,
  diagnosticsId: number,
): Promise<'now' | 'before' | 'gone'> {
  const whose = { diagnosticsId, personId: person.id }
  return transaction(pool, async (tx) => {
    const own = await findPassing(tx, whose)
    const one = await findDiagnostics(tx, { id: diagnosticsId })
    if (!own || !one || one.status === 'cancelled') return 'gone'
    await adoptListed(tx, whose)
    if (!(await notePassed(tx, { ...whose, by: 'said', now }))) return 'before'
    await forgetReminders(tx, { now, diagnosticsId, personIds: [person.id] })
    return 'now'
  })
}

/** Of those that are published. */
function running(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'diagnostics', (ctx, { offset }) => showDiagnosticsList(ctx, parts, offset))
  onPress(composer, 'diagnostics-card', async (ctx, { diagnostics }) => {
    await leaveDialogue(ctx, parts)
    await showDiagnosticsCard(ctx, parts, diagnostics)
  })
  onPress(composer, 'diagnostics-term', (ctx, { diagnostics }) => askTerm(ctx, parts, diagnostics))
  onPress(composer, 'diagnostics-term-yes', (ctx, at) => saveTerm(ctx, parts, at))
  onPress(composer, 'diagnostics-words', (ctx, at) => askWords(ctx, parts, at))
  onPress(composer, 'diagnostics-words-yes', (ctx, at) => saveWords(ctx, parts, at))
  onPress(composer, 'diagnostics-keep', (ctx, { diagnostics }) => keepAsIs(ctx, parts, diagnostics))
  onPress(composer, 'diagnostics-progress', (ctx, at) => showProgress(ctx, parts, at))
  onPress(composer, 'diagnostics-picture', (ctx, of) => sendProgress(ctx, parts, of, 'picture'))
  onPress(composer, 'diagnostics-table', (ctx, of) => sendProgress(ctx, parts, of, 'table'))
  onPress(composer, 'deficits', (ctx, at) => showDeficits(ctx, parts, at))
  onPress(composer, 'deficits-picture', (ctx, of) => sendProgress(ctx, parts, of, 'picture'))
  onPress(composer, 'deficits-table', (ctx, of) => sendProgress(ctx, parts, of, 'table'))
  onPress(composer, 'diagnostics-stop', (ctx, at) => askStop(ctx, parts, at))
  onPress(composer, 'diagnostics-stop-yes', (ctx, at) => stop(ctx, parts, at))
  return composer
}
