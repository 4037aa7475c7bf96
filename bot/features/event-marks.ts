/** «Пойду», «Не смогу», «В календарь», and the code word and opinion of those who came. */
import { Composer } from 'grammy'
import type { Db } from '../../db/db.ts'
import { attend, rateEvent } from '../../db/event-attendance.ts'
import { isInvited } from '../../db/event-invited.ts'
import { askForPlace, declinePlace, type Marked } from '../../db/event-marks.ts'
import { findEventPerson, noteInCalendar } from '../../db/event-people.ts'
import { findEvent } from '../../db/events.ts'
import { type EarlierPress, earlierPresses } from '../../db/inbox.ts'
import { forgetReminders } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { readCodeWord } from '../../jobs/code-words.ts'
import { pack, unpack } from '../callbacks.ts'
import { PRIORITY, textPayload } from '../content.ts'
import type { Parts, PersonContext } from '../context.ts'
import { ownChat } from '../desk-chats.ts'
import { type EventView, ratingButtons, readEventView } from '../event-buttons.ts'
import { calendarFile } from '../event-calendar.ts'
import { planOwnCopy } from '../event-copies.ts'
import { planMaterials } from '../event-news.ts'
import { type ListPlace, readEventFilter, showEvent } from '../event-pages.ts'
import { replacePage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { eventPeopleTexts } from '../texts/event-people.ts'

/** In private chats of people who have consented. */
export function eventMarksFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'event-mark', async (ctx, { event, mark, view }) => {
    if (mark !== 'going' && mark !== 'declined') return ctx.toast(eventPeopleTexts.unknown)
    await markOwn(ctx, parts, { eventId: event, mark, view: readEventView(view) })
  })
  onPress(composer, 'event-calendar', (ctx, { event }) => sendCalendarEntry(ctx, parts, event))
  onPress(composer, 'event-rate', (ctx, { event, rating }) => rate(ctx, parts, event, rating))
  onPress(composer, 'event-files', (ctx, { event }) => sendFiles(ctx, parts, event))
  return composer
}

/** Before everything that waits for words: whoever says an event's code word in its time is there. */
export function codeWordFeature({ pool }: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    const word = text.startsWith('/') ? null : readCodeWord(text)
    if (word === null) return next()
    const { person, now } = ctx
    const attended = await transaction(pool, (tx) => attend(tx, { word, personId: person.id, now }))
    if (!attended) return next()
    const { title, fresh } = attended
    await ctx.say(fresh ? eventPeopleTexts.attended(title) : eventPeopleTexts.attendedBefore(title))
  })
  return composer
}

async function markOwn(
  ctx: PersonContext,
  parts: Parts,
  given: { eventId: number; mark: 'going' | 'declined'; view: EventView },
): Promise<void> {
  const { eventId, mark, view } = given
  const { person, now } = ctx
  const own = { eventId, personId: person.id }
  const { marked, queue, ids } = await transaction(parts.pool, async (tx) => {
    const marked =
      mark === 'going'
        ? await askForPlace(tx, { ...own, before: await pressedBefore(tx, ctx, eventId), now })
        : await declinePlace(tx, { ...own, now })
    if (marked.kind !== 'marked') return { marked, queue: null, ids: [] }
    await forgetReminders(tx, { eventId, personIds: [person.id], now })
    const waits = marked.mark === 'waiting' ? await findEventPerson(tx, own) : null
    return { marked, queue: waits?.queue ?? null, ids: await planOwnCopy(tx, parts, own) }
  })
  await ctx.toast(markToast(marked, queue))
  for (const deliveryId of ids) {
    await parts.queues.enqueue('deliver', { deliveryId }, { jobId: deliveryId })
  }
  if (view === 'page' && marked.kind !== 'unknown') await refreshPage(ctx, parts, eventId)
}

/** Who pressed «Пойду» earlier, under whatever message, and is still to be answered. */
function pressedBefore(tx: Db, { update }: PersonContext, event: number): Promise<EarlierPress[]> {
  const bodies = (['copy', 'page', 'note'] as const).map((view) => ({
    callback_query: { data: pack('event-mark', { event, mark: 'going', view }) },
  }))
  return earlierPresses(tx, { updateId: update.update_id, bodies })
}

