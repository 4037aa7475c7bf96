/** The tutors' side of a ticket: taking it, answering it with a preview, giving it back. */
import { Composer } from 'grammy'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { returnTicket } from '../../db/tickets.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { sendDraft, showDraft } from '../drafts.ts'
import { html } from '../html.ts'
import { takeButtonsOff } from '../paging.ts'
import { onPress } from '../presses.ts'
import { takeForTutor, tell } from '../taking.ts'
import { deskTexts } from '../texts/desk.ts'

/** A reply to these messages of the bot is a tutor's answer. */
const TO_TUTOR = ['card', 'prompt', 'note']

/** In the tutors' group and in a tutor's own chat. */
export function deskFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'claim', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    const toasts = { now: deskTexts.yours(ticket), before: deskTexts.alreadyYours(ticket) }
    await takeForTutor(ctx, parts, ticket, toasts)
  })
  onPress(composer, 'reply', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx)) || !(await takeForTutor(ctx, parts, ticket))) return
    await askForAnswer(ctx, parts, ticket)
  })
  onPress(composer, 'return', async (ctx, { ticket: ticketId }) => {
    if (!(await isTutor(ctx))) return
    const returning = { ticketId, tutorId: ctx.person.id, now: ctx.now }
    const returned = await returnTicket(parts.pool, returning)
    await ctx.toast(returned ? deskTexts.returned(ticketId) : deskTexts.notYours(ticketId))
    if (returned) await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  })
  onPress(composer, 'send', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    await sendDraft(ctx, parts, fields)
    await takeButtonsOff(ctx)
  })
  onPress(composer, 'change', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    if (!isShown(ctx, fields)) return ctx.toast(deskTexts.staleDraft)
    await ctx.toast()
    await takeButtonsOff(ctx)
    await askForAnswer(ctx, parts, fields.ticket)
  })
  onPress(composer, 'discard', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    if (!isShown(ctx, fields)) return ctx.toast(deskTexts.staleDraft)
    await leaveDialogue(ctx, parts)
    await ctx.toast(deskTexts.discarded(fields.ticket))
    await takeButtonsOff(ctx)
  })
  composer.on('message', async (ctx, next) => {
    if (ctx.message.text?.startsWith('/')) return next()
    const ticketId = await answeredTicket(ctx, parts)
    if (ticketId === null) return next()
    if (!(await isTutor(ctx)) || !(await takeForTutor(ctx, parts, ticketId))) return
    if (ctx.message.text === undefined) return ctx.say(deskTexts.textOnly, { reply: true })
    await showDraft(ctx, parts, ticketId, ctx.message.text)
  })
  return composer
}

/** Says so when the person is not one. */
async function isTutor(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'tutor')) return true
  await tell(ctx, deskTexts.tutorsOnly)
  return false
}

/** Whether this draft, of this ticket, is the one that waits for a decision. */
function isShown(
  ctx: PersonContext,
  { ticket, draft }: { ticket: number; draft: number },
): boolean {
  const step = atStep(ctx, 'draft')
  return step?.draft === draft && step.ticketId === ticket
}

/** A group shows the request to the tutor alone; a reply to it is the answer. */
async function askForAnswer(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  await enterStep(ctx, parts, 'answer', { ticketId })
  const name = ctx.person.name ?? deskTexts.noName
  const mention = html`<a href="tg://user?id=${ctx.person.external_id}">${name}</a>`
  await ctx.say(deskTexts.prompt(ticketId, mention), {
    forceReply: deskTexts.promptField(ticketId),
    key: `ticket:${ticketId}:prompt:${ctx.update.update_id}`,
    kind: 'ticket',
  })
}

/** The ticket a tutor's message answers; null for everything else that is said. */
async function answeredTicket(ctx: PersonContext, { pool }: Parts): Promise<number | null> {
  const repliedTo = ctx.message?.reply_to_message?.message_id
  if (repliedTo !== undefined) {
    const message = { chatKey: ctx.chatKey, messageId: String(repliedTo) }
    const reference = await findTicketOfMessage(pool, message)
    if (reference) return TO_TUTOR.includes(reference.about) ? reference.ticketId : null
  }
  if (ctx.chat?.type !== 'private') return null
  return atStep(ctx, 'answer')?.ticketId ?? null
}
