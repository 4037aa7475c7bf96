/** The documents that are indexed: the list, one document with its editions, putting it away and bringing it back. */
import type { Composer } from 'grammy'
import { recordAct } from '../../db/audit.ts'
import {
  archiveDocument,
  countDocuments,
  editionsOf,
  listDocuments,
  restoreDocument,
} from '../../db/shelf.ts'
import { transaction } from '../../db/transaction.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { replacePage, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { buttons } from '../texts/buttons.ts'
import { documentTexts } from '../texts/documents.ts'
import { shelfTexts } from '../texts/shelf.ts'

const PAGE = 8
const BUTTONS_IN_ROW = 4

interface Place {
  archived: boolean
  offset: number
}

/** `/docs` and its buttons; whoever may not see documents is told so. */
export function addShelf(composer: Composer<PersonContext>, parts: Parts): void {
  composer.command('docs', async (ctx) => {
    if (!maySee(ctx)) return ctx.say(html`${documentTexts.notAllowed}`)
    return showShelf(ctx, parts, { archived: false, offset: 0 })
  })
  const onShelf = composer.filter(maySee)
  onPress(onShelf, 'docs', (ctx, { archived, offset }) =>
    showShelf(ctx, parts, { archived: archived === 'yes', offset }),
  )
  onPress(onShelf, 'doc', (ctx, { document }) => showDocument(ctx, parts, document))
  onPress(onShelf, 'doc-archive', async (ctx, { document }) => {
    const [edition] = await editionsOf(parts.pool, document)
    if (edition?.status !== 'current') return showDocument(ctx, parts, document)
    await ctx.toast()
    const choice = [
      button(buttons.archive, 'doc-archive-yes', { document }),
      button(buttons.cancel, 'doc', { document }),
    ]
    return replacePage(ctx, shelfTexts.archiveThis(edition.title), keyboard(choice))
  })
  onPress(onShelf, 'doc-archive-yes', (ctx, { document }) => move(ctx, parts, document, 'archived'))
  onPress(onShelf, 'doc-restore', (ctx, { document }) => move(ctx, parts, document, 'restored'))
  const others: readonly ('docs' | 'doc' | 'doc-archive' | 'doc-archive-yes' | 'doc-restore')[] = [
    'docs',
    'doc',
    'doc-archive',
    'doc-archive-yes',
    'doc-restore',
  ]
  for (const name of others) onPress(composer, name, (ctx) => ctx.toast(documentTexts.notAllowed))
}

function maySee(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

async function showShelf(ctx: PersonContext, { pool }: Parts, place: Place): Promise<void> {
  const { archived, offset } = place
  const found = await listDocuments(pool, { ...place, limit: PAGE })
  const shown = found.slice(0, PAGE)
  const [count, other] = [
    await countDocuments(pool, { archived }),
    await countDocuments(pool, { archived: !archived }),
  ]
  const numbers = shown.map(({ document_id: document }, index) =>
    button(`${offset + index + 1}`, 'doc', { document }),
  )
  const turn = (to: number) => ({ archived: archived ? 'yes' : 'no', offset: to })
  const pages = [
    ...(offset > 0 ? [button(buttons.back, 'docs', turn(Math.max(0, offset - PAGE)))] : []),
    ...(found.length > PAGE ? [button(buttons.next, 'docs', turn(offset + PAGE))] : []),
  ]
  const label = archived ? buttons.inForce : shelfTexts.archiveOf(other)
  const switched = button(label, 'docs', { archived: archived ? 'no' : 'yes', offset: 0 })
  const rows = [numbers.slice(0, BUTTONS_IN_ROW), numbers.slice(BUTTONS_IN_ROW), pages]
  const text = shelfTexts.list(shown, { count, offset, archived })
  await showPage(ctx, text, keyboard(...rows, archived || other > 0 ? [switched] : []))
}

async function showDocument(ctx: PersonContext, { pool }: Parts, document: number): Promise<void> {
  const editions = await editionsOf(pool, document)
  const [latest] = editions
  if (!latest) return ctx.toast(shelfTexts.gone)
  const archived = latest.status !== 'current'
  const act = archived
    ? button(buttons.restore, 'doc-restore', { document })
    : button(buttons.archive, 'doc-archive', { document })
  const list = button(buttons.toList, 'docs', { archived: archived ? 'yes' : 'no', offset: 0 })
  await showPage(ctx, shelfTexts.document(editions), keyboard([act, list]))
}

async function move(
  ctx: PersonContext,
  parts: Parts,
  document: number,
  to: 'archived' | 'restored',
): Promise<void> {
  const { now, person } = ctx
  const moved = await transaction(parts.pool, async (tx) => {
    const edition =
      to === 'archived'
        ? await archiveDocument(tx, { documentId: document, now })
        : await restoreDocument(tx, { documentId: document })
    if (!edition) return null
    const details = { editionId: edition.id }
    await recordAct(tx, { actorId: person.id, act: `document ${to}`, details, now })
    return edition
  })
  // Pressed twice, or somebody was faster: the document is shown as it is.
  if (moved) await ctx.toast(shelfTexts[to])
  await showDocument(ctx, parts, document)
}
