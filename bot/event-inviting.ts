/** Another site or audience of a published event: chosen with buttons, confirmed like every other change. */
import type { PlannedEvent } from '../db/events.ts'
import { findSite, findSitesByName, listSites } from '../db/sites.ts'
import { isSameAudience } from './audience-changes.ts'
import { type AudienceOwner, openAudience } from './audience-picker.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { askWhetherSure, keepButton, waitForYes } from './event-confirming.ts'
import { mayHoldEvents } from './event-dialogue.ts'
import { usualAudience } from './event-drafting.ts'
import { findAhead } from './event-editing.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { eventEditingTexts } from './texts/event-editing.ts'
import { eventNewTexts } from './texts/event-new.ts'

const SITES_ON_PAGE = 6

/** Asks which site, with a page of those there are. */
export async function askSite(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
): Promise<void> {
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'event-change', { event: event.id, field: 'site', by })
  await showSiteChoice(ctx, parts, event, 0)
}

/** Another page of them. */
export async function turnSites(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  offset: number,
): Promise<void> {
  if (!isAsked(ctx, event)) return ctx.toast(eventEditingTexts.passed)
  await showSiteChoice(ctx, parts, event, offset)
}

/** The pressed site, or none. */
export async function pressSite(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  siteId: number | null,
): Promise<void> {
  if (!isAsked(ctx, event)) return ctx.toast(eventEditingTexts.passed)
  const personId = ctx.person.id
  if (siteId !== null && !(await findSite(parts.pool, { id: siteId, personId }))) {
    return ctx.toast(eventNewTexts.siteGone)
  }
  await chooseSite(ctx, parts, event, siteId)
}

/** The site that was named. */
export async function takeSiteWords(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  text: string,
): Promise<void> {
  const asked = atStep(ctx, 'event-change')
  // Handled once more after a crash: what followed is said if it was not yet.
  if (asked?.by === ctx.update.update_id && asked.pending) {
    return askWhetherSure(ctx, parts, event, 'site', asked.pending)
  }
  const words = text.trim()
  const [site, ...others] = await findSitesByName(parts.pool, { words, personId: ctx.person.id })
  if (!site || others.length > 0) return ctx.say(eventNewTexts.unknownSite(words))
  await chooseSite(ctx, parts, event, site.id)
}

/** Opens the picker on whom the event invites now; nothing changes before it is confirmed. */
export async function chooseInvited(
  ctx: PersonContext,
  parts: Parts,
  { id, title, audience }: PlannedEvent,
): Promise<void> {
  const of = 'invited'
  const by = ctx.update.update_id
  await enterStep(ctx, parts, 'audience', { of, id, asked: null, by, chosen: audience })
  await openAudience(ctx, parts, { of, id, audience }, eventEditingTexts.chooseInvited(title))
}

/** What is chosen stays in the dialogue until it is confirmed: whoever leaves it begins anew. */
export function invitedAudience(parts: Parts): AudienceOwner {
  return {
    find: async (ctx, id) => {
      if (!mayHoldEvents(ctx)) return null
      const step = atStep(ctx, 'audience')
      if (step?.of === 'invited' && step.id === id) return step.chosen ?? null
      const asked = atStep(ctx, 'event-change')
      const isAgain = asked?.event === id && asked.by === ctx.update.update_id
      return (isAgain && asked.pending?.audience) || null
    },
    save: async (ctx, id, audience) => {
      const step = atStep(ctx, 'audience')
      if (step?.of !== 'invited' || step.id !== id) return false
      await enterStep(ctx, parts, 'audience', { ...step, chosen: audience })
      return true
    },
    show: async (ctx, id) => {
      const event = await findAhead(ctx, parts, id)
      const audience = atStep(ctx, 'audience')?.chosen
      const pending = atStep(ctx, 'event-change')?.pending
      if (event && audience) await waitForYes(ctx, parts, event, 'audience', { audience })
      else if (event && pending) await askWhetherSure(ctx, parts, event, 'audience', pending)
    },
  }
}

/** Whom the event invites follows its site where nothing else was said; that of no site would be everyone. */
async function chooseSite(
  ctx: PersonContext,
  parts: Parts,
  event: PlannedEvent,
  siteId: number | null,
): Promise<void> {
  const isUsual = isSameAudience(event.audience, usualAudience(event.site_id))
  const follows = isUsual && event.site_id !== null && siteId !== null
  const audience = follows ? { audience: usualAudience(siteId) } : {}
  await waitForYes(ctx, parts, event, 'site', { siteId, ...audience })
}

async function showSiteChoice(
  ctx: PersonContext,
  { pool }: Parts,
  event: PlannedEvent,
  offset: number,
): Promise<void> {
  const found = await listSites(pool, { personId: ctx.person.id, offset, limit: SITES_ON_PAGE })
  const sites = found
    .slice(0, SITES_ON_PAGE)
    .map((site) => [
      button(eventNewTexts.site(site), 'event-site', { event: event.id, site: site.id }),
    ])
  const place = { offset, size: SITES_ON_PAGE, found: found.length }
  const none = button(eventNewTexts.noSite, 'event-site', { event: event.id, site: 0 })
  await showPage(
    ctx,
    eventEditingTexts.ask(event, eventNewTexts.ask('site', event.site)),
    keyboard(
      ...sites,
      pageButtons('event-sites', place, { event: event.id }),
      event.site_id === null ? [] : [none],
      [keepButton(event)],
    ),
  )
}

/** Whether the site is what is asked now. */
function isAsked(ctx: PersonContext, { id }: PlannedEvent): boolean {
  const asked = atStep(ctx, 'event-change')
  return asked?.event === id && asked.field === 'site'
}
