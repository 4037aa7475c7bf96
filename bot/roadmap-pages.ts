/** Pages of the road maps: a month or a list of measures, who is responsible, which plans there are. */
import { listMeasures } from '../db/measures.ts'
import { findPlan, listPlans } from '../db/plans.ts'
import { todayIn } from '../jobs/roadmap-news.ts'
import { overdueOf, undatedOf } from '../rag/measures/agenda.ts'
import { partsOf } from '../rag/measures/days.ts'
import { isDone } from '../rag/measures/occurrences.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import {
  monthCode,
  monthsFrom,
  readView,
  responsiblePeople,
  sectionsOf,
  type View,
  viewCode,
} from './roadmap-views.ts'
import { buttons } from './texts/buttons.ts'
import { roadmapTexts, type Section } from './texts/roadmap.ts'

type Pages = Pick<Parts, 'pool' | 'centre'>

/** What is looked at: a view by its code, of one plan (0: of all), from an entry on. */
export interface Place {
  view: string
  plan: number
  offset: number
}

const PAGE = 8
const BUTTONS_IN_ROW = 4

/** Methodists keep the road maps; everyone may look at them. */
export function mayKeepMeasures(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist', 'administrator')
}

export async function showRoadmap(ctx: PersonContext, parts: Pages, place: Place): Promise<void> {
  const { plan: document } = place
  const plans = await listPlans(parts.pool)
  if (plans.length === 0) return showPage(ctx, roadmapTexts.empty, keyboard())
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  const view = readView(place.view, today)
  const measures = await listMeasures(parts.pool, { documentId: document === 0 ? null : document })
  const { title, sections } = sectionsOf(view, measures, today)
  const count = sections.reduce((sum, { entries }) => sum + entries.length, 0)
  const offset = Math.min(place.offset, Math.max(0, Math.ceil(count / PAGE) - 1) * PAGE)
  const shown = pageOf(sections, offset)
  const at = { view: viewCode(view), plan: document, offset }
  const numbers = shown
    .flatMap(({ entries }) => entries)
    .map(({ measure }, index) =>
      button(`${offset + index + 1}`, 'measure', { measure: measure.id, ...at }),
    )
  const figures = {
    overdue: overdueOf(measures, today).length,
    undated: undatedOf(measures, today).length,
  }
  const plan = plans.find(({ document_id: id }) => id === document) ?? null
  const onCalendar = plans.filter(({ measures_put_away_at: away }) => away === null)
  await showPage(
    ctx,
    roadmapTexts.page(title, shown, {
      ...{ today, label: plan === null && onCalendar.length > 1, number: offset + 1, plan },
    }),
    keyboard(
      numbers.slice(0, BUTTONS_IN_ROW),
      numbers.slice(BUTTONS_IN_ROW),
      pageButtons('roadmap', { offset, size: PAGE, found: count - offset }, at),
      turning(view, { today, plan: document }),
      listsOf(view, document, figures),
      [
        button(roadmapTexts.whoButton, 'roadmap-who', { plan: document, offset: 0 }),
        document === 0
          ? button(roadmapTexts.plansButton(plans.length), 'roadmap-plans', { offset: 0 })
          : button(roadmapTexts.allPlans, 'roadmap', { ...at, plan: 0, offset: 0 }),
      ],
    ),
  )
}

/** One press shows the measures of one of them. */
export async function showResponsible(
  ctx: PersonContext,
  parts: Pages,
  { plan, offset: wanted }: Omit<Place, 'view'>,
): Promise<void> {
  const measures = await listMeasures(parts.pool, { documentId: plan === 0 ? null : plan })
  const people = responsiblePeople(measures)
  const offset = wanted < people.length ? wanted : 0
  const shown = people.slice(offset, offset + PAGE)
  const numbers = shown.map(({ code }, index) =>
    button(`${offset + index + 1}`, 'roadmap', { view: `w${code}`, plan, offset: 0 }),
  )
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  await showPage(
    ctx,
    roadmapTexts.who(shown, offset, people.length),
    keyboard(
      numbers.slice(0, BUTTONS_IN_ROW),
      numbers.slice(BUTTONS_IN_ROW),
      pageButtons('roadmap-who', { offset, size: PAGE, found: people.length - offset }, { plan }),
      [toMonth(today, plan)],
    ),
  )
}

