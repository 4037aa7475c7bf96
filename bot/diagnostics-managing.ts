/** A published diagnostics lasts longer or shorter, ends at once or is cancelled: everyone concerned is told once. */
import { recordAct } from '../db/audit.ts'
import type { Db } from '../db/db.ts'
import { type Diagnostics, findDiagnostics, moveEnd, stopDiagnostics } from '../db/diagnostics.ts'
import { countToTell, withdrawUntold } from '../db/diagnostics-people.ts'
import { forgetReminders } from '../db/reminders.ts'
import { transaction } from '../db/transaction.ts'
import { termOf } from '../jobs/diagnostics-days.ts'
import { planDiagnosticsReminders } from '../jobs/plan-reminders.ts'
import { readDays } from '../jobs/spoken-days.ts'
import type { Parts, PersonContext } from './context.ts'
import { showDiagnosticsCard } from './diagnostics-pages.ts'
import { atStep, enterStep, leaveDialogue } from './dialogue.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage, takeButtonsOff } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

/** Asks until when it shall last. */
export async function askTerm(ctx: PersonContext, parts: Parts, id: number): Promise<void> {
  const one = await goingOn(ctx, parts, id)
  if (!one) return ctx.toast(diagnosticsTexts.stale)
  await enterStep(ctx, parts, 'diagnostics-term', { diagnostics: id })
  await showPage(
    ctx,
    diagnosticsTexts.askTerm(one),
    keyboard([button(buttons.back, 'diagnostics-card', { diagnostics: id })]),
  )
}

/** Shows the new last day that was typed, and how many learn of it; false when none is asked. */
export async function takeTerm(ctx: PersonContext, parts: Parts, text: string): Promise<boolean> {
  const asked = atStep(ctx, 'diagnostics-term')
  if (!asked) return false
  const one = await goingOn(ctx, parts, asked.diagnostics)
  if (!one) {
    await ctx.say(diagnosticsTexts.notGoingOn)
    return true
  }
  const read = readLastDay(one, text, ctx.now)
  if ('refusal' in read) {
    await ctx.say(read.refusal)
    return true
  }
  const { closesOn } = read
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'diagnostics-term', { diagnostics: one.id, closesOn, by })
  const told = await countToTell(parts.pool, { diagnosticsId: one.id, all: false })
  await ctx.say(diagnosticsTexts.termSure(one, closesOn, told), {
    keyboard: keyboard([
      button(buttons.save, 'diagnostics-term-yes', { diagnostics: one.id, by }),
      button(buttons.cancel, 'diagnostics-keep', { diagnostics: one.id }),
    ]),
  })
  return true
}

/** The day that waits under the pressed button becomes the last. */
export async function saveTerm(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, by }: { diagnostics: number; by: number },
): Promise<void> {
  const waiting = atStep(ctx, 'diagnostics-term')
  const one = await goingOn(ctx, parts, id)
  if (!one?.opens_on || waiting?.by !== by || waiting.diagnostics !== id || !waiting.closesOn) {
    return ctx.toast(diagnosticsTexts.stale)
  }
  const { closesOn } = waiting
  const { closesAt } = termOf({ from: one.opens_on, to: closesOn, zone: one.zone })
  const { now } = ctx
  const moved = await changed(ctx, parts, 'diagnostics moved', (tx) =>
    moveEnd(tx, { id, closesOn, closesAt, now }),
  )
  await leaveDialogue(ctx, parts)
  await tellDone(ctx, moved, diagnosticsTexts.termMoved)
}

