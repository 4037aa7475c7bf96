/** A methodist chooses who is reminded of a measure: a group, or people one by one. */
import {
  chooseAudience,
  chooseOne,
  findMeasureChoice,
  findPeopleNamed,
  forgetMeasureChoice,
  peopleOfChoice,
} from '../db/measure-choices.ts'
import { findMeasure } from '../db/measures.ts'
import { type AudienceOwner, openAudience } from './audience-picker.ts'
import type { PersonContext } from './context.ts'
import { enterStep, leaveDialogue } from './dialogue.ts'
import { shorten } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { findKept, type Reminding, showReminding } from './measure-reminding.ts'
import { mayKeepMeasures } from './roadmap-pages.ts'
import { measureReminderTexts as texts } from './texts/measure-reminders.ts'
import { measureTexts } from './texts/measures.ts'

const MOST_FOUND = 8

/** The menu of groups; a group that is chosen for the first time are the methodists. */
export async function chooseGroup(ctx: PersonContext, parts: Reminding, id: number): Promise<void> {
  const measure = await findKept(ctx, parts, id)
  if (!measure) return
  const whose = { measureId: id, personId: ctx.person.id }
  const { audience } = await findMeasureChoice(parts.pool, whose)
  const chosen = audience ?? { roles: ['methodist'] }
  if (!audience) await chooseAudience(parts.pool, { ...whose, audience: chosen, now: ctx.now })
  await openAudience(ctx, parts, { of: 'measure', id, audience: chosen })
}

/** For the menu of groups. */
export function measureAudience(parts: Reminding): AudienceOwner {
  const mine = async (ctx: PersonContext, id: number) => {
    const measure = mayKeepMeasures(ctx) ? await findMeasure(parts.pool, { id }) : null
    return measure?.is_current ? { measureId: id, personId: ctx.person.id } : null
  }
  return {
    find: async (ctx, id) => {
      const whose = await mine(ctx, id)
      return whose && (await findMeasureChoice(parts.pool, whose)).audience
    },
    save: async (ctx, id, audience) => {
      const whose = await mine(ctx, id)
      if (whose) await chooseAudience(parts.pool, { ...whose, audience, now: ctx.now })
      return whose !== null
    },
    show: async (ctx, id) => {
      await leaveDialogue(ctx, parts)
      await showReminding(ctx, parts, id)
    },
  }
}

export async function askWhom(ctx: PersonContext, parts: Reminding, id: number): Promise<void> {
  if (!(await findKept(ctx, parts, id))) return
  await ctx.toast()
  await enterStep(ctx, parts, 'measure-person', { measure: id, by: ctx.update.update_id })
  await ctx.say(texts.askPerson, { forceReply: texts.personField })
}

/** What was typed as a name: one is added at once, of several the methodist presses which. */
export async function takeName(
  ctx: PersonContext,
  parts: Reminding,
  { measure: id, words }: { measure: number; words: string },
): Promise<void> {
  if (!(await findKept(ctx, parts, id))) return
  const found = await findPeopleNamed(parts.pool, { words: words.trim(), limit: MOST_FOUND })
  const [first] = found
  if (!first) return ctx.say(texts.noSuchPerson(words), { forceReply: texts.personField })
  await enterStep(ctx, parts, 'measure-done', { by: ctx.update.update_id })
  if (found.length === 1) return addPerson(ctx, parts, { measure: id, person: first.id })
  const rows = found.map(({ id: person, name, position, institution }) => {
    const label = [name ?? texts.noName, position, institution].filter(Boolean).join(', ')
    return [button(shorten(label, 60), 'measure-add', { measure: id, person })]
  })
  await ctx.say(texts.whichPerson, { keyboard: keyboard(...rows) })
}

export async function addPerson(
  ctx: PersonContext,
  parts: Reminding,
  { measure, person }: { measure: number; person: number },
): Promise<void> {
  if (!(await findKept(ctx, parts, measure))) return
  const [known] = await peopleOfChoice(parts.pool, { audience: null, people: [person] })
  if (!known) return ctx.toast(measureTexts.gone)
  const whose = { measureId: measure, personId: ctx.person.id }
  await chooseOne(parts.pool, { ...whose, chosen: person, now: ctx.now })
  await showReminding(ctx, parts, measure)
}

export async function chooseNobody(ctx: PersonContext, parts: Reminding, id: number) {
  await forgetMeasureChoice(parts.pool, { measureId: id, personId: ctx.person.id })
  await showReminding(ctx, parts, id)
}
