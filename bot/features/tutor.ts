/** The teacher's side of a ticket: asking a tutor, going on with the answer, ending it. */
import { Composer } from 'grammy'
import { finishQuestion, saveQuestion } from '../../db/questions.ts'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { findTicket, resolveTicket, type Ticket } from '../../db/tickets.ts'
import { transaction } from '../../db/transaction.ts'
import { mayAsk, originOf } from '../asking.ts'
import { continueWith, isContinuable } from '../clarifying.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { onPress } from '../presses.ts'
import { ticketTexts } from '../texts/tickets.ts'
import { handToTutors } from '../ticketing.ts'
import { whileTyping } from '../typing.ts'

/** A reply to these messages of the bot goes on with the ticket. */
const TO_TEACHER = ['accepted', 'taken', 'message']

export function tutorFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('tutor', async (ctx) => {
    const text = ctx.match.trim()
    if (text) return askTutor(ctx, parts, text)
    await enterStep(ctx, parts, 'tutor-question', {})
    await ctx.say(ticketTexts.askWhat, { forceReply: ticketTexts.askWhatField })
  })
  onPress(composer, 'continue', async (ctx, { ticket: ticketId }) => {
    const ticket = await ownTicket(ctx, parts, ticketId)
    if (!ticket) return ctx.toast(ticketTexts.notYours)
    await ctx.toast()
    if (!isContinuable(ticket, ctx.now)) return ctx.say(ticketTexts.tooLateToClarify)
    await enterStep(ctx, parts, 'clarification', { ticketId })
    const forceReply = ticketTexts.clarifyField
    await ctx.say(ticketTexts.clarifyWhat(ticketId), { forceReply })
  })
  onPress(composer, 'resolved', async (ctx, { ticket: ticketId }) => {
    const ticket = await ownTicket(ctx, parts, ticketId)
    if (!ticket) return ctx.toast(ticketTexts.notYours)
    const closing = { ticketId, personId: ctx.person.id, now: ctx.now }
    const closed = await resolveTicket(parts.pool, closing)
    if (!closed) return ctx.toast(whyNotResolved(ticket))
    await ctx.toast(ticketTexts.resolved(ticketId))
    await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  })
  composer.on('message:text', async (ctx, next) => {
    const { text } = ctx.message
    if (text.startsWith('/')) return next()
    if (atStep(ctx, 'tutor-question')) return askTutor(ctx, parts, text)
    const ticketId = atStep(ctx, 'clarification')?.ticketId ?? (await repliedTicket(ctx, parts))
    return ticketId === null ? next() : continueWith(ctx, parts, ticketId, text)
  })
  return composer
}

/** Straight to the tutors; what the documents hold is looked up for their card only. */
async function askTutor(ctx: PersonContext, parts: Parts, text: string): Promise<void> {
  if (!(await mayAsk(ctx, parts, text))) return
  const { person, now, chatKey } = ctx
  const municipality = person.municipality ?? parts.centre.municipality
  const found = await whileTyping(ctx, parts.rag.answer({ text, municipality, now }))
  const ids = await transaction(parts.pool, async (tx) => {
    const asked = { text, personId: person.id, chatKey, messageId: String(ctx.msgId), now }
    const place = { municipality: person.municipality, follows: null, leaseUntil: now }
    const saved = await saveQuestion(tx, { origin: originOf(ctx), ...asked, ...place })
    // The row and the ticket are of one transaction: what made the one before made the other.
    if (!saved.fresh) return []
    const citations = 'citations' in found ? found.citations : []
    const answer = { text: '', citations, options: [] }
    const outcome = { status: 'routed', confidence: null, answer, now } as const
    const question =
      (await finishQuestion(tx, { questionId: saved.question.id, ...outcome })) ?? saved.question
    return handToTutors(tx, parts, { question, found: 'asked', by: originOf(ctx), now })
  })
  await leaveDialogue(ctx, parts)
  await parts.outbox.flush(ids)
}

async function ownTicket(
  ctx: PersonContext,
  { pool }: Parts,
  ticketId: number,
): Promise<Ticket | null> {
  const ticket = await findTicket(pool, ticketId)
  return ticket?.person_id === ctx.person.id ? ticket : null
}

function whyNotResolved({ status }: Ticket): string {
  return status === 'closed' ? ticketTexts.alreadyResolved : ticketTexts.needsAnswerFirst
}

async function repliedTicket(ctx: PersonContext, parts: Parts): Promise<number | null> {
  const repliedTo = ctx.message?.reply_to_message?.message_id
  if (repliedTo === undefined) return null
  const message = { chatKey: ctx.chatKey, messageId: String(repliedTo) }
  const reference = await findTicketOfMessage(parts.pool, message)
  if (!reference || !TO_TEACHER.includes(reference.about)) return null
  return (await ownTicket(ctx, parts, reference.ticketId))?.id ?? null
}
