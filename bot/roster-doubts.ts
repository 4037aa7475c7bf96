/** The rows of a list that need somebody's look: who a doubtful one is, and all of them as a table. */
import { InputFile } from 'grammy'
import type { Parts, PersonContext } from './context.ts'
import { rosterTable } from './diagnostics-tables.ts'
import { enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { type ReadRow, type Roll, readRoll, stateWords } from './roster-reading.ts'
import { showRoster, waitingOf } from './roster-upload.ts'
import { buttons } from './texts/buttons.ts'
import { rosterTexts } from './texts/rosters.ts'

/** The first doubtful row from the given one on, with those whom it may mean. */
export async function showDoubt(
  ctx: PersonContext,
  parts: Parts,
  { draft, row: from }: { draft: number; row: number },
): Promise<void> {
  const waiting = waitingOf(ctx, draft)
  if (!waiting) return ctx.toast(rosterTexts.stale)
  const roll = await readRoll(parts.pool, waiting)
  const doubtful = roll.rows.filter(({ state }) => state.kind === 'doubtful')
  const next = doubtful.find(({ row }) => row.row >= from) ?? doubtful[0]
  if (!next) return showRoster(ctx, parts, draft)
  const { row } = next
  const at = { draft, row: row.row }
  await showPage(
    ctx,
    rosterTexts.doubt(row, { nth: doubtful.indexOf(next) + 1, of: doubtful.length }),
    keyboard(
      ...candidatesOf(next, roll).map(({ id, label }) => [
        button(label, 'roster-person', { ...at, person: id }),
      ]),
      [button(rosterTexts.nobody, 'roster-nobody', at)],
      [button(rosterTexts.leave, 'roster-leave', at)],
      [button(buttons.back, 'roster-preview', { draft })],
    ),
  )
}

/** Writes down who the row means, and goes on to the next one in doubt. */
export async function decide(
  ctx: PersonContext,
  parts: Parts,
  { draft, row, is }: { draft: number; row: number; is: number | 'nobody' | 'left' },
): Promise<void> {
  const waiting = waitingOf(ctx, draft)
  if (!waiting) return ctx.toast(rosterTexts.stale)
  const decided = { ...waiting.decided, [String(row)]: is }
  await enterStep(ctx, parts, 'roster-draft', { ...waiting, decided })
  await showDoubt(ctx, parts, { draft, row: row + 1 })
}

/** The rows that are not simply found, as a table to look through. */
export async function sendRosterTable(
  ctx: PersonContext,
  parts: Parts,
  draft: number,
): Promise<void> {
  const waiting = waitingOf(ctx, draft)
  if (!waiting) return ctx.toast(rosterTexts.stale)
  await ctx.toast()
  const roll = await readRoll(parts.pool, waiting)
  const lines = roll.rows.flatMap((read) => {
    const state = stateWords(read)
    if (state === null) return []
    const candidates = candidatesOf(read, roll).map(({ label }) => label)
    return [{ ...read.row, state, candidates: candidates.join('; ') }]
  })
  const nameless = waiting.nameless.map((row) => ({
    ...{ row, name: '', institution: '', state: rosterTexts.states.nameless, candidates: '' },
  }))
  const bytes = await rosterTable([...lines, ...nameless])
  await ctx.replyWithDocument(new InputFile(bytes, rosterTexts.file))
}

function candidatesOf({ state }: ReadRow, { institutions }: Roll) {
  if (state.kind !== 'doubtful') return []
  return state.candidates.map(({ id, name, institution_id: where }) => {
    const institution = institutions.find((one) => one.id === where)
    return { id, label: rosterTexts.candidate(name, institution?.name ?? null) }
  })
}
