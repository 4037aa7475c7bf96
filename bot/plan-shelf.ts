/** A plan goes to the archive, or only its measures where the document says more than the plan, and comes back. */
import { recordAct } from '../db/audit.ts'
import { bringPlanBack, findPlan, type Plan, putPlanAway } from '../db/plans.ts'
import { archiveDocument } from '../db/shelf.ts'
import { transaction } from '../db/transaction.ts'
import { KINDS_OF_PLANS } from '../jobs/roadmap-news.ts'
import type { Parts, PersonContext } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { showPage, takeButtonsOff } from './paging.ts'
import { showPlan, showPlans } from './roadmap-pages.ts'
import { buttons } from './texts/buttons.ts'
import { roadmapTexts } from './texts/roadmap.ts'

type Shelf = Pick<Parts, 'pool' | 'centre'>

export async function askToPutAway(
  ctx: PersonContext,
  parts: Shelf,
  document: number,
): Promise<void> {
  const plan = await findPlan(parts.pool, { documentId: document })
  if (!plan) return ctx.toast(roadmapTexts.planGone)
  const choice = [
    button(buttons.archive, 'plan-away-yes', { plan: document }),
    button(buttons.cancel, 'roadmap-plan', { plan: document }),
  ]
  await showPage(ctx, roadmapTexts.putAway(plan, isOnlyPlan(plan)), keyboard(choice))
}

/** A document that is a plan goes as a whole. */
export async function putAway(ctx: PersonContext, parts: Shelf, document: number): Promise<void> {
  const { now, person } = ctx
  const gone = await transaction(parts.pool, async (tx) => {
    const plan = await findPlan(tx, { documentId: document })
    if (!plan) return false
    const isWhole = isOnlyPlan(plan)
    const moved = isWhole
      ? await archiveDocument(tx, { documentId: document, now })
      : await putPlanAway(tx, { documentId: document, now })
    if (!moved) return false
    const act = isWhole ? 'document archived' : 'plan put away'
    const details = { editionId: plan.edition_id }
    await recordAct(tx, { actorId: person.id, act, details, now })
    return true
  })
  // Pressed twice, or somebody was faster: the list shows it.
  if (gone) await ctx.toast(roadmapTexts.archived)
  await showPlans(ctx, parts, 0)
}

export async function bringBack(ctx: PersonContext, parts: Shelf, document: number): Promise<void> {
  const { now, person } = ctx
  const back = await transaction(parts.pool, async (tx) => {
    const plan = await bringPlanBack(tx, { documentId: document })
    if (!plan) return false
    const details = { editionId: plan.edition_id }
    await recordAct(tx, { actorId: person.id, act: 'plan brought back', details, now })
    return true
  })
  if (back) await ctx.toast(roadmapTexts.broughtBack)
  await showPlan(ctx, parts, document)
}

/** The offer to archive an ended plan is declined: it is not made again. */
export async function keepPlan(ctx: PersonContext): Promise<void> {
  await ctx.toast()
  await takeButtonsOff(ctx)
}

function isOnlyPlan({ kind }: Plan): boolean {
  return KINDS_OF_PLANS.some((name) => name === kind)
}
