/** What is said of a diagnostics in the making: taken down field by field, then published. */
import { recordAct } from '../db/audit.ts'
import {
  changeDraft,
  type Diagnostics,
  type DraftChange,
  draftDiagnostics,
  dropDraft,
  publishDiagnostics,
} from '../db/diagnostics.ts'
import { transaction } from '../db/transaction.ts'
import { invitationAt, termOf } from '../jobs/diagnostics-days.ts'
import { planDiagnosticsReminders } from '../jobs/plan-reminders.ts'
import { readDays } from '../jobs/spoken-days.ts'
import type { Parts, PersonContext } from './context.ts'
import {
  askDiagnostics,
  DIAGNOSTICS_FIELDS,
  findOwnDraft,
  readDiagnosticsField,
} from './diagnostics-asking.ts'
import { showDraft } from './diagnostics-preview.ts'
import { atStep, leaveDialogue } from './dialogue.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { readLink } from './link.ts'
import { showPage } from './paging.ts'
import { type DiagnosticsField, diagnosticsTexts, termText } from './texts/diagnostics.ts'

const LONGEST = { title: 150, description: 1500 }

/** Begins a new one, or offers to go on with the one that is not published. */
export async function beginDiagnostics(ctx: PersonContext, parts: Parts): Promise<void> {
  const { zone } = parts.centre.calendar
  const draft = await draftDiagnostics(parts.pool, { personId: ctx.person.id, zone, now: ctx.now })
  if (draft.title === '') return askDiagnostics(ctx, parts, { draft, field: 'title', walk: true })
  const diagnostics = draft.id
  await showPage(
    ctx,
    diagnosticsTexts.unfinished(draft.title),
    keyboard(
      [button(diagnosticsTexts.goOn, 'diagnostics-go-on', { diagnostics })],
      [button(diagnosticsTexts.anew, 'diagnostics-anew', { diagnostics })],
    ),
  )
}

/** Writes down what was typed for the field that is asked; false when nothing is asked. */
export async function takeDiagnosticsWords(
  ctx: PersonContext,
  parts: Parts,
  text: string,
): Promise<boolean> {
  // Handled once more after a crash, the words that led to the preview are no question.
  const shown = atStep(ctx, 'diagnostics-preview')
  if (shown?.by === ctx.update.update_id) {
    const draft = await findOwnDraft(ctx, parts, shown.diagnostics)
    if (draft) await showDraft(ctx, parts, draft)
    return true
  }
  const asked = atStep(ctx, 'diagnostics-field')
  const field = asked && readDiagnosticsField(asked.field)
  if (!asked || !field) return false
  const draft = await findOwnDraft(ctx, parts, asked.diagnostics)
  if (!draft) return false
  if (asked.by === ctx.update.update_id) {
    // Handled once more after a crash: what followed is shown if it was not yet.
    const before = field === 'description' ? daysUnderstood(draft) : null
    await askDiagnostics(ctx, parts, { draft, field, walk: asked.walk, before })
    return true
  }
  const read = readWords(field, text, { draft, now: ctx.now })
  if ('refusal' in read) await ctx.say(read.refusal)
  else await change(ctx, parts, { draft, field, walk: asked.walk, change: read.change })
  return true
}

/** A field that is chosen with a button, or left empty with «Пропустить». */
export async function chooseDiagnostics(
  ctx: PersonContext,
  parts: Parts,
  {
    draft,
    field,
    change: made,
  }: { draft: Diagnostics; field: DiagnosticsField; change: DraftChange },
): Promise<void> {
  const asked = askedOf(ctx, draft)
  if (asked?.field !== field) return showAsked(ctx, parts, draft)
  await change(ctx, parts, { draft, field, walk: asked.walk, change: made })
}

/** To the question before. */
export async function goBack(
  ctx: PersonContext,
  parts: Parts,
  { draft, field }: { draft: Diagnostics; field: DiagnosticsField },
): Promise<void> {
  if (askedOf(ctx, draft)?.field !== field) return showAsked(ctx, parts, draft)
  const before = DIAGNOSTICS_FIELDS[Math.max(0, DIAGNOSTICS_FIELDS.indexOf(field) - 1)]
  await askDiagnostics(ctx, parts, { draft, field: before ?? 'title', walk: true })
}