/** Asks whether it shall be over now. */
export async function askStop(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, as }: { diagnostics: number; as: string },
): Promise<void> {
  const one = await goingOn(ctx, parts, id)
  if (!one || !isEnd(as)) return ctx.toast(diagnosticsTexts.stale)
  const told = await countToTell(parts.pool, { diagnosticsId: id, all: as === 'cancelled' })
  const isEnded = as === 'ended'
  await showPage(
    ctx,
    isEnded
      ? diagnosticsTexts.endSure(one.title, told)
      : diagnosticsTexts.cancelSure(one.title, told),
    keyboard([
      button(
        isEnded ? diagnosticsTexts.endNow : diagnosticsTexts.cancelNow,
        'diagnostics-stop-yes',
        {
          ...{ diagnostics: id, as },
        },
      ),
      button(diagnosticsTexts.keep, 'diagnostics-card', { diagnostics: id }),
    ]),
  )
}

export async function stop(
  ctx: PersonContext,
  parts: Parts,
  { diagnostics: id, as }: { diagnostics: number; as: string },
): Promise<void> {
  if (!isEnd(as)) return ctx.toast(diagnosticsTexts.stale)
  const act = as === 'ended' ? 'diagnostics ended' : 'diagnostics cancelled'
  const { now } = ctx
  const stopped = await changed(ctx, parts, act, (tx) => stopDiagnostics(tx, { id, as, now }))
  const text = as === 'ended' ? diagnosticsTexts.endedNow : diagnosticsTexts.cancelledNow
  await tellDone(ctx, stopped, () => text)
}

/** Says what was done at the press, or that its button means nothing any more. */
export async function tellDone(
  ctx: PersonContext,
  done: Diagnostics | null,
  words: (done: Diagnostics) => Html,
): Promise<void> {
  if (!done) return ctx.toast(diagnosticsTexts.stale)
  await ctx.toast()
  await ctx.say(words(done), { keyboard: toCard(done.id) })
  await takeButtonsOff(ctx)
}

export async function keepAsIs(ctx: PersonContext, parts: Parts, id: number): Promise<void> {
  await leaveDialogue(ctx, parts)
  await showDiagnosticsCard(ctx, parts, id)
}

/** What is planned to be told and has not left is taken back; reminders are those of the new days and words. */
export async function changed(
  ctx: PersonContext,
  { pool }: Parts,
  act: `diagnostics ${'moved' | 'changed' | 'ended' | 'cancelled'}`,
  change: (tx: Db) => Promise<Diagnostics | null>,
): Promise<Diagnostics | null> {
  const { now, person } = ctx
  return transaction(pool, async (tx) => {
    const one = await change(tx)
    if (!one) return null
    const diagnosticsId = one.id
    await withdrawUntold(tx, { diagnosticsId })
    await planDiagnosticsReminders(tx, { diagnosticsId, now })
    await forgetReminders(tx, { diagnosticsId, anew: true, now })
    const details = { diagnosticsId, name: one.title }
    await recordAct(tx, { actorId: person.id, act, details, now })
    return one
  })
}

/** Published and not over; null for any other. */
export async function goingOn(
  { now }: PersonContext,
  { pool }: Parts,
  id: number,
): Promise<Diagnostics | null> {
  const one = await findDiagnostics(pool, { id })
  return one?.status === 'published' && one.closes_at !== null && one.closes_at > now ? one : null
}

function readLastDay(
  { zone, opens_on, closes_on }: Diagnostics,
  text: string,
  now: Date,
): { closesOn: string } | { refusal: Html } {
  const days = readDays(text.trim(), { now, zone })
  if (days.kind !== 'days') return { refusal: diagnosticsTexts.noDay }
  if (days.past) return { refusal: diagnosticsTexts.pastDay }
  if (opens_on !== null && days.to < opens_on) return { refusal: diagnosticsTexts.beforeOpening }
  if (days.to === closes_on) return { refusal: diagnosticsTexts.sameDay }
  return { closesOn: days.to }
}

function isEnd(as: string): as is 'ended' | 'cancelled' {
  return as === 'ended' || as === 'cancelled'
}

function toCard(diagnostics: number) {
  return keyboard([button(diagnosticsTexts.toCard, 'diagnostics-card', { diagnostics })])
}
