/** A tutor takes a ticket: the database decides who was first, the teacher is told, others learn the truth. */
import type { Db } from '../db/db.ts'
import { findQuestion } from '../db/questions.ts'
import { findCardDetails } from '../db/ticket-thread.ts'
import { claimTicket, findTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { leaseOf } from './deadlines.ts'
import { html } from './html.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatUntil } from './texts/time.ts'
import { planText } from './ticketing.ts'

/**
 * Makes sure that the tutor has the ticket, and answers the press with the truth before anything slow; `toasts` says
 * what is told to who has got it and to who had it. False when they cannot have it: they have been told why.
 */
export async function takeForTutor(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
  toasts: { now?: string; before?: string } = {},
): Promise<boolean> {
  const claimed = await claim(ctx, parts, ticketId)
  if (claimed) {
    await ctx.toast(toasts.now)
    await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
    await parts.outbox.flush(claimed)
    return true
  }
  const ticket = await findTicket(parts.pool, ticketId)
  const isTheirs =
    ticket !== null && ticket.status !== 'closed' && ticket.tutor_id === ctx.person.id
  if (isTheirs) await ctx.toast(toasts.before)
  else await tell(ctx, await whyNot(parts.pool, ticket))
  return isTheirs
}

/** In answer to a press as a toast, else as a message. */
export async function tell(ctx: PersonContext, text: string): Promise<void> {
  if (ctx.callbackQuery) await ctx.toast(text)
  else await ctx.say(html`${text}`, { reply: true })
}

/** The ids of what the teacher is told, or null when the ticket was not free. */
async function claim(ctx: PersonContext, parts: Parts, ticketId: number): Promise<number[] | null> {
  const { person, now } = ctx
  return transaction(parts.pool, async (tx) => {
    const leaseUntil = leaseOf(parts.centre, now)
    const ticket = await claimTicket(tx, { ticketId, tutorId: person.id, leaseUntil, now })
    return ticket && planTaken(tx, parts, ticket, { tutor: person.name, now })
  })
}

async function planTaken(
  tx: Db,
  parts: Parts,
  ticket: Ticket,
  { tutor, now }: { tutor: string | null; now: Date },
): Promise<number[]> {
  const question = await findQuestion(tx, ticket.question_id)
  if (!question || question.person_id === null) return []
  const until = formatUntil(ticket.promised_by, now, parts.centre.calendar.zone)
  return planText(tx, parts, {
    key: `ticket:${ticket.id}:taken:${ticket.revision}`,
    chatKey: question.chat_key,
    personId: question.person_id,
    text: ticketTexts.taken(ticket.id, tutor ?? deskTexts.noName, until),
    now,
  })
}

async function whyNot(db: Db, ticket: Ticket | null): Promise<string> {
  if (!ticket) return deskTexts.unknown
  if (ticket.status === 'closed') return deskTexts.over(ticket.id)
  const details = await findCardDetails(db, ticket.id)
  return deskTexts.takenBy(ticket.id, details?.tutor ?? deskTexts.noName)
}
