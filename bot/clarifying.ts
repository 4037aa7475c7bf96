/** What a teacher adds to a ticket: into its thread, and to the tutor who answered. */

import type { Db } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import { saveTicketMessage } from '../db/ticket-thread.ts'
import { continueTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { leaseOf, promiseOf } from './deadlines.ts'
import { deskChats } from './desk-chats.ts'
import { leaveDialogue } from './dialogue.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatUntil } from './texts/time.ts'
import { planText } from './ticketing.ts'

const REOPENABLE_MS = 14 * 24 * 60 * 60_000

/** Whether the teacher may still go on with it. */
export function isContinuable({ status, closed_at }: Ticket, now: Date): boolean {
  return status !== 'closed' || (closed_at !== null && closed_at >= reopenableSince(now))
}

/** Adds the words to the ticket, which goes back to its tutor, and tells both. */
export async function continueWith(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
  text: string,
): Promise<void> {
  const { person, now, update } = ctx
  const result = await transaction(parts.pool, async (tx) => {
    const said = { ticketId, authorId: person.id, side: 'teacher', content: { text } } as const
    const origin = `telegram:${update.update_id}`
    const messageId = await saveTicketMessage(tx, { ...said, origin, now })
    if (messageId === null) return []
    const ticket = await continueTicket(tx, {
      ticketId,
      personId: person.id,
      promisedBy: promiseOf(parts.centre, now),
      leaseUntil: leaseOf(parts.centre, now),
      closedSince: reopenableSince(now),
      now,
    })
    if (!ticket) return null
    const told = await planPromise(tx, parts, { ticket, messageId, chatKey: ctx.chatKey, now })
    return [...told, ...(await planNotes(tx, parts, { ticket, messageId, text, now }))]
  })
  await leaveDialogue(ctx, parts)
  if (!result) return ctx.say(ticketTexts.tooLateToClarify)
  await parts.outbox.flush(result)
  await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
}

async function planPromise(
  tx: Db,
  parts: Parts,
  told: { ticket: Ticket; messageId: number; chatKey: string; now: Date },
): Promise<number[]> {
  const { ticket, messageId, chatKey, now } = told
  const until = formatUntil(ticket.promised_by, now, parts.centre.calendar.zone)
  const key = `ticket:${ticket.id}:accepted:message-${messageId}`
  const text = ticketTexts.clarified(ticket.id, until)
  return planText(tx, parts, { key, chatKey, personId: ticket.person_id, text, now })
}

/** Told where the card is: in the group, or to the tutor who has it, or to all while nobody has it. */
async function planNotes(
  tx: Db,
  parts: Parts,
  { ticket, messageId, text, now }: { ticket: Ticket; messageId: number; text: string; now: Date },
): Promise<number[]> {
  const tutor = ticket.tutor_id === null ? null : await findPersonById(tx, ticket.tutor_id)
  const chats = await deskChats(tx)
  const concerned = chats.filter(
    ({ personId }) => personId === null || tutor === null || personId === tutor.id,
  )
  const ids: number[] = []
  for (const chat of concerned) {
    const note = {
      key: `ticket:${ticket.id}:note:${messageId}:${chat.personId ?? 'group'}`,
      ...chat,
      keyboard: keyboard([button(buttons.reply, 'reply', { ticket: ticket.id })]),
      text: deskTexts.note(ticket.id, tutor?.name ?? null, text),
      now,
    }
    ids.push(...(await planText(tx, parts, note)))
  }
  return ids
}

function reopenableSince(now: Date): Date {
  return new Date(now.getTime() - REOPENABLE_MS)
}
