/** /events: what is ahead, one's own, and one event with one's own mark; methodists also see what is over and drafts. */
import type { InlineKeyboardButton } from 'grammy/types'
import { isInvited } from '../db/event-invited.ts'
import { EVENT_FILTERS, type EventFilter, listEvents } from '../db/event-list.ts'
import { findEventPerson } from '../db/event-people.ts'
import { findEvent } from '../db/events.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { ownButtons } from './event-buttons.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import { eventListTexts } from './texts/event-lists.ts'
import { eventPeopleTexts } from './texts/event-people.ts'

type Shelf = Pick<Parts, 'pool' | 'centre'>

const PAGE = 6
const BUTTONS_IN_ROW = 3

/** Where in the list somebody was. */
export interface ListPlace {
  filter: EventFilter
  offset: number
}

/** Null for a button that nobody was shown. */
export function readEventFilter(name: string): EventFilter | null {
  return EVENT_FILTERS.find((known) => known === name) ?? null
}

/** The page that begins at `offset`, or the last one. */
export async function showEvents(
  ctx: PersonContext,
  { pool, centre }: Shelf,
  { filter: wanted, offset: from }: ListPlace,
): Promise<void> {
  const all = hasRole(ctx, 'methodist')
  const filter = filtersFor(all).includes(wanted) ? wanted : 'ahead'
  const events = await listEvents(pool, { personId: ctx.person.id, all, filter, now: ctx.now })
  const count = events.length
  const offset = Math.min(from, Math.max(0, Math.ceil(count / PAGE) - 1) * PAGE)
  const shown = events.slice(offset, offset + PAGE)
  const numbers = shown.map(({ id, status }, index) =>
    status === 'draft'
      ? button(`${offset + index + 1}`, 'draft-go-on', { event: id })
      : button(`${offset + index + 1}`, 'event', { event: id, filter, offset }),
  )
  await showPage(
    ctx,
    eventListTexts.list(filter, shown, { offset, count, all, centre }),
    keyboard(
      numbers.slice(0, BUTTONS_IN_ROW),
      numbers.slice(BUTTONS_IN_ROW),
      pageButtons('events', { offset, size: PAGE, found: count - offset }, { filter }),
      ...filterRows(filtersFor(all), filter),
    ),
  )
}

/** One event; says so when it is not for the person. */
export async function showEvent(
  ctx: PersonContext,
  { pool, centre }: Shelf,
  { event: eventId, filter, offset }: ListPlace & { event: number },
): Promise<void> {
  const isMethodist = hasRole(ctx, 'methodist')
  const event = await findEvent(pool, { id: eventId })
  const mark = { eventId, personId: ctx.person.id }
  const invited = await isInvited(pool, mark)
  if (!event || event.status === 'draft' || !(isMethodist || invited)) {
    return ctx.toast(eventPeopleTexts.unknown)
  }
  const own = await findEventPerson(pool, mark)
  const files = own?.attended_at
    ? [button(buttons.materials, 'event-files', { event: eventId })]
    : []
  const card = isMethodist ? [button(buttons.eventCard, 'event-card', { event: eventId })] : []
  await showPage(
    ctx,
    eventPeopleTexts.copy(event, own, centre),
    keyboard(
      ...(invited ? ownButtons(event, own, { view: 'page', now: ctx.now }) : []),
      [...files, ...card],
      [button(buttons.toList, 'events', { filter, offset })],
    ),
  )
}

function filtersFor(all: boolean): readonly EventFilter[] {
  return all ? EVENT_FILTERS : ['ahead', 'own']
}

function filterRows(
  filters: readonly EventFilter[],
  chosen: EventFilter,
): InlineKeyboardButton[][] {
  const made = filters.map((filter) =>
    button(eventListTexts.filter(filter, filter === chosen), 'events', { filter, offset: 0 }),
  )
  return [made.slice(0, 2), made.slice(2)]
}
