/** Methodists and administrators keep the list of the municipality's institutions: /institutions. */
import { Composer } from 'grammy'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep, enterStep } from '../dialogue.ts'
import { html } from '../html.ts'
import {
  addByName,
  askField,
  askToRemove,
  chooseField,
  correctField,
  endStep,
  readInstitutionField,
  remove,
} from '../institution-editing.ts'
import {
  sendInstitutionTable,
  showFoundInstitutions,
  showInstitution,
  showInstitutions,
} from '../institution-pages.ts'
import {
  dropInstitutions,
  previewInstitutions,
  removeMissing,
  saveInstitutions,
} from '../institution-upload.ts'
import { onPress } from '../presses.ts'
import { institutionTexts } from '../texts/institutions.ts'

/** Before the feature that takes files as documents. */
export function institutionsFeature(
  parts: Parts & { token: string; apiRoot: string },
): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('institutions', async (ctx) => {
    if (!mayKeep(ctx)) return ctx.say(html`${institutionTexts.notAllowed}`)
    const words = ctx.match.trim()
    if (words !== '') return showFoundInstitutions(ctx, parts, words)
    await showInstitutions(ctx, parts, 0)
  })
  composer
    .filter((ctx) => ctx.callbackQuery?.data?.startsWith('institution') ?? false)
    .use((ctx, next) => (mayKeep(ctx) ? next() : ctx.toast(institutionTexts.notAllowed)))
    .use(pressesOf(parts))
  composer.on('message:document', async (ctx, next) => {
    const isAwaited = atStep(ctx, 'institutions-file') ?? atStep(ctx, 'institutions-draft')
    if (!isAwaited || !mayKeep(ctx) || !mayBeTable(ctx.message.document.file_name)) return next()
    await previewInstitutions(ctx, parts, ctx.message.document)
  })
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/') || !mayKeep(ctx)) return next()
    if (atStep(ctx, 'institutions-file')?.by === ctx.update.update_id) return
    if (atStep(ctx, 'institution-name')) return addByName(ctx, parts, text)
    const asked = atStep(ctx, 'institution-field')
    const field = asked && readInstitutionField(asked.field)
    if (field) return correctField(ctx, parts, { ...asked, field, text })
    if (!atStep(ctx, 'institutions-search')) return next()
    await showFoundInstitutions(ctx, parts, text)
    await endStep(ctx, parts)
  })
  return composer
}

function mayKeep(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

/** Other files are documents; of tables in another format it is said what they should be. */
function mayBeTable(name = ''): boolean {
  return /\.(?:xlsx|xlsm|xls|ods|csv)$/i.test(name)
}

function pressesOf(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'institutions', (ctx, { offset }) => showInstitutions(ctx, parts, offset))
  onPress(composer, 'institution', (ctx, at) => showInstitution(ctx, parts, at))
  onPress(composer, 'institutions-find', async (ctx) => {
    await ctx.toast()
    await enterStep(ctx, parts, 'institutions-search', {})
    await ctx.say(institutionTexts.findWhat, { forceReply: institutionTexts.findField })
  })
  onPress(composer, 'institutions-table', (ctx) => sendInstitutionTable(ctx, parts))
  onPress(composer, 'institutions-save', (ctx, { draft }) => saveInstitutions(ctx, parts, draft))
  onPress(composer, 'institutions-drop', (ctx, { draft }) =>
    dropInstitutions(ctx, parts, { draft, step: 'institutions-draft' }),
  )
  onPress(composer, 'institutions-keep', (ctx, { draft }) =>
    dropInstitutions(ctx, parts, { draft, step: 'institutions-missing' }),
  )
  onPress(composer, 'institutions-remove', (ctx, { draft }) => removeMissing(ctx, parts, draft))
  onPress(composer, 'institution-add', async (ctx) => {
    await ctx.toast()
    await enterStep(ctx, parts, 'institution-name', {})
    await ctx.say(institutionTexts.addWhat, { forceReply: institutionTexts.addField })
  })
  onPress(composer, 'institution-change', (ctx, at) => chooseField(ctx, parts, at))
  onPress(composer, 'institution-field', async (ctx, { institution, field: name }) => {
    const field = readInstitutionField(name)
    if (!field) return ctx.toast(institutionTexts.gone)
    await askField(ctx, parts, { institution, field })
  })
  onPress(composer, 'institution-remove', (ctx, at) => askToRemove(ctx, parts, at))
  onPress(composer, 'institution-remove-yes', (ctx, at) => remove(ctx, parts, at))
  return composer
}
