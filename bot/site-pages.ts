/** What is seen of the networking sites: pages of the list, and one of them with what can be done with it. */
import { type ListedEvent, listEvents } from '../db/event-list.ts'
import { countSites, findSite, listSites } from '../db/sites.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { siteTexts } from './texts/sites.ts'

type Shelf = Pick<Parts, 'pool' | 'centre'>

const PAGE = 6
const MOST_EVENTS = 5

/** Sites, and what is on them, are kept by methodists. */
export function mayKeepSites(ctx: PersonContext): boolean {
  return hasRole(ctx, 'methodist')
}

/** The page that begins at `wanted`, or the last one. */
export async function showSites(
  ctx: PersonContext,
  { pool }: Shelf,
  wanted: number,
): Promise<void> {
  const count = await countSites(pool)
  const pages = Math.ceil(count / PAGE)
  const offset = Math.min(wanted, Math.max(0, pages - 1) * PAGE)
  const found = await listSites(pool, { personId: ctx.person.id, offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const place = { count, page: Math.floor(offset / PAGE) + 1, pages }
  await showPage(
    ctx,
    siteTexts.list(page, place, mayKeepSites(ctx)),
    keyboard(
      ...page.map((site) => [button(siteTexts.open(site), 'site', { site: site.id, offset })]),
      pageButtons('sites', { offset, size: PAGE, found: found.length }, {}),
      mayKeepSites(ctx) ? [button(buttons.add, 'site-add', {})] : [],
    ),
  )
}

/** One site with what is ahead on it; `before` is said above it. */
export async function showSite(
  ctx: PersonContext,
  { pool, centre }: Shelf,
  place: { site: number; offset: number },
  before: Html | null = null,
): Promise<void> {
  const site = await findSite(pool, { id: place.site, personId: ctx.person.id })
  if (!site) return goneIn(ctx)
  const events = await eventsOf(ctx, pool, site.id)
  const ahead = { events: events.slice(0, MOST_EVENTS), more: events.length > MOST_EVENTS }
  const following = site.subscribed
    ? button(buttons.unsubscribe, 'site-unfollow', place)
    : button(buttons.subscribe, 'site-follow', place)
  const keeping = [
    button(buttons.change, 'site-change', place),
    button(buttons.archive, 'site-archive', place),
  ]
  await showPage(
    ctx,
    join([before, siteTexts.card(site, ahead, centre)], '\n\n'),
    keyboard(
      ahead.events.map(({ id: event }, index) =>
        button(`${index + 1}`, 'event', { event, filter: 'ahead', offset: 0 }),
      ),
      [following],
      mayKeepSites(ctx) ? keeping : [],
      [button(buttons.toList, 'sites', { offset: place.offset })],
    ),
  )
}

/** Says that there is no such site (any more), as the person asked: by a press or by words. */
export async function goneIn(ctx: PersonContext): Promise<void> {
  if (ctx.callbackQuery) await ctx.toast(siteTexts.gone)
  else await ctx.say(siteTexts.goneLine)
}

/** Those that have not begun, of which the person may know: the same that they find in /events. */
async function eventsOf(ctx: PersonContext, pool: Parts['pool'], siteId: number) {
  const { person, now } = ctx
  const given = { personId: person.id, all: mayKeepSites(ctx), filter: 'ahead', now } as const
  const isComing = ({ site_id, status, starts_at }: ListedEvent) =>
    site_id === siteId && status === 'published' && starts_at !== null && starts_at > now
  return (await listEvents(pool, given)).filter(isComing)
}
