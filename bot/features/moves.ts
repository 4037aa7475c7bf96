/** What a tutor does with a question besides answering it: «Вернуть в очередь», «Продлить», «Передать», «Отклонить». */
import { Composer } from 'grammy'
import { listTutors } from '../../db/duty.ts'
import { prolongTicket } from '../../db/ticket-moves.ts'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { returnTicket } from '../../db/tickets.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { signatureOf } from '../drafts.ts'
import { html } from '../html.ts'
import { button, keyboard } from '../keyboards.ts'
import { handOver, heldTicket, reject } from '../moving.ts'
import { pageButtons, replacePage, showPage } from '../paging.ts'
import { changePreview } from '../pressed-card.ts'
import { onPress } from '../presses.ts'
import { refreshCards } from '../refresh-cards.ts'
import { isTutor, mentionOf } from '../taking.ts'
import { buttons } from '../texts/buttons.ts'
import { deskTexts } from '../texts/desk.ts'
import { formatBy } from '../texts/moments.ts'
import { moveTexts } from '../texts/moves.ts'

const TUTORS = 8
const LONGEST_REASON = 1000

/** In the tutors' group and in a tutor's own chat, before what takes messages for answers. */
export function movesFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'return', async (ctx, { ticket: ticketId }) => {
    if (!(await isTutor(ctx))) return
    const returning = { ticketId, tutorId: ctx.person.id, now: ctx.now }
    const returned = await returnTicket(parts.pool, returning)
    await ctx.toast(returned ? deskTexts.returned(ticketId) : deskTexts.notYours(ticketId))
    if (returned) await refreshCards(parts, [ticketId])
  })
  onPress(composer, 'prolong', async (ctx, { ticket }) => {
    if (await isTutor(ctx)) await prolong(ctx, parts, ticket)
  })
  onPress(composer, 'pass', async (ctx, { ticket, offset }) => {
    if (await isTutor(ctx)) await askWhom(ctx, parts, ticket, offset)
  })
  onPress(composer, 'pass-to', async (ctx, { ticket: ticketId, person: toId }) => {
    if (!(await isTutor(ctx))) return
    const passed = await handOver(ctx, parts, { ticketId, toId })
    if (!passed) return ctx.toast(await whyNotPassed(ctx, parts, ticketId))
    await ctx.toast(moveTexts.passed(ticketId, passed.tutor))
    if (isChoice(ctx, ticketId)) {
      await replacePage(ctx, moveTexts.passedTo(ticketId, passed.tutor), keyboard())
    }
    await refreshCards(parts, [ticketId])
    await parts.outbox.flush(passed.ids)
  })
  composer.use(rejecting(parts))
  return composer
}

function rejecting(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'reject', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    if (!(await heldTicket(ctx, parts, ticket))) return ctx.toast(deskTexts.notYours(ticket))
    await ctx.toast()
    await askWhy(ctx, parts, ticket)
  })
  onPress(composer, 'reject-yes', async (ctx, { ticket: ticketId, draft }) => {
    if (!(await isTutor(ctx))) return
    const step = shownRejection(ctx, ticketId, draft)
    if (!step) return ctx.toast(moveTexts.staleRejection)
    const ids = await reject(ctx, parts, step)
    await leaveDialogue(ctx, parts)
    await ctx.toast(ids ? moveTexts.rejected(ticketId) : deskTexts.notYours(ticketId))
    await changePreview(ctx, parts)
    if (!ids) return
    await refreshCards(parts, [ticketId])
    await parts.outbox.flush(ids)
  })
  onPress(composer, 'reject-no', async (ctx, { ticket, draft }) => {
    if (!(await isTutor(ctx))) return
    if (!shownRejection(ctx, ticket, draft)) return ctx.toast(moveTexts.staleRejection)
    await leaveDialogue(ctx, parts)
    await ctx.toast(moveTexts.kept(ticket))
    await changePreview(ctx, parts)
  })
  composer.on('message', async (ctx, next) => {
    const ticketId = await rejectedTicket(ctx, parts)
    if (ticketId === null) return next()
    if (await isTutor(ctx)) await showReason(ctx, parts, ticketId)
  })
  return composer
}

