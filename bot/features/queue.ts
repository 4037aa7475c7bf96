/** «/queue»: what waits for tutors, the longest waiting first; «/duty»: who is there for it. */
import { Composer } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { endDuty, listTutors, startDuty } from '../../db/duty.ts'
import { countQueue, listQueue, QUEUE_FILTERS, type QueueFilter } from '../../db/queue.ts'
import { transaction } from '../../db/transaction.ts'
import { planCard } from '../card-places.ts'
import { PRIORITY, saidMessages } from '../content.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { findTutorGroup, ownChat } from '../desk-chats.ts'
import type { Html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { pageButtons, replacePage, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { isTutor, tell } from '../taking.ts'
import { deskTexts } from '../texts/desk.ts'
import { botLink, groupTexts } from '../texts/group.ts'
import { queueTexts } from '../texts/queue.ts'

const PAGE = 5
/** More are not on duty at the same time in any centre. */
const MOST_ON_DUTY = 50

/** In private chats. */
export function queueFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('queue', async (ctx) => {
    if (await mayLook(ctx)) await showQueue(ctx, parts, 'free', 0)
  })
  onPress(composer, 'queue', async (ctx, { filter: name, offset }) => {
    const filter = QUEUE_FILTERS.find((known) => known === name)
    if (!(await mayLook(ctx))) return
    if (!filter) return ctx.toast(deskTexts.unknown)
    await showQueue(ctx, parts, filter, offset)
  })
  onPress(composer, 'card', async (ctx, { ticket }) => {
    if (await mayLook(ctx)) await showCard(ctx, parts, ticket)
  })
  composer.command('duty', async (ctx) => {
    if (!(await mayLook(ctx))) return
    const { text, choice } = await dutyPage(ctx, parts)
    await ctx.say(text, { keyboard: choice })
  })
  onPress(composer, 'duty', async (ctx, { on }) => {
    if (!(await isTutor(ctx))) return
    const { person, now } = ctx
    const isOn = on === 'on'
    if (isOn) await startDuty(parts.pool, { personId: person.id, now })
    else await endDuty(parts.pool, { personId: person.id })
    await ctx.toast(isOn ? queueTexts.dutyStarted : queueTexts.dutyEnded)
    const { text, choice } = await dutyPage(ctx, parts)
    await replacePage(ctx, text, choice)
  })
  return composer
}

/** In the group: the page goes to the person's own chat, and costs the group one short line. */
export function queueInGroup(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('queue', async (ctx) => {
    if (await mayLook(ctx))
      await answerPrivately(ctx, parts, await queuePage(ctx, parts, 'free', 0))
  })
  composer.command('duty', async (ctx) => {
    if (await mayLook(ctx)) await answerPrivately(ctx, parts, await dutyPage(ctx, parts))
  })
  return composer
}

interface Page {
  text: Html
  choice: InlineKeyboardMarkup
}

async function answerPrivately(
  ctx: PersonContext,
  { outbox }: Parts,
  { text, choice }: Page,
): Promise<void> {
  const { person, update, now: dueAt } = ctx
  let isThere = true
  for (const [part, content] of saidMessages(text, [], { keyboard: choice }).entries()) {
    const delivery = {
      key: `update:${update.update_id}:own:${part}`,
      kind: 'reply',
      dueAt,
    } as const
    const sent = { ...delivery, ...ownChat(person), content, priority: PRIORITY.reply }
    isThere = (await outbox.post(sent)).kind !== 'failed' && isThere
  }
  const link = botLink(ctx.me.username)
  await ctx.say(isThere ? groupTexts.answeredPrivately(link) : groupTexts.cannotWrite(link), {
    reply: true,
  })
}

/** Says so when the person may not see the queue. */
async function mayLook(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'tutor', 'methodist')) return true
  await tell(ctx, queueTexts.tutorsOnly)
  return false
}

async function showQueue(
  ctx: PersonContext,
  parts: Parts,
  filter: QueueFilter,
  wanted: number,
): Promise<void> {
  const { text, choice } = await queuePage(ctx, parts, filter, wanted)
  await showPage(ctx, text, choice)
}

async function queuePage(
  ctx: PersonContext,
  { pool, centre }: Parts,
  filter: QueueFilter,
  wanted: number,
): Promise<Page> {
  const look = { personId: ctx.person.id, now: ctx.now }
  const counts = await countQueue(pool, look)
  const count = counts[filter]
  // What was a page has become shorter meanwhile.
  const offset = Math.min(wanted, Math.max(0, Math.ceil(count / PAGE) - 1) * PAGE)
  const lines = await listQueue(pool, { ...look, filter, offset, limit: PAGE })
  const { zone } = centre.calendar
  const filters = QUEUE_FILTERS.map((name) =>
    button(queueTexts.filter(name, counts, name === filter), 'queue', { filter: name, offset: 0 }),
  )
  return {
    text: queueTexts.page(filter, lines, { offset, count, now: ctx.now, zone }),
    choice: keyboard(
      lines.map(({ id }) => button(queueTexts.number(id), 'card', { ticket: id })),
      pageButtons('queue', { offset, size: PAGE, found: count - offset }, { filter }),
      filters.slice(0, 2),
      filters.slice(2),
    ),
  }
}

/** A card of its own in this chat, which follows what happens to the question. */
async function showCard(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  const { person, now, update } = ctx
  const card = { ticketId, chat: ownChat(person), nth: `${update.update_id}`, now }
  const shown = { ...card, priority: PRIORITY.reply }
  const ids = await transaction(parts.pool, (tx) => planCard(tx, parts, shown))
  await ctx.toast(ids.length > 0 ? undefined : deskTexts.unknown)
  await parts.outbox.flush(ids)
}

async function dutyPage(ctx: PersonContext, { pool }: Parts): Promise<Page> {
  const tutors = await listTutors(pool, { offset: 0, limit: MOST_ON_DUTY })
  const onDuty = tutors.filter(({ on_duty }) => on_duty)
  const isOn = onDuty.some(({ id }) => id === ctx.person.id)
  const toggle = isOn
    ? button(queueTexts.endDuty, 'duty', { on: 'off' })
    : button(queueTexts.startDuty, 'duty', { on: 'on' })
  const hasGroup = (await findTutorGroup(pool)) !== null
  return {
    text: queueTexts.duty(onDuty, isOn, hasGroup),
    choice: keyboard(hasRole(ctx, 'tutor') ? [toggle] : []),
  }
}
