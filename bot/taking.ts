/** A tutor takes a ticket: the database decides who was first, the teacher is told, others learn the truth. */
import type { Db } from '../db/db.ts'
import { listAskers } from '../db/ticket-askers.ts'
import { findCardDetails } from '../db/ticket-thread.ts'
import { claimTicket, findTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { leaseOf } from './deadlines.ts'
import { type Html, html } from './html.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatPromise } from './texts/time.ts'
import { planText } from './ticketing.ts'

/** So often a ticket is not given back between two statements. */
const MOST_TRIES = 5

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
  const { claimed, ticket } = await claimOrLook(ctx, parts, ticketId)
  if (claimed) {
    await ctx.toast(toasts.now)
    await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
    await parts.outbox.flush(claimed)
    return true
  }
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

/** Says so when the person is not one. */
export async function isTutor(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'tutor')) return true
  await tell(ctx, deskTexts.tutorsOnly)
  return false
}

/** The tutor's name as a link: in a group a request to reply is shown to them alone. */
export function mentionOf({ person }: PersonContext): Html {
  return html`<a href="tg://user?id=${person.external_id}">${person.name ?? deskTexts.noName}</a>`
}

/** What is told of the claim, or the ticket as it stands instead; one given back between both is claimed once more. */
async function claimOrLook(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
): Promise<{ claimed: number[] | null; ticket: Ticket | null }> {
  for (let tries = 1; ; tries += 1) {
    const claimed = await claim(ctx, parts, ticketId)
    const ticket = claimed ? null : await findTicket(parts.pool, ticketId)
    if (ticket?.status !== 'open' || tries === MOST_TRIES) return { claimed, ticket }
  }
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

/** Tells everyone who asked who has their question now. Returns the ids of the deliveries. */
export async function planTaken(
  tx: Db,
  parts: Parts,
  ticket: Ticket,
  { tutor, now }: { tutor: string | null; now: Date },
): Promise<number[]> {
  const until = formatPromise(ticket.promised_by, now, parts.centre.calendar.zone)
  const ids: number[] = []
  for (const asker of await listAskers(tx, ticket.id)) {
    const message = {
      key: `ticket:${asker.ticket_id}:taken:${ticket.revision}`,
      chatKey: asker.chat_key,
      personId: asker.person_id,
      text: ticketTexts.taken(asker.ticket_id, tutor ?? deskTexts.noName, until),
      now,
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}

async function whyNot(db: Db, ticket: Ticket | null): Promise<string> {
  if (!ticket) return deskTexts.unknown
  if (ticket.status === 'closed') return deskTexts.over(ticket.id)
  const details = await findCardDetails(db, ticket.id)
  return deskTexts.takenBy(ticket.id, details?.tutor ?? deskTexts.noName)
}