async function prolong(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  const prolonging = { ticketId, tutorId: ctx.person.id, now: ctx.now }
  const prolonged = await prolongTicket(parts.pool, prolonging)
  if (prolonged) {
    const { zone } = parts.centre.calendar
    await ctx.toast(moveTexts.prolonged(ticketId, formatBy(prolonged.promised_by, zone)))
    return refreshCards(parts, [ticketId])
  }
  const held = await heldTicket(ctx, parts, ticketId)
  await ctx.toast(held ? moveTexts.notProlonged(ticketId) : deskTexts.notYours(ticketId))
}

/** The first page is a message of its own; the others take its place. */
async function askWhom(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
  offset: number,
): Promise<void> {
  if (!(await heldTicket(ctx, parts, ticketId))) return ctx.toast(deskTexts.notYours(ticketId))
  const page = { except: ctx.person.id, offset, limit: TUTORS }
  const found = await listTutors(parts.pool, page)
  if (found.length === 0) return ctx.toast(moveTexts.nobodyElse)
  const rows = found.slice(0, TUTORS).map(({ id, name, on_duty, claimed }) => {
    const label = moveTexts.passLabel(name ?? deskTexts.noName, on_duty, claimed)
    return [button(label, 'pass-to', { ticket: ticketId, person: id })]
  })
  const turn = pageButtons(
    'pass',
    { offset, size: TUTORS, found: found.length },
    { ticket: ticketId },
  )
  const choice = keyboard(...rows, turn)
  if (isChoice(ctx, ticketId)) return showPage(ctx, moveTexts.passWhom(ticketId), choice)
  await ctx.toast()
  await ctx.say(moveTexts.passWhom(ticketId), { keyboard: choice })
}

/** Whether the message that was pressed asks whom to hand this ticket over to, and is no card. */
function isChoice({ callbackQuery }: PersonContext, ticketId: number): boolean {
  return callbackQuery?.message?.text === moveTexts.passWhom(ticketId).markup
}

async function whyNotPassed(ctx: PersonContext, parts: Parts, ticketId: number): Promise<string> {
  const held = await heldTicket(ctx, parts, ticketId)
  return held ? moveTexts.cannotTake : deskTexts.notYours(ticketId)
}

async function askWhy(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  await enterStep(ctx, parts, 'rejection', { ticketId })
  await ctx.say(moveTexts.why(ticketId, mentionOf(ctx)), {
    forceReply: moveTexts.whyField(ticketId),
    key: `ticket:${ticketId}:why:${ctx.update.update_id}`,
    kind: 'ticket',
  })
}

/** The ticket whose rejection a message explains: a reply to the question why, or in private the next message. */
async function rejectedTicket(ctx: PersonContext, { pool }: Parts): Promise<number | null> {
  const step = atStep(ctx, 'rejection') ?? atStep(ctx, 'rejection-draft')
  if (!step || ctx.message?.text?.startsWith('/')) return null
  const repliedTo = ctx.message?.reply_to_message?.message_id
  if (repliedTo !== undefined) {
    const message = { chatKey: ctx.chatKey, messageId: String(repliedTo) }
    const reference = await findTicketOfMessage(pool, message)
    if (reference) return reference.about === 'why' ? reference.ticketId : null
  }
  return ctx.chat?.type === 'private' && atStep(ctx, 'rejection') ? step.ticketId : null
}

async function showReason(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  if (!(await heldTicket(ctx, parts, ticketId)))
    return ctx.say(html`${deskTexts.notYours(ticketId)}`, { reply: true })
  const reason = ctx.message?.text
  if (reason === undefined || reason.length > LONGEST_REASON)
    return ctx.say(moveTexts.whyInWords, { reply: true })
  const draft = ctx.update.update_id
  await enterStep(ctx, parts, 'rejection-draft', { ticketId, draft, reason })
  const fields = { ticket: ticketId, draft }
  await ctx.say(moveTexts.rejectionPreview(ticketId, reason, signatureOf(ctx.person)), {
    keyboard: keyboard([
      button(buttons.reject, 'reject-yes', fields),
      button(buttons.cancel, 'reject-no', fields),
    ]),
    reply: true,
  })
}

function shownRejection(ctx: PersonContext, ticketId: number, draft: number) {
  const step = atStep(ctx, 'rejection-draft')
  return step?.draft === draft && step.ticketId === ticketId ? step : null
}
