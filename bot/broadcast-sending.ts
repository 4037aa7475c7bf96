/** Sending a broadcast now or at a time: each is confirmed with the number of people, and asks about quiet hours. */
import { reportOf } from '../db/broadcast-report.ts'
import { type Broadcast, findBroadcast } from '../db/broadcasts.ts'
import { afterQuietHours, parseQuietHours } from '../jobs/quiet-hours.ts'
import { momentAt, readMoment, readTime, type Unclear } from '../jobs/spoken-time.ts'
import { mayBroadcast, rest, seenCode, shownOf } from './broadcast-drafts.ts'
import { scheduleBroadcast, startBroadcast } from './broadcasting.ts'
import type { Parts, PersonContext } from './context.ts'
import { enterStep, leaveDialogue } from './dialogue.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { replacePage, showPage } from './paging.ts'
import { broadcastTexts } from './texts/broadcast.ts'
import { buttons } from './texts/buttons.ts'

const FURTHEST_MS = 366 * 24 * 60 * 60_000

/** A draft of the person's own, or what is scheduled by anybody; null when it began, ended or is gone. */
export async function findUnsent(
  ctx: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  broadcastId: number,
): Promise<Broadcast | null> {
  const broadcast = await findBroadcast(pool, { id: broadcastId })
  if (broadcast?.act !== 'send' || !mayBroadcast(ctx)) return null
  if (broadcast.status === 'scheduled') return broadcast
  return broadcast.status === 'draft' && broadcast.created_by === ctx.person.id ? broadcast : null
}

/** Asks once more before it is sent; in the centre's quiet hours, whether to wait for their end. */
export async function confirmNow(
  ctx: PersonContext,
  parts: Parts,
  draft: Broadcast,
): Promise<void> {
  const shown = await shownOf(parts, draft)
  if (shown.count === 0) return ctx.toast(broadcastTexts.nobody)
  const { zone } = parts.centre.calendar
  const until = afterCentreQuiet(parts, ctx.now)
  const start = (label: string, anyway: 'yes' | 'no') =>
    button(label, 'broadcast-start', { broadcast: draft.id, anyway, seen: seenCode(draft) })
  const back = [button(buttons.back, 'broadcast-open', { broadcast: draft.id })]
  if (until <= ctx.now) {
    const rows = keyboard([start(buttons.send, 'no')], back)
    return showPage(ctx, broadcastTexts.sendSure(shown), rows)
  }
  const rows = keyboard(
    [planButton(draft, broadcastTexts.wait(until, zone), until, 'no')],
    [start(broadcastTexts.sendAnyway, 'yes')],
    back,
  )
  await showPage(ctx, broadcastTexts.sendQuiet(shown, until, zone), rows)
}

/** Sends what was confirmed, unless it has changed since. Pressed once more, it says the same. */
export async function sendNow(
  ctx: PersonContext,
  parts: Parts,
  { id, seen, anyway }: { id: number; seen: string; anyway: boolean },
): Promise<void> {
  const broadcast = await findBroadcast(parts.pool, { id })
  if (broadcast?.created_by !== ctx.person.id || broadcast.act !== 'send') {
    return ctx.toast(broadcastTexts.late)
  }
  if (seen !== seenCode(broadcast)) return ctx.toast(broadcastTexts.changed)
  if (broadcast.status === 'draft') {
    const press = { broadcastId: id, personId: ctx.person.id, ignoresQuietHours: anyway }
    await startBroadcast(parts, press)
  } else if (!broadcast.started_at) return ctx.toast(broadcastTexts.late)
  await leaveDialogue(ctx, parts)
  await ctx.toast()
  const { audience } = await reportOf(parts.pool, { broadcastId: id })
  await replacePage(ctx, broadcastTexts.started(id, audience), keyboard())
}

export async function askTime(
  ctx: PersonContext,
  parts: Parts,
  broadcast: Broadcast,
): Promise<void> {
  await enterStep(ctx, parts, 'broadcast', { broadcast: broadcast.id, asked: 'time' })
  await ctx.toast()
  await ctx.say(broadcastTexts.askTime, { forceReply: broadcastTexts.timeField })
}

