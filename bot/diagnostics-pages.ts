/** What people see of diagnostics: their own that run, and for methodists all of them, each with what can be done with it. */

import { findDiagnostics } from '../db/diagnostics.ts'
import {
  type DiagnosticsLine,
  findDiagnosticsLine,
  listDiagnostics,
  listOwnDiagnostics,
} from '../db/diagnostics-list.ts'
import { countDiagnosticsPeople, findPassing } from '../db/diagnostics-people.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { mayPrepare } from './diagnostics-asking.ts'
import { passingRows } from './diagnostics-buttons.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

const PAGE = 6
/** Nobody is asked to pass more at once. */
const MOST_OWN = 8
const BUTTONS_IN_ROW = 4

/** Everybody: what runs and is for them. */
async function showOwnDiagnostics(ctx: PersonContext, { pool }: Parts): Promise<void> {
  const { now, person } = ctx
  const list = await listOwnDiagnostics(pool, { personId: person.id, now, limit: MOST_OWN })
  const [only] = list
  if (!only) return showPage(ctx, diagnosticsTexts.noneOwn, keyboard())
  if (list.length === 1) return showOwn(ctx, only)
  const open = list.map(({ id }, index) =>
    button(`${index + 1}`, 'diagnostics-own', { diagnostics: id }),
  )
  const rows = [open.slice(0, BUTTONS_IN_ROW), open.slice(BUTTONS_IN_ROW)]
  await showPage(ctx, diagnosticsTexts.ownList(list), keyboard(...rows))
}

/** One of them; what the person was never told of is not shown. */
export async function showOwnPage(
  ctx: PersonContext,
  { pool }: Parts,
  diagnosticsId: number,
): Promise<void> {
  const personId = ctx.person.id
  const line = await findDiagnosticsLine(pool, { id: diagnosticsId, personId })
  const own = await findPassing(pool, { diagnosticsId, personId })
  if (!line || !own) return ctx.toast(diagnosticsTexts.gone)
  await showOwn(ctx, line)
}

/** Methodists: all of them, a page at a time. */
export async function showDiagnosticsList(
  ctx: PersonContext,
  { pool }: Parts,
  offset: number,
): Promise<void> {
  const { now, person } = ctx
  const found = await listDiagnostics(pool, { personId: person.id, now, offset, limit: PAGE })
  const shown = found.slice(0, PAGE)
  const open = shown.map(({ id }, index) =>
    button(`${index + 1}`, 'diagnostics-card', { diagnostics: id }),
  )
  const page = Math.floor(offset / PAGE) + 1
  await showPage(
    ctx,
    shown.length === 0 ? diagnosticsTexts.none : diagnosticsTexts.list(shown, { now, page }),
    keyboard(
      open.slice(0, BUTTONS_IN_ROW),
      open.slice(BUTTONS_IN_ROW),
      pageButtons('diagnostics', { offset, size: PAGE, found: found.length }, {}),
      [
        button(diagnosticsTexts.newButton, 'diagnostics-begin', {}),
        button(diagnosticsTexts.shareButton, 'deficits', { period: 'year', offset: 0 }),
      ],
    ),
  )
}

/** One of them with what can be done with it; `before` is said above it. */
export async function showDiagnosticsCard(
  ctx: PersonContext,
  { pool }: Parts,
  diagnosticsId: number,
  before: Html | null = null,
): Promise<void> {
  const { now, person } = ctx
  const line = await findDiagnosticsLine(pool, { id: diagnosticsId, personId: person.id })
  const whole = await findDiagnostics(pool, { id: diagnosticsId })
  if (!line || !whole) return ctx.toast(diagnosticsTexts.gone)
  const { said } = await countDiagnosticsPeople(pool, { diagnosticsId })
  const audience = await audienceWords(pool, whole.audience)
  const own = await findPassing(pool, { diagnosticsId, personId: person.id })
  const text = diagnosticsTexts.card(line, { now, audience, said })
  const passing = own && runs(line, now) ? passingRows(line, own.passed_at !== null) : []
  await showPage(
    ctx,
    join([before, text], '\n\n'),
    keyboard(...passing, ...acts(line, now), [
      button(buttons.toList, 'diagnostics', { offset: 0 }),
    ]),
  )
}

/** For who may prepare them all, for others their own. */
export function showDiagnostics(ctx: PersonContext, parts: Parts): Promise<void> {
  return mayPrepare(ctx) ? showDiagnosticsList(ctx, parts, 0) : showOwnDiagnostics(ctx, parts)
}

function showOwn(ctx: PersonContext, line: DiagnosticsLine): Promise<void> {
  const rows = runs(line, ctx.now) ? passingRows(line, line.passed_at !== null) : []
  return showPage(ctx, diagnosticsTexts.own(line), keyboard(...rows))
}

function runs({ status, opens_at, closes_at }: DiagnosticsLine, now: Date): boolean {
  return status === 'published' && opens_at <= now && now < closes_at
}

function acts({ id: diagnostics, status, closes_at, opens_at }: DiagnosticsLine, now: Date) {
  const isOver = status !== 'published' || closes_at <= now
  const changes = isOver
    ? []
    : [
        [
          button(diagnosticsTexts.termButton, 'diagnostics-term', { diagnostics }),
          ...(opens_at <= now
            ? [button(diagnosticsTexts.endButton, 'diagnostics-stop', { diagnostics, as: 'ended' })]
            : []),
        ],
        (['title', 'link'] as const).map((field) =>
          button(diagnosticsTexts.wordsButton(field), 'diagnostics-words', { diagnostics, field }),
        ),
        [
          button(diagnosticsTexts.cancelButton, 'diagnostics-stop', {
            diagnostics,
            as: 'cancelled',
          }),
        ],
      ]
  if (status === 'cancelled') return changes
  return [
    [button(diagnosticsTexts.progressButton, 'diagnostics-progress', { diagnostics, offset: 0 })],
    [button(diagnosticsTexts.uploadButton, 'diagnostics-upload', { diagnostics })],
    ...changes,
  ]
}