export async function showPlans(ctx: PersonContext, parts: Pages, wanted: number): Promise<void> {
  const plans = await listPlans(parts.pool)
  const offset = wanted < plans.length ? wanted : 0
  const shown = plans.slice(offset, offset + PAGE)
  const numbers = shown.map(({ document_id: plan }, index) =>
    button(`${offset + index + 1}`, 'roadmap-plan', { plan }),
  )
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  await showPage(
    ctx,
    roadmapTexts.plans(shown, offset, plans.length),
    keyboard(
      numbers.slice(0, BUTTONS_IN_ROW),
      numbers.slice(BUTTONS_IN_ROW),
      pageButtons('roadmap-plans', { offset, size: PAGE, found: plans.length - offset }, {}),
      [toMonth(today, 0)],
    ),
  )
}

export async function showPlan(ctx: PersonContext, parts: Pages, document: number): Promise<void> {
  const plan = await findPlan(parts.pool, { documentId: document })
  if (!plan) return ctx.toast(roadmapTexts.planGone)
  const today = todayIn(parts.centre.calendar.zone, ctx.now)
  const measures = await listMeasures(parts.pool, { documentId: document })
  const done = measures.filter((one) => isDone(one, null)).length
  const figures = { done, overdue: overdueOf(measures, today).length }
  const away = plan.measures_put_away_at !== null
  const act = away
    ? button(buttons.restore, 'plan-back', { plan: document })
    : button(buttons.archive, 'plan-away', { plan: document })
  await showPage(
    ctx,
    roadmapTexts.plan(plan, figures, today),
    keyboard(
      away
        ? []
        : [
            toMonth(today, document),
            button(roadmapTexts.allMeasures, 'roadmap', { view: 'all', plan: document, offset: 0 }),
          ],
      mayKeepMeasures(ctx) ? [act] : [],
      [button(buttons.toList, 'roadmap-plans', { offset: 0 })],
    ),
  )
}

/** The entries of the page, under their headings; each heading tells how many there are in all. */
function pageOf(sections: readonly Section[], offset: number): (Section & { total: number })[] {
  let before = 0
  return sections.flatMap(({ heading, entries }) => {
    const from = Math.max(0, offset - before)
    const shown = entries.slice(from, Math.max(from, offset + PAGE - before))
    before += entries.length
    return shown.length > 0 ? [{ heading, entries: shown, total: entries.length }] : []
  })
}

/** To the months before and after; from a list back to the month. */
function turning(view: View, { today, plan }: { today: string; plan: number }) {
  if (view.kind !== 'month') return [toMonth(today, plan)]
  const [before, after] = [monthsFrom(view.month, -1), monthsFrom(view.month, 1)]
  return [
    button(roadmapTexts.earlier(before, today), 'roadmap', {
      ...{ view: monthCode(before), plan, offset: 0 },
    }),
    button(roadmapTexts.later(after, today), 'roadmap', {
      ...{ view: monthCode(after), plan, offset: 0 },
    }),
  ]
}

function listsOf(view: View, plan: number, figures: { overdue: number; undated: number }) {
  const { overdue, undated } = figures
  return [
    ...(overdue > 0 && view.kind !== 'overdue'
      ? [button(roadmapTexts.overdueButton(overdue), 'roadmap', listAt('overdue', plan))]
      : []),
    ...(undated > 0 && view.kind !== 'undated'
      ? [button(roadmapTexts.undatedButton(undated), 'roadmap', listAt('undated', plan))]
      : []),
  ]
}

function listAt(view: 'overdue' | 'undated', plan: number): Place {
  return { view, plan, offset: 0 }
}

function toMonth(today: string, plan: number) {
  const view = monthCode(partsOf(today))
  return button(roadmapTexts.thisMonth, 'roadmap', { view, plan, offset: 0 })
}