/** Reads when it is to be sent, the day and the hour together or one after the other, and asks once more. */
export async function takeTime(
  ctx: PersonContext,
  parts: Parts,
  given: { broadcast: Broadcast; text: string; date: string | null },
): Promise<void> {
  const { broadcast, text, date } = given
  const { zone } = parts.centre.calendar
  const hour = date === null ? null : readTime(text)
  const read =
    hour === null
      ? readMoment(text, { now: ctx.now, zone })
      : momentOf(`${date}T${hour}`, { now: ctx.now, zone })
  if (read.kind === 'unclear') return ctx.say(whyUnclear(read))
  if (read.past) return ctx.say(broadcastTexts.pastTime)
  if (read.kind === 'day') {
    const by = ctx.update.update_id
    await ctx.say(broadcastTexts.askHour(read.date, zone), { forceReply: broadcastTexts.hourField })
    const step = { broadcast: broadcast.id, asked: 'hour' as const, date: read.date, by }
    return enterStep(ctx, parts, 'broadcast', step)
  }
  if (read.at.getTime() - ctx.now.getTime() > FURTHEST_MS) return ctx.say(broadcastTexts.farTime)
  await confirmTime(ctx, parts, broadcast, read.at)
  await rest(ctx, parts, broadcast.id)
}

/** Has it begin at that time, unless it has changed since it was confirmed. */
export async function sendAt(
  ctx: PersonContext,
  parts: Parts,
  given: { broadcast: Broadcast; at: number; seen: string; anyway: boolean },
): Promise<void> {
  const { broadcast, seen, anyway } = given
  const startsAt = new Date(given.at * 1000)
  if (seen !== seenCode(broadcast)) return ctx.toast(broadcastTexts.changed)
  if (startsAt <= ctx.now) return ctx.toast(broadcastTexts.pastToast)
  // Of a press that comes once more everything is done.
  if (broadcast.starts_at?.getTime() !== startsAt.getTime()) {
    const press = { broadcastId: broadcast.id, personId: ctx.person.id }
    const plan = { ...press, startsAt, ignoresQuietHours: anyway }
    if (!(await scheduleBroadcast(parts, plan))) return ctx.toast(broadcastTexts.late)
  }
  await leaveDialogue(ctx, parts)
  await ctx.toast()
  const { zone } = parts.centre.calendar
  await replacePage(ctx, broadcastTexts.planned(broadcast.id, startsAt, zone), keyboard())
}

async function confirmTime(
  ctx: PersonContext,
  parts: Parts,
  broadcast: Broadcast,
  at: Date,
): Promise<void> {
  const shown = await shownOf(parts, broadcast)
  const { zone } = parts.centre.calendar
  const until = afterCentreQuiet(parts, at)
  const back = [
    button(broadcastTexts.otherTime, 'broadcast-when', { broadcast: broadcast.id }),
    button(buttons.back, 'broadcast-open', { broadcast: broadcast.id }),
  ]
  if (until <= at) {
    const rows = keyboard([planButton(broadcast, buttons.schedule, at, 'no')], back)
    return ctx.say(broadcastTexts.planSure(shown, at, zone), { keyboard: rows })
  }
  const rows = keyboard(
    [planButton(broadcast, broadcastTexts.wait(until, zone), until, 'no')],
    [planButton(broadcast, broadcastTexts.planAnyway(at, zone), at, 'yes')],
    back,
  )
  await ctx.say(broadcastTexts.planQuiet(shown, at, until, zone), { keyboard: rows })
}

function planButton(broadcast: Broadcast, label: string, time: Date, anyway: 'yes' | 'no') {
  const at = Math.floor(time.getTime() / 1000)
  const seen = seenCode(broadcast)
  return button(label, 'broadcast-plan', { broadcast: broadcast.id, at, anyway, seen })
}

/** The time itself, or the end of the centre's quiet hours that it falls into. */
function afterCentreQuiet({ centre }: Parts, time: Date): Date {
  return afterQuietHours(parseQuietHours(centre.quietHours, centre.calendar.zone), time)
}

function momentOf(local: string, { now, zone }: { now: Date; zone: string }) {
  const at = momentAt({ local, zone })
  return { kind: 'moment' as const, at, past: at <= now }
}

function whyUnclear({ why }: Unclear): Html {
  switch (why) {
    case 'ambiguous':
      return broadcastTexts.ambiguousTime
    case 'impossible':
      return broadcastTexts.impossibleTime
    case 'weekday':
      return broadcastTexts.wrongWeekday
    default:
      return broadcastTexts.wrongTime
  }
}
