/** Reminding of a measure: who is chosen, and when it is; each press of a time plans it at once. */
import { recordAct } from '../db/audit.ts'
import { areReminded, findMeasureChoice, peopleOfChoice } from '../db/measure-choices.ts'
import { dropMeasureReminders, listMeasureReminders } from '../db/measure-reminders.ts'
import { findMeasure, type MeasureRow } from '../db/measures.ts'
import { transaction } from '../db/transaction.ts'
import { planMeasureReminder } from '../jobs/plan-reminders.ts'
import { todayIn } from '../jobs/roadmap-news.ts'
import { readDays } from '../jobs/spoken-days.ts'
import { addMonths } from '../rag/measures/days.ts'
import { dueDays, isDone } from '../rag/measures/occurrences.ts'
import { audienceWords } from './audience-words.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { showMeasure } from './measure-pages.ts'
import { showPage } from './paging.ts'
import { mayKeepMeasures } from './roadmap-pages.ts'
import { measureReminderTexts as texts } from './texts/measure-reminders.ts'
import { measureTexts } from './texts/measures.ts'

export type Reminding = Pick<Parts, 'pool' | 'centre'>

/** Days before that are offered. */
const OFFERED = [0, 1, 3, 7, 14]
/** Of what recurs so many times ahead are reminded of. */
const MOST_TIMES = 12

/** Who is chosen, and when they can be reminded. */
export async function showReminding(
  ctx: PersonContext,
  parts: Reminding,
  id: number,
): Promise<void> {
  const measure = await findKept(ctx, parts, id)
  if (!measure) return
  const { pool } = parts
  const choice = await findMeasureChoice(pool, { measureId: id, personId: ctx.person.id })
  const people = await peopleOfChoice(pool, choice)
  const added = people.filter((one) => choice.people.includes(one.id))
  const names = added.map(({ name }) => name ?? texts.noName)
  const group = choice.audience ? [await audienceWords(pool, choice.audience)] : []
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  const days = daysAhead(measure, today)
  const when = OFFERED.map((count) =>
    button(texts.when(count), 'measure-when', { measure: id, days: count }),
  )
  const offered = days.length > 0 ? [when.slice(0, 3), when.slice(3)] : []
  await showPage(
    ctx,
    texts.menu(measure.what, {
      ...{ who: [...group, ...names].join('; '), count: people.length },
      ...{ day: days[0] ?? null, times: days.length, today },
    }),
    keyboard(
      ...(people.length > 0 ? offered : []),
      people.length > 0 ? [button(texts.otherDay, 'measure-day', { measure: id })] : [],
      [
        button(texts.group, 'measure-group', { measure: id }),
        button(texts.person, 'measure-person', { measure: id }),
      ],
      [
        ...(people.length > 0 ? [button(texts.nobody, 'measure-nobody', { measure: id })] : []),
        button(texts.toMeasure, 'measure', { measure: id, view: 'none', plan: 0, offset: 0 }),
      ],
    ),
  )
}

/** So many days before each of the days ahead. */
export async function remindBefore(
  ctx: PersonContext,
  parts: Reminding,
  { measure: id, days: before }: { measure: number; days: number },
): Promise<void> {
  const measure = await findKept(ctx, parts, id)
  if (!measure) return
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  const days = OFFERED.includes(before) ? daysAhead(measure, today) : []
  const { planned, fresh, count } = await plan(ctx, parts, { measure, days, before })
  if (count === 0) return ctx.toast(texts.nobodyChosen)
  if (planned.length === 0) return ctx.toast(texts.tooLate)
  // Pressed twice: it is shown as it is.
  if (fresh > 0) await ctx.toast(texts.planned(planned, count, today))
  await showMeasure(ctx, parts, { measure: id, view: 'none', plan: 0, offset: 0 })
}

export async function askDay(ctx: PersonContext, parts: Reminding, id: number): Promise<void> {
  if (!(await findKept(ctx, parts, id))) return
  await ctx.toast()
  await enterStep(ctx, parts, 'measure-day', { measure: id, by: ctx.update.update_id })
  await ctx.say(texts.askDay, { forceReply: texts.dayField })
}

