/** The list of broadcasts, and the page of each that is no draft: its state, its sums, and what can be done with it. */
import type { InlineKeyboardButton } from 'grammy/types'
import { listBroadcastDrafts } from '../db/broadcast-drafts.ts'
import { countRepeatable, reportOf } from '../db/broadcast-report.ts'
import { type Broadcast, listBroadcasts } from '../db/broadcasts.ts'
import { findPersonById } from '../db/people.ts'
import { audienceWords } from './audience-words.ts'
import { goingButtons, reportButtons } from './broadcast-buttons.ts'
import { pack } from './callbacks.ts'
import type { Parts, PersonContext } from './context.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { pageButtons, showPage } from './paging.ts'
import { broadcastListTexts } from './texts/broadcast-list.ts'
import { buttons } from './texts/buttons.ts'

const PAGE = 5
const BUTTONS_IN_ROW = 4
/** The person's own drafts, above the first page. */
const MOST_DRAFTS = 5

export async function showBroadcasts(
  ctx: PersonContext,
  { pool, centre }: Parts,
  offset: number,
): Promise<void> {
  const mine = { personId: ctx.person.id, limit: MOST_DRAFTS }
  const drafts = offset > 0 ? [] : await listBroadcastDrafts(pool, mine)
  const found = await listBroadcasts(pool, { offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const numbers = [...drafts, ...page].map(({ id }) =>
    button(broadcastListTexts.open(id), 'broadcast', { broadcast: id }),
  )
  await showPage(
    ctx,
    broadcastListTexts.list(drafts, page, { offset, zone: centre.calendar.zone }),
    keyboard(
      numbers.slice(0, BUTTONS_IN_ROW),
      numbers.slice(BUTTONS_IN_ROW, 2 * BUTTONS_IN_ROW),
      numbers.slice(2 * BUTTONS_IN_ROW),
      pageButtons('broadcasts', { offset, size: PAGE, found: found.length }, {}),
      [button(broadcastListTexts.fresh, 'broadcast-new', {})],
    ),
  )
}

/** One that is no draft; `before` is said above it. */
export async function showBroadcastPage(
  ctx: PersonContext,
  { pool, centre }: Parts,
  broadcast: Broadcast,
  before: Html | null = null,
): Promise<void> {
  const { id: broadcastId, audience, created_by } = broadcast
  const author = created_by === null ? null : await findPersonById(pool, created_by)
  const words = await audienceWords(pool, audience)
  const sums = await reportOf(pool, { broadcastId })
  const repeatable = sums.inDoubt === 0 ? 0 : await countRepeatable(pool, { broadcastId })
  const place = { words, author: author?.name ?? null, zone: centre.calendar.zone }
  await showPage(
    ctx,
    join([before, broadcastListTexts.page({ broadcast, sums }, place)], '\n\n'),
    keyboard(...actsOf(broadcast, { sent: sums.sent, repeatable }), [
      button(buttons.toList, 'broadcasts', { offset: 0 }),
    ]),
  )
}

/** Whether the pressed message is such a page: they alone lead back to the list. */
export function isBroadcastPage({ callbackQuery }: PersonContext): boolean {
  const markup = callbackQuery?.message?.reply_markup
  const data = markup?.inline_keyboard
    .flat()
    .map((each) => 'callback_data' in each && each.callback_data)
  return data?.includes(pack('broadcasts', { offset: 0 })) ?? false
}

function actsOf(
  broadcast: Broadcast,
  figures: { sent: number; repeatable: number },
): InlineKeyboardButton[][] {
  const it = { broadcast: broadcast.id }
  const copy = button(broadcastListTexts.copy, 'broadcast-copy', it)
  switch (broadcast.status) {
    case 'draft':
      return []
    case 'cancelled':
      return [[copy]]
    case 'scheduled':
      return [
        [
          button(broadcastListTexts.move, 'broadcast-when', it),
          button(broadcastListTexts.unplan, 'broadcast-unplan', it),
        ],
        [
          button(buttons.testToOneself, 'broadcast-test', it),
          button(broadcastListTexts.cancel, 'broadcast-stop', it),
        ],
      ]
    case 'running':
    case 'paused':
      return [goingButtons(broadcast), [button(broadcastListTexts.refresh, 'broadcast', it)]]
    case 'stopped':
    case 'ended':
      return [...reportButtons(broadcast, figures).inline_keyboard, [copy]]
  }
}
