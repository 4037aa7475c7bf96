/** A measure's page: what is known of it, its clause, and marking it as done or not. */
import { recordAct } from '../db/audit.ts'
import { dropMeasureReminders, listMeasureReminders } from '../db/measure-reminders.ts'
import { findMeasure, type MeasureRow, quoteOfMeasure } from '../db/measures.ts'
import { markMeasureDone, unmarkMeasureDone } from '../db/measures-done.ts'
import { transaction } from '../db/transaction.ts'
import { todayIn } from '../jobs/roadmap-news.ts'
import { addDays, dayOf, isDay } from '../rag/measures/days.ts'
import { dueDays, hasSeveralDays, nextDay, overdueDay } from '../rag/measures/occurrences.ts'
import type { Parts, PersonContext } from './context.ts'
import { join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage } from './paging.ts'
import { mayKeepMeasures, type Place } from './roadmap-pages.ts'
import { buttons } from './texts/buttons.ts'
import { measureTexts } from './texts/measures.ts'

type Pages = Pick<Parts, 'pool' | 'centre'>

/** Where the measure was found, to go back there; `view` «none»: nowhere. */
export type MeasurePlace = Place & { measure: number }

export async function showMeasure(
  ctx: PersonContext,
  parts: Pages,
  place: MeasurePlace,
): Promise<void> {
  const { zone } = parts.centre.calendar
  const today = todayIn(zone, ctx.now)
  const measure = await findMeasure(parts.pool, { id: place.measure })
  if (!measure) return ctx.toast(measureTexts.gone)
  const keeps = mayKeepMeasures(ctx)
  const look = { measureId: measure.id, now: ctx.now }
  const planned = keeps ? await listMeasureReminders(parts.pool, look) : []
  const quote = button(buttons.clause(0), 'measure-quote', { measure: measure.id })
  const { view, plan, offset } = place
  await showPage(
    ctx,
    join(
      [measureTexts.card(measure, { today, zone }), measureTexts.reminders(planned, zone)],
      '\n\n',
    ),
    keyboard(
      [quote],
      ...(keeps && measure.is_current ? actsOf(measure, { place, today }) : []),
      planned.length > 0 && measure.is_current
        ? [button(buttons.dontRemind, 'measure-quiet', { measure: measure.id })]
        : [],
      [button(buttons.toList, 'roadmap', { view: view === 'none' ? '' : view, plan, offset })],
    ),
  )
}

/** The clause or row, whole, as a new message. */
export async function sayQuote(ctx: PersonContext, { pool }: Pages, id: number): Promise<void> {
  const measure = await findMeasure(pool, { id })
  if (!measure) return ctx.toast(measureTexts.gone)
  await ctx.toast()
  await ctx.say(measureTexts.quote(measure, await quoteOfMeasure(pool, { id })))
}

/** «Выполнено», and taking it back. */
export async function markMeasure(
  ctx: PersonContext,
  parts: Pages,
  { day: number, done, ...place }: MeasurePlace & { day: number; done: boolean },
): Promise<void> {
  const { now, person } = ctx
  const measure = await findMeasure(parts.pool, { id: place.measure })
  const day = number === 0 ? null : dayFrom(number)
  if (!measure?.is_current || !isItsDay(measure, day)) return ctx.toast(measureTexts.gone)
  const marked = await transaction(parts.pool, async (tx) => {
    const mark = { measureId: measure.id, day, personId: person.id, now }
    const changed = done ? await markMeasureDone(tx, mark) : await unmarkMeasureDone(tx, mark)
    if (!changed) return false
    const details = { editionId: measure.edition_id, measure: measure.id, clause: measure.clause }
    const act = done ? 'measure done' : 'measure reopened'
    await recordAct(tx, { actorId: person.id, act, details, now })
    if (done) await dropMeasureReminders(tx, { measureId: measure.id, day, now })
    return true
  })
  const today = todayIn(parts.centre.calendar.zone, now)
  // Pressed twice, or somebody was faster: the measure is shown as it is.
  if (marked) await ctx.toast(done ? measureTexts.done(day, today) : measureTexts.undone)
  await showMeasure(ctx, parts, place)
}

/** The day that the next mark is for: the one that has passed, else the one of this period; null for none. */
function dayToMark(measure: MeasureRow, today: string): string | null {
  if (!hasSeveralDays(measure)) return null
  const next = nextDay(measure, today)
  const far = measure.recurrence === null ? null : PERIODS[measure.recurrence]
  const isNear = next !== null && (far === null || next <= addDays(today, far))
  return overdueDay(measure, today) ?? (isNear ? next : null)
}

/** Days within which what recurs comes again: what lies further ahead is nobody's work yet. */
const PERIODS = {
  ...{ weekly: 7, monthly: 31, quarterly: 92, 'half-yearly': 184, yearly: 366, always: null },
} as const

function actsOf(measure: MeasureRow, { place, today }: { place: Place; today: string }) {
  const { view, plan, offset } = place
  const at = { measure: measure.id, view, plan, offset }
  const several = hasSeveralDays(measure)
  const next = dayToMark(measure, today)
  const last = measure.done_days.at(-1) ?? null
  const isOpen = several ? next !== null : measure.done_at === null
  const taken = several ? last : measure.done_at
  const isAhead = several || measure.done_at === null
  return [
    [
      ...(isAhead ? [button(buttons.remind, 'measure-remind', { measure: measure.id })] : []),
      ...(isOpen ? [button(buttons.done, 'measure-done', { ...at, day: numberOf(next) })] : []),
    ],
    taken ? [button(buttons.undone, 'measure-undone', { ...at, day: numberOf(last) })] : [],
  ]
}

/** A forged day changes nothing. */
function isItsDay(measure: MeasureRow, day: string | null): boolean {
  if (day === null) return !hasSeveralDays(measure)
  if (!hasSeveralDays(measure)) return false
  return dueDays(measure, day, day).length > 0 || measure.done_days.includes(day)
}

/** «2026-11-30» is 20261130 on a button. */
function numberOf(day: string | null): number {
  return day === null ? 0 : Number(day.replaceAll('-', ''))
}

/** An ISO date of any number: what is no day of the calendar is no day of a measure either. */
function dayFrom(number: number): string {
  const [year, month, day] = [
    Math.floor(number / 10_000),
    Math.floor(number / 100) % 100,
    number % 100,
  ]
  return year >= 2000 && year < 2100 && isDay(year, month, day) ? dayOf(year, month, day) : NEVER
}

const NEVER = '1900-01-01'
