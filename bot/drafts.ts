/** A tutor's answer before and at its sending: preview, then the teacher's message, once. */

import { leaveConversation } from '../db/conversations.ts'
import type { Db } from '../db/db.ts'
import type { Person } from '../db/people.ts'
import { findQuestion } from '../db/questions.ts'
import { saveTicketMessage } from '../db/ticket-thread.ts'
import { answerTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { atStep, enterStep } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { planText } from './ticketing.ts'

/** Shows the tutor what the teacher would get. */
export async function showDraft(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
  text: string,
): Promise<void> {
  const draft = ctx.update.update_id
  await enterStep(ctx, parts, 'draft', { ticketId, draft, text })
  const fields = { ticket: ticketId, draft }
  await ctx.say(deskTexts.preview(ticketId, text, signatureOf(ctx.person)), {
    keyboard: keyboard([
      button(buttons.send, 'send', fields),
      button(buttons.change, 'change', fields),
      button(buttons.cancel, 'discard', fields),
    ]),
    reply: true,
  })
}

/** Sends the draft if it is still the one shown; the press is answered before anything leaves. */
export async function sendDraft(
  ctx: PersonContext,
  parts: Parts,
  { ticket: ticketId, draft }: { ticket: number; draft: number },
): Promise<void> {
  const step = atStep(ctx, 'draft')
  if (step?.draft !== draft || step.ticketId !== ticketId) return ctx.toast(deskTexts.staleDraft)
  const ids = await transaction(parts.pool, (tx) => answer(tx, parts, ctx, step))
  if (!ids) return ctx.toast(deskTexts.notYours(ticketId))
  ctx.conversation = null
  await ctx.toast(deskTexts.sent(ticketId))
  await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  await parts.outbox.flush(ids)
}

/** Null when the ticket is not the tutor's any more. */
async function answer(
  tx: Db,
  parts: Parts,
  { person, chatKey, now }: PersonContext,
  { ticketId, draft, text }: { ticketId: number; draft: number; text: string },
): Promise<number[] | null> {
  const ticket = await answerTicket(tx, { ticketId, tutorId: person.id, now })
  if (!ticket) return null
  await leaveConversation(tx, { personId: person.id, chatKey })
  const said = { ticketId, authorId: person.id, side: 'tutor', content: { text } } as const
  const messageId = await saveTicketMessage(tx, { ...said, origin: `telegram:${draft}`, now })
  if (messageId === null) return []
  return planAnswer(tx, parts, { ticket, messageId, text, signature: signatureOf(person), now })
}

async function planAnswer(
  tx: Db,
  parts: Parts,
  answer: { ticket: Ticket; messageId: number; text: string; signature: string; now: Date },
): Promise<number[]> {
  const { ticket, messageId, text, signature, now } = answer
  const question = await findQuestion(tx, ticket.question_id)
  if (!question || question.person_id === null) return []
  const fields = { ticket: ticket.id }
  return planText(tx, parts, {
    key: `ticket:${ticket.id}:message:${messageId}`,
    chatKey: question.chat_key,
    personId: question.person_id,
    replyTo: question.message_id,
    keyboard: keyboard([
      button(buttons.resolved, 'resolved', fields),
      button(buttons.continue, 'continue', fields),
    ]),
    text: ticketTexts.answer(ticket.id, text, signature),
    now,
  })
}

function signatureOf({ name, position }: Person): string {
  return `${name ?? deskTexts.noName}, ${position ?? deskTexts.noName}`
}