/** Publishes what the preview of this revision showed; null when the draft is another one by now. */
export async function publish(
  ctx: PersonContext,
  parts: Parts,
  { draft, revision }: { draft: Diagnostics; revision: number },
): Promise<Diagnostics | null> {
  if (draft.opens_on === null || draft.closes_on === null) return null
  const { id, opens_on, closes_on, zone } = draft
  const announceAt = invitationAt({ opens_on, closes_on, zone })
  const { now } = ctx
  const personId = ctx.person.id
  const published = await transaction(parts.pool, async (tx) => {
    const done = await publishDiagnostics(tx, { id, personId, revision, announceAt, now })
    if (!done) return null
    await planDiagnosticsReminders(tx, { diagnosticsId: id, now })
    const details = { diagnosticsId: id, name: done.title }
    await recordAct(tx, { actorId: personId, act: 'diagnostics published', details, now })
    return done
  })
  if (published) await leaveDialogue(ctx, parts)
  return published
}

export async function dropDiagnostics(
  ctx: PersonContext,
  parts: Parts,
  id: number,
): Promise<boolean> {
  const dropped = await dropDraft(parts.pool, { id, personId: ctx.person.id })
  if (dropped) await leaveDialogue(ctx, parts)
  return dropped
}

/** The question that waits for its answer. */
function askedOf(ctx: PersonContext, { id }: Diagnostics) {
  const asked = atStep(ctx, 'diagnostics-field')
  const field = asked?.diagnostics === id ? readDiagnosticsField(asked.field) : null
  return asked && field ? { field, walk: asked.walk } : null
}

/** The answer to a question that is not asked any more changes nothing. */
async function showAsked(ctx: PersonContext, parts: Parts, draft: Diagnostics): Promise<void> {
  const asked = askedOf(ctx, draft)
  if (asked) await askDiagnostics(ctx, parts, { draft, ...asked })
  else await showDraft(ctx, parts, draft)
}

/** To the next question of a walk, or to the preview. */
async function change(
  ctx: PersonContext,
  parts: Parts,
  made: { draft: Diagnostics; field: DiagnosticsField; walk: boolean; change: DraftChange },
): Promise<void> {
  const { draft, field, walk } = made
  const personId = ctx.person.id
  const changed = await changeDraft(parts.pool, { id: draft.id, personId, change: made.change })
  if (!changed) return ctx.toast(diagnosticsTexts.gone)
  const next = walk ? DIAGNOSTICS_FIELDS[DIAGNOSTICS_FIELDS.indexOf(field) + 1] : undefined
  if (next === undefined) return showDraft(ctx, parts, changed)
  const before = field === 'days' ? daysUnderstood(changed) : null
  await askDiagnostics(ctx, parts, { draft: changed, field: next, walk: true, before })
}

function daysUnderstood(draft: Diagnostics): Html | null {
  return draft.opens_on === null ? null : diagnosticsTexts.understood(termText(draft))
}

/** What the words say of the field, or why they say nothing of it. */
export function readWords(
  field: DiagnosticsField,
  text: string,
  { draft, now }: { draft: Diagnostics; now: Date },
): { change: DraftChange } | { refusal: Html } {
  const words = text.trim()
  switch (field) {
    case 'title': {
      const title = words.replace(/\s+/g, ' ')
      if (title.length > LONGEST.title) return { refusal: diagnosticsTexts.tooLong(LONGEST.title) }
      return /\p{L}/u.test(title) ? { change: { title } } : { refusal: diagnosticsTexts.noTitle }
    }
    case 'link': {
      const link = readLink(words)
      return link === null ? { refusal: diagnosticsTexts.noLink } : { change: { link } }
    }
    case 'days': {
      const { zone } = draft
      const days = readDays(words, { now, zone })
      if (days.kind !== 'days') return { refusal: diagnosticsTexts.noDays }
      const { from, to } = days
      if (days.past) {
        return { refusal: diagnosticsTexts.pastDays(termText({ opens_on: from, closes_on: to })) }
      }
      return { change: { term: termOf({ from, to, zone }) } }
    }
    case 'description':
      if (words.length > LONGEST.description) {
        return { refusal: diagnosticsTexts.tooLong(LONGEST.description) }
      }
      return { change: { description: words } }
    case 'deficits':
      return { change: { ofDeficits: !/^нет/iu.test(words) } }
  }
}
