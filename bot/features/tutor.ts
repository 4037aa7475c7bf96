/** The teacher's side of a ticket: asking a tutor, going on with the answer, ending it. */
import { Composer } from 'grammy'
import { finishQuestion, saveQuestion } from '../../db/questions.ts'
import type { Said } from '../../db/said.ts'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { findSaid } from '../../db/ticket-words.ts'
import { findTicket, resolveTicket, type Ticket } from '../../db/tickets.ts'
import { transaction } from '../../db/transaction.ts'
import { isAddressed } from '../addressed.ts'
import { mayAsk, originOf } from '../asking.ts'
import { continueWith, isContinuable } from '../clarifying.ts'
import type { Parts, PersonContext } from '../context.ts'
import { atStep, enterStep, leaveDialogue } from '../dialogue.ts'
import { addToQuestion } from '../late-parts.ts'
import { onPress } from '../presses.ts'
import { repliedTo } from '../replied.ts'
import { prepareRouting } from '../routing.ts'
import { placeOf, plainWordsOf, saidIn } from '../said.ts'
import { attachmentTexts } from '../texts/attachments.ts'
import { ticketTexts } from '../texts/tickets.ts'
import { handToTutors } from '../ticketing.ts'
import { whileTyping } from '../typing.ts'

/** A reply to these messages of the bot goes on with the ticket. */
const TO_TEACHER = ['accepted', 'taken', 'message', 'ask', 'late', 'rejected']

/** As it stands at the beginning of words that ask a tutor. */
export const TUTOR_COMMAND = /^\/tutor(@\w+)?(\s+|$)/i

export function tutorFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('tutor', async (ctx) => {
    const said = { ...saidIn(ctx.messages), text: ctx.match.trim() }
    if (said.text || said.attachments) return askTutor(ctx, parts, said)
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
    const key = `ticket:${ticketId}:ask:${ctx.update.update_id}`
    await ctx.say(ticketTexts.clarifyWhat(ticketId), { forceReply, key, kind: 'ticket' })
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
  // The library looks for commands in texts only.
  composer.on('message:caption', async (ctx, next) => {
    const said = saidIn(ctx.messages)
    if (!said || !TUTOR_COMMAND.test(ctx.message.caption)) return next()
    await askTutor(ctx, parts, { ...said, text: plainWordsOf(said).replace(TUTOR_COMMAND, '') })
  })
  composer.on('message', async (ctx, next) => {
    const { text, caption } = ctx.message
    if ((text ?? caption)?.startsWith('/') || !isAddressed(ctx.message)) return next()
    if (await addToQuestion(ctx, parts)) return
    // The reply decides, whatever was asked for last.
    const ticketId = (await repliedTicket(ctx, parts)) ?? atStep(ctx, 'clarification')?.ticketId
    if (ticketId === undefined && !atStep(ctx, 'tutor-question')) return next()
    const said = saidIn(ctx.messages)
    if (!said) return ctx.say(ticketTexts.cannotTake, { reply: true })
    if (ticketId === undefined) return askTutor(ctx, parts, { ...said, text: plainWordsOf(said) })
    await continueWith(ctx, parts, ticketId, said)
  })
  return composer
}

/** Straight to the tutors; what the documents hold is looked up for their card only. */
async function askTutor(ctx: PersonContext, parts: Parts, said: Said): Promise<void> {
  const text = said.text || attachmentTexts.wordless
  if (!(await mayAsk(ctx, parts, text))) return
  const { person, now, chatKey } = ctx
  const municipality = person.municipality ?? parts.centre.municipality
  const asking = { text: said.text, municipality, now }
  const found = said.text ? await whileTyping(ctx, parts.rag.answer(asking)) : null
  const citations = found && 'citations' in found ? found.citations : []
  const { recogniser, missing } = await prepareRouting(parts, { text, citations })
  const ids = await transaction(parts.pool, async (tx) => {
    const asked = { text, personId: person.id, chatKey, messageId: String(ctx.msgId), now }
    const place = { municipality: person.municipality, follows: null, leaseUntil: now }
    const files = { attachments: said.attachments ?? [], album: placeOf(ctx).album }
    const saved = await saveQuestion(tx, { origin: originOf(ctx), ...asked, ...files, ...place })
    // The row and the ticket are of one transaction: what made the one before made the other.
    if (!saved.fresh) return []
    const answer = { text: '', citations, options: [], ...(found && missing ? { missing } : {}) }
    const outcome = { status: 'routed', confidence: null, answer, now } as const
    const question =
      (await finishQuestion(tx, { questionId: saved.question.id, ...outcome })) ?? saved.question
    return handToTutors(tx, parts, { question, found: 'asked', by: originOf(ctx), recogniser, now })
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

/** One that waits for another's answer is closed only for the tutors. */
function whyNotResolved({ status, joined_to }: Ticket): string {
  return status === 'closed' && joined_to === null
    ? ticketTexts.alreadyResolved
    : ticketTexts.needsAnswerFirst
}

/** By the bot's message about a ticket that is replied to, or by one's own words in it. */
async function repliedTicket(ctx: PersonContext, parts: Parts): Promise<number | undefined> {
  const messageId = repliedTo(ctx)
  if (messageId === null) return undefined
  const { chatKey, person } = ctx
  const reference = await findTicketOfMessage(parts.pool, { chatKey, messageId })
  if (reference && !TO_TEACHER.includes(reference.about)) return undefined
  const own = { personId: person.id, chatKey, messageId, album: null }
  const said = reference ?? (await findSaid(parts.pool, own))
  return said ? (await ownTicket(ctx, parts, said.ticketId))?.id : undefined
}