/** What was typed as a day: the reminder is of that day itself. */
export async function takeDay(
  ctx: PersonContext,
  parts: Reminding,
  { measure: id, words }: { measure: number; words: string },
): Promise<void> {
  const measure = await findKept(ctx, parts, id)
  if (!measure) return
  const { zone } = parts.centre.calendar
  const read = readDays(words, { now: ctx.now, zone })
  if (read.kind !== 'days') return ctx.say(texts.unclearDay, { forceReply: texts.dayField })
  const { planned, count } = await plan(ctx, parts, { measure, days: [read.to], before: 0 })
  if (count > 0 && planned.length === 0) {
    return ctx.say(texts.pastDay, { forceReply: texts.dayField })
  }
  await enterStep(ctx, parts, 'measure-done', { by: ctx.update.update_id })
  if (count === 0) return showReminding(ctx, parts, id)
  await showMeasure(ctx, parts, { measure: id, view: 'none', plan: 0, offset: 0 })
}

/** «Не напоминать». */
export async function dropReminders(ctx: PersonContext, parts: Reminding, id: number) {
  const measure = await findKept(ctx, parts, id)
  if (!measure) return
  const { now, person } = ctx
  const dropped = await transaction(parts.pool, async (tx) => {
    if ((await listMeasureReminders(tx, { measureId: id, now })).length === 0) return false
    await dropMeasureReminders(tx, { measureId: id, day: null, now })
    const details = detailsOf(measure)
    await recordAct(tx, { actorId: person.id, act: 'measure reminders dropped', details, now })
    return true
  })
  if (dropped) await ctx.toast(texts.dropped)
  await showMeasure(ctx, parts, { measure: id, view: 'none', plan: 0, offset: 0 })
}

/** Plans it for those who are chosen; `planned` are the days for which it was not too late, `fresh` how many were not planned. */
async function plan(
  ctx: PersonContext,
  parts: Reminding,
  { measure, days, before }: { measure: MeasureRow; days: readonly string[]; before: number },
): Promise<{ planned: string[]; fresh: number; count: number }> {
  const { now, person } = ctx
  const { zone } = parts.centre.calendar
  return transaction(parts.pool, async (tx) => {
    const choice = await findMeasureChoice(tx, { measureId: measure.id, personId: person.id })
    const people = (await peopleOfChoice(tx, choice)).map(({ id }) => id)
    const planned: string[] = []
    let fresh = 0
    for (const day of people.length > 0 ? days : []) {
      const reminder = { measureId: measure.id, day, daysBefore: before, people }
      const known = await areReminded(tx, reminder)
      if ((await planMeasureReminder(tx, { ...reminder, zone, now })) === null) continue
      planned.push(day)
      fresh += known ? 0 : 1
    }
    if (fresh > 0) {
      const details = { ...detailsOf(measure), people: people.length, days: planned.length }
      await recordAct(tx, { actorId: person.id, act: 'measure reminder set', details, now })
    }
    return { planned, fresh, count: people.length }
  })
}

/** The days that are still to be done, of what recurs those of a year. */
function daysAhead(measure: MeasureRow, today: string): string[] {
  const far = measure.shape === 'recurring' ? addMonths(today, 12) : '9999-12-31'
  const open = dueDays(measure, today, far).filter((day) => !isDone(measure, day))
  return open.slice(0, MOST_TIMES)
}

/** Null, and said so, when the person may not or there is no such measure on the calendar. */
export async function findKept(
  ctx: PersonContext,
  { pool }: Reminding,
  id: number,
): Promise<MeasureRow | null> {
  const measure = mayKeepMeasures(ctx) ? await findMeasure(pool, { id }) : null
  if (measure?.is_current) return measure
  await ctx.toast(mayKeepMeasures(ctx) ? measureTexts.gone : measureTexts.notAllowed)
  return null
}

function detailsOf({ edition_id: editionId, id: measure, clause }: MeasureRow) {
  return { editionId, measure, clause }
}
