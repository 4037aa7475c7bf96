/** The questions of a diagnostics in the making, and who may be asked them. */
import { type Diagnostics, findDiagnostics } from '../db/diagnostics.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { type DiagnosticsField, diagnosticsTexts } from './texts/diagnostics.ts'

/** In the order in which they are asked. */
export const DIAGNOSTICS_FIELDS: readonly DiagnosticsField[] = [
  'title',
  'link',
  'days',
  'description',
  'deficits',
]

const SKIPPED: readonly DiagnosticsField[] = ['link', 'description']
export function readDiagnosticsField(name: string): DiagnosticsField | null {
  return DIAGNOSTICS_FIELDS.find((field) => field === name) ?? null
}

export function mayPrepare(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

/** The person's own draft of this id; null when there is none any more. */
export async function findOwnDraft(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  id: number,
): Promise<Diagnostics | null> {
  const found = await findDiagnostics(pool, { id })
  return found?.status === 'draft' && found.created_by === ctx.person.id ? found : null
}

/** Asks for one field; `walk`: the others follow. `before` is said above the question. */
export async function askDiagnostics(
  ctx: PersonContext,
  parts: Parts,
  asked: { draft: { id: number }; field: DiagnosticsField; walk: boolean; before?: Html | null },
): Promise<void> {
  const { draft, field, walk, before = null } = asked
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'diagnostics-field', { diagnostics: draft.id, field, walk, by })
  const question = join([before, diagnosticsTexts.ask(field)], '\n\n')
  await showPage(ctx, question, keyboard(...waysOn(draft.id, field, walk)))
}

function waysOn(diagnostics: number, field: DiagnosticsField, walk: boolean) {
  const choice =
    field === 'deficits'
      ? [
          button(diagnosticsTexts.counts, 'diagnostics-deficits', { diagnostics, on: 'yes' }),
          button(diagnosticsTexts.countsNot, 'diagnostics-deficits', { diagnostics, on: 'no' }),
        ]
      : []
  const skip = SKIPPED.includes(field)
    ? [button(walk ? buttons.skip : buttons.clear, 'diagnostics-skip', { diagnostics, field })]
    : []
  const back = walk
    ? DIAGNOSTICS_FIELDS.indexOf(field) > 0
      ? [button(buttons.back, 'diagnostics-back', { diagnostics, field })]
      : []
    : [button(buttons.back, 'diagnostics-preview', { diagnostics })]
  const cancel = button(buttons.cancel, 'diagnostics-drop', { diagnostics })
  return [choice, [...back, ...skip], walk ? [cancel] : []]
}
