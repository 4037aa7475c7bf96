/** The questions about a new event with their buttons. */
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import type { EventRow } from '../db/events.ts'
import { listSites } from '../db/sites.ts'
import { inWords } from './audience-picker.ts'
import type { Parts, PersonContext } from './context.ts'
import type { PendingChange } from './dialogue-steps.ts'
import { CLEARED, factsOf } from './event-fields.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons } from './paging.ts'
import { buttons } from './texts/buttons.ts'
import {
  audienceLine,
  EVENT_FIELDS,
  type EventField,
  eventNewTexts,
  fieldValue,
  whenIn,
} from './texts/event-new.ts'

const SITES_ON_PAGE = 6

/** The question about a field of the draft. `offset`: where the page of sites begins. */
export async function askedWith(
  ctx: PersonContext,
  parts: Parts,
  draft: EventRow,
  { field, walk, offset = 0 }: { field: EventField; walk: boolean; offset?: number },
): Promise<{ text: Html; keyboard: InlineKeyboardMarkup }> {
  const now = await saidOf(parts, draft, field)
  const choices = await choicesOf(ctx, parts, draft, { field, offset })
  return {
    text: eventNewTexts.ask(field, now),
    keyboard: keyboard(...choices, ...waysOn(draft, { field, walk })),
  }
}

/** The time that was understood, to be confirmed. */
export function confirmationOf(pending: PendingChange, { centre }: Pick<Parts, 'centre'>): Html {
  const { zone, starts_at = null } = factsOf(pending, centre)
  const when = whenIn({ starts_at, zone: zone ?? centre.calendar.zone }, centre)
  return eventNewTexts.understood(when ?? '', pending.minutes ?? null)
}

/** What can be left empty says so by its own words. */
export function clearWords(field: EventField): string {
  if (field === 'capacity') return eventNewTexts.noLimit
  if (field === 'reminders') return eventNewTexts.noReminders
  return buttons.clear
}

/** Whether there is anything to be left empty. */
export function isSaid(event: EventRow, field: EventField): boolean {
  switch (field) {
    case 'place':
      return event.place !== '' || event.link !== ''
    case 'description':
      return event.description !== ''
    case 'capacity':
      return event.capacity !== null
    case 'reminders':
      return event.remind_before.length > 0
    default:
      return false
  }
}

async function saidOf(
  { pool, centre }: Parts,
  draft: EventRow,
  field: EventField,
): Promise<string | null> {
  if (field !== 'audience') return fieldValue(draft, field, centre)
  return audienceLine(await inWords({ pool }, draft.audience))
}

async function choicesOf(
  ctx: PersonContext,
  { pool }: Parts,
  draft: EventRow,
  { field, offset }: { field: EventField; offset: number },
): Promise<InlineKeyboardButton[][]> {
  const event = draft.id
  if (field === 'audience') return [[button(eventNewTexts.choose, 'draft-audience', { event })]]
  if (field === 'site') {
    const place = { offset, size: SITES_ON_PAGE }
    const found = await listSites(pool, { personId: ctx.person.id, offset, limit: SITES_ON_PAGE })
    return [
      ...found
        .slice(0, SITES_ON_PAGE)
        .map((site) => [button(eventNewTexts.site(site), 'draft-site', { event, site: site.id })]),
      pageButtons('draft-sites', { ...place, found: found.length }, { event }),
      draft.site_id === null
        ? []
        : [button(eventNewTexts.noSite, 'draft-site', { event, site: 0 })],
    ]
  }
  return CLEARED[field] && isSaid(draft, field)
    ? [[button(clearWords(field), 'draft-clear', { event, field })]]
    : []
}

function waysOn(
  draft: EventRow,
  { field, walk }: { field: EventField; walk: boolean },
): InlineKeyboardButton[][] {
  const event = draft.id
  if (!walk) return [[button(buttons.back, 'draft-preview', { event })]]
  const skip = button(buttons.skip, 'draft-skip', { event, field })
  if (field === 'title') return [[skip, button(buttons.cancel, 'draft-drop', { event })]]
  const isWhole = draft.title !== '' && draft.starts_at !== null
  const isOptional = EVENT_FIELDS.indexOf(field) > EVENT_FIELDS.indexOf('time')
  return [
    [button(buttons.back, 'draft-back', { event, field }), skip],
    isWhole && isOptional ? [button(eventNewTexts.toPreview, 'draft-preview', { event })] : [],
  ]
}