function markToast(marked: Marked, queue: number | null): string {
  if (marked.kind !== 'marked') return eventPeopleTexts[marked.kind]
  const { mark } = marked
  return mark === 'waiting' ? eventPeopleTexts.waiting(queue ?? 1) : eventPeopleTexts[mark]
}

/** The press was answered already; a page that is not one of ours is left alone. */
async function refreshPage(ctx: PersonContext, parts: Parts, event: number): Promise<void> {
  if (isUnderPressed(ctx)) await showEvent(ctx, parts, { event, ...listPlaceOf(ctx) })
}

/** The list that the pressed page leads back to. */
function listPlaceOf(ctx: PersonContext): ListPlace {
  for (const data of dataUnder(ctx)) {
    const place = unpack('events', data)
    const filter = place && readEventFilter(place.filter)
    if (filter) return { filter, offset: place.offset }
  }
  return { filter: 'ahead', offset: 0 }
}

/** Whether the pressed message has the button that was pressed: a forged press has none. */
function isUnderPressed(ctx: PersonContext): boolean {
  return dataUnder(ctx).some((data) => data === ctx.callbackQuery?.data)
}

/** What the buttons of the pressed message carry. */
function dataUnder({ callbackQuery: press }: PersonContext): string[] {
  const shown = press?.message?.reply_markup?.inline_keyboard.flat() ?? []
  return shown.flatMap((each) => ('callback_data' in each ? [each.callback_data] : []))
}

async function sendCalendarEntry(ctx: PersonContext, parts: Parts, eventId: number): Promise<void> {
  const { person, now, update } = ctx
  const own = { eventId, personId: person.id }
  const event = await findEvent(parts.pool, { id: eventId })
  if (!event || !(await isInvited(parts.pool, own))) return ctx.toast(eventPeopleTexts.unknown)
  const file = calendarFile(event, { username: ctx.me.username, now })
  if (event.status === 'cancelled' || !file) return ctx.toast(eventPeopleTexts.cancelled)
  const { text: caption, parse_mode } = textPayload(eventPeopleTexts.calendar(event.title))
  const ids = await transaction(parts.pool, async (tx) => {
    await noteInCalendar(tx, { ...own, now })
    const delivery = {
      key: `update:${update.update_id}:calendar`,
      kind: 'reply',
      ...ownChat(person),
      content: { method: 'sendDocument', payload: { caption, parse_mode }, file },
      priority: PRIORITY.reply,
      dueAt: now,
    } as const
    return [await parts.outbox.plan(tx, delivery)]
  })
  await ctx.toast()
  await parts.outbox.flush(ids)
}

async function rate(
  ctx: PersonContext,
  { pool }: Parts,
  eventId: number,
  rating: number,
): Promise<void> {
  if (rating < 1 || rating > 5) return ctx.toast(eventPeopleTexts.notThere)
  const given = { eventId, personId: ctx.person.id, rating, now: ctx.now }
  const result = await transaction(pool, (tx) => rateEvent(tx, given))
  if (result === 'not there') return ctx.toast(eventPeopleTexts.notThere)
  await ctx.toast(eventPeopleTexts.ratedToast(rating))
  const event = isUnderPressed(ctx) ? await findEvent(pool, { id: eventId }) : null
  if (event)
    await replacePage(ctx, eventPeopleTexts.rated(event.title, rating), ratingButtons(eventId))
}

/** Once more, for somebody who came and has lost them. */
async function sendFiles(ctx: PersonContext, parts: Parts, eventId: number): Promise<void> {
  const { person, now, update } = ctx
  const own = await findEventPerson(parts.pool, { eventId, personId: person.id })
  const event = own?.attended_at ? await findEvent(parts.pool, { id: eventId }) : null
  if (!event) return ctx.toast(eventPeopleTexts.notThere)
  const to = { person_id: person.id, chat_key: ctx.chatKey }
  const wanted = { event, to, after: 0, run: `:again:${update.update_id}`, dueAt: now }
  const ids = await transaction(parts.pool, (tx) => planMaterials(tx, parts, wanted))
  await ctx.toast(ids.length > 0 ? undefined : eventPeopleTexts.noMaterials)
  await parts.outbox.flush(ids)
}
