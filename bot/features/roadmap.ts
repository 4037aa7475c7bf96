/** Road maps as a calendar (/roadmap): everyone may look, methodists mark, remind and put plans away. */
import { Composer } from 'grammy'
import type { Parts, PersonContext } from '../context.ts'
import { atStep } from '../dialogue.ts'
import { markMeasure, sayQuote, showMeasure } from '../measure-pages.ts'
import { addPerson, askWhom, chooseGroup, chooseNobody, takeName } from '../measure-people.ts'
import {
  askDay,
  dropReminders,
  remindBefore,
  showReminding,
  takeDay,
} from '../measure-reminding.ts'
import { askToPutAway, bringBack, keepPlan, putAway } from '../plan-shelf.ts'
import { onPress } from '../presses.ts'
import {
  mayKeepMeasures,
  showPlan,
  showPlans,
  showResponsible,
  showRoadmap,
} from '../roadmap-pages.ts'
import { measureTexts } from '../texts/measures.ts'

export function roadmapFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('roadmap', (ctx) => showRoadmap(ctx, parts, { view: '', plan: 0, offset: 0 }))
  onPress(composer, 'roadmap', (ctx, place) => showRoadmap(ctx, parts, place))
  onPress(composer, 'roadmap-who', (ctx, place) => showResponsible(ctx, parts, place))
  onPress(composer, 'roadmap-plans', (ctx, { offset }) => showPlans(ctx, parts, offset))
  onPress(composer, 'roadmap-plan', (ctx, { plan }) => showPlan(ctx, parts, plan))
  onPress(composer, 'measure', (ctx, place) => showMeasure(ctx, parts, place))
  onPress(composer, 'measure-quote', (ctx, { measure }) => sayQuote(ctx, parts, measure))
  composer
    .filter((ctx) => /^(?:measure|plan)-/.test(ctx.callbackQuery?.data ?? ''))
    .use((ctx, next) => (mayKeepMeasures(ctx) ? next() : ctx.toast(measureTexts.notAllowed)))
    .use(keeping(parts))
  composer.on('message:text', async (ctx, next) => {
    const words = ctx.message.text
    if (atStep(ctx, 'measure-done')?.by === ctx.update.update_id) return
    if (words.startsWith('/') || !mayKeepMeasures(ctx)) return next()
    const person = atStep(ctx, 'measure-person')
    if (person) return takeName(ctx, parts, { measure: person.measure, words })
    const day = atStep(ctx, 'measure-day')
    if (day) return takeDay(ctx, parts, { measure: day.measure, words })
    return next()
  })
  return composer
}

function keeping(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'measure-done', (ctx, at) => markMeasure(ctx, parts, { ...at, done: true }))
  onPress(composer, 'measure-undone', (ctx, at) => markMeasure(ctx, parts, { ...at, done: false }))
  onPress(composer, 'measure-remind', (ctx, at) => showReminding(ctx, parts, at.measure))
  onPress(composer, 'measure-group', (ctx, at) => chooseGroup(ctx, parts, at.measure))
  onPress(composer, 'measure-person', (ctx, at) => askWhom(ctx, parts, at.measure))
  onPress(composer, 'measure-add', (ctx, at) => addPerson(ctx, parts, at))
  onPress(composer, 'measure-nobody', (ctx, at) => chooseNobody(ctx, parts, at.measure))
  onPress(composer, 'measure-when', (ctx, at) => remindBefore(ctx, parts, at))
  onPress(composer, 'measure-day', (ctx, at) => askDay(ctx, parts, at.measure))
  onPress(composer, 'measure-quiet', (ctx, at) => dropReminders(ctx, parts, at.measure))
  onPress(composer, 'plan-away', (ctx, { plan }) => askToPutAway(ctx, parts, plan))
  onPress(composer, 'plan-away-yes', (ctx, { plan }) => putAway(ctx, parts, plan))
  onPress(composer, 'plan-back', (ctx, { plan }) => bringBack(ctx, parts, plan))
  onPress(composer, 'plan-keep', (ctx) => keepPlan(ctx))
  return composer
}
