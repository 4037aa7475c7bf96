/** Administrators read what was done with privileges: /audit. */
import { Composer } from 'grammy'
import { listActs } from '../../db/audit.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { pageButtons, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { AUDIT_KINDS, type AuditKind, actsOf, auditTexts } from '../texts/audit.ts'
import { peopleTexts } from '../texts/people.ts'

const PAGE = 10
const KINDS_IN_ROW = 3

export function auditFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('audit', async (ctx) => {
    if (!hasRole(ctx, 'administrator')) return ctx.say(html`${peopleTexts.administratorsOnly}`)
    await showLog(ctx, parts, { kind: 'all', offset: 0 })
  })
  onPress(composer, 'audit', async (ctx, { kind, offset }) => {
    if (!hasRole(ctx, 'administrator')) return ctx.toast(peopleTexts.administratorsOnly)
    await showLog(ctx, parts, {
      kind: AUDIT_KINDS.find((known) => known === kind) ?? 'all',
      offset,
    })
  })
  return composer
}

async function showLog(
  ctx: PersonContext,
  { pool, centre }: Parts,
  { kind, offset }: { kind: AuditKind; offset: number },
): Promise<void> {
  const found = await listActs(pool, { acts: actsOf(kind), offset, limit: PAGE })
  const { zone } = centre.calendar
  const page = { page: Math.floor(offset / PAGE) + 1, zone }
  const filters = AUDIT_KINDS.map((each) =>
    button(auditTexts.filter(each, each === kind), 'audit', { kind: each, offset: 0 }),
  )
  const rows = Array.from({ length: Math.ceil(filters.length / KINDS_IN_ROW) }, (_, row) =>
    filters.slice(row * KINDS_IN_ROW, (row + 1) * KINDS_IN_ROW),
  )
  const turn = pageButtons('audit', { offset, size: PAGE, found: found.length }, { kind })
  const text = auditTexts.page(kind, found.slice(0, PAGE), page)
  await showPage(ctx, text, keyboard(...rows, turn))
}
