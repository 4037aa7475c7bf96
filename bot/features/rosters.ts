/** Methodists bring lists of those who passed a diagnostics, and say who is meant where that is in doubt. */
import { Composer } from 'grammy'
import type { Parts, PersonContext } from '../context.ts'
import { mayPrepare } from '../diagnostics-asking.ts'
import { atStep } from '../dialogue.ts'
import { onPress } from '../presses.ts'
import { decide, sendRosterTable, showDoubt } from '../roster-doubts.ts'
import { askRoster, dropRoster, previewRoster, saveRoster, showRoster } from '../roster-upload.ts'
import { diagnosticsTexts } from '../texts/diagnostics.ts'

/** Before the features that take files as documents and as institutions. */
export function rostersFeature(
  parts: Parts & { token: string; apiRoot: string },
): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer
    .filter((ctx) => /^(?:roster|diagnostics-upload)/.test(ctx.callbackQuery?.data ?? ''))
    .use((ctx, next) => (mayPrepare(ctx) ? next() : ctx.toast(diagnosticsTexts.notAllowed)))
    .use(pressesOf(parts))
  composer.on('message:document', async (ctx, next) => {
    const awaited = atStep(ctx, 'roster-file') ?? atStep(ctx, 'roster-draft')
    const { document } = ctx.message
    if (!awaited || !mayPrepare(ctx) || !mayBeList(document.file_name)) return next()
    await previewRoster(ctx, parts, { diagnostics: awaited.diagnostics, document })
  })
  return composer
}

/** Other files are documents; of tables in another format it is said what they should be. */
function mayBeList(name = ''): boolean {
  return /\.(?:xlsx|xlsm|xls|ods|csv)$/i.test(name)
}

function pressesOf(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'diagnostics-upload', (ctx, { diagnostics }) =>
    askRoster(ctx, parts, diagnostics),
  )
  onPress(composer, 'roster-preview', (ctx, { draft }) => showRoster(ctx, parts, draft))
  onPress(composer, 'roster-doubt', (ctx, at) => showDoubt(ctx, parts, at))
  onPress(composer, 'roster-person', (ctx, { person: is, ...at }) =>
    decide(ctx, parts, { ...at, is }),
  )
  onPress(composer, 'roster-nobody', (ctx, at) => decide(ctx, parts, { ...at, is: 'nobody' }))
  onPress(composer, 'roster-leave', (ctx, at) => decide(ctx, parts, { ...at, is: 'left' }))
  onPress(composer, 'roster-table', (ctx, { draft }) => sendRosterTable(ctx, parts, draft))
  onPress(composer, 'roster-save', (ctx, { draft }) => saveRoster(ctx, parts, draft))
  onPress(composer, 'roster-drop', (ctx, { draft }) => dropRoster(ctx, parts, draft))
  return composer
}
