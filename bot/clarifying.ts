/** What a teacher adds to a ticket: into its thread, and to the tutor who answered. */

import type { Db } from '../db/db.ts'
import type { DeskChat } from '../db/duty.ts'
import { findPersonById } from '../db/people.ts'
import type { Said } from '../db/said.ts'
import { hasCard, noteParted } from '../db/ticket-sharing.ts'
import { forgetTicketMessage, saveTicketMessage } from '../db/ticket-thread.ts'
import { continueTicket, findTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import { mayAsk } from './asking.ts'
import { planCard } from './card-places.ts'
import type { Parts, PersonContext } from './context.ts'
import { leaseOf, promiseOf, reminderOf } from './deadlines.ts'
import { chatsOfTicket } from './desk-chats.ts'
import { leaveDialogue } from './dialogue.ts'
import { join } from './html.ts'
import { attachmentsButton, button, keyboard } from './keyboards.ts'
import { filesOf, placeOf, wordsOf } from './said.ts'
import { attachmentTexts } from './texts/attachments.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatPromise } from './texts/time.ts'
import { planText } from './ticketing.ts'

const REOPENABLE_MS = 14 * 24 * 60 * 60_000

/** Whether the teacher may still go on with it. */
export function isContinuable({ status, closed_at }: Ticket, now: Date): boolean {
  return status !== 'closed' || (closed_at !== null && closed_at >= reopenableSince(now))
}

/** Adds what was said to the ticket, which goes back to its tutor, and tells both. */
export async function continueWith(
  ctx: PersonContext,
  parts: Parts,
  ticketId: number,
  content: Said,
): Promise<void> {
  if (!(await mayAsk(ctx, parts, content.text))) return
  const { person, now, update } = ctx
  const result = await transaction(parts.pool, async (tx) => {
    const said = { ticketId, authorId: person.id, side: 'teacher', content } as const
    const origin = `telegram:${update.update_id}`
    const saidIn = placeOf(ctx)
    const messageId = await saveTicketMessage(tx, { ...said, origin, saidIn, now })
    if (messageId === null) return []
    const before = await findTicket(tx, ticketId)
    const ticket = await continueTicket(tx, {
      ticketId,
      personId: person.id,
      promisedBy: promiseOf(parts.centre, now),
      remindAt: reminderOf(parts.centre, now),
      leaseUntil: leaseOf(parts.centre, now),
      closedSince: reopenableSince(now),
      now,
    })
    if (!ticket) {
      await forgetTicketMessage(tx, { messageId })
      return null
    }
    if (before?.joined_to) await noteParted(tx, { ticketId: before.joined_to })
    const told = await planPromise(tx, parts, { ticket, messageId, chatKey: ctx.chatKey, now })
    const cards = await planFirstCards(tx, parts, ticket, now)
    return [...told, ...cards, ...(await planNotes(tx, parts, { ticket, messageId, content, now }))]
  })
  await leaveDialogue(ctx, parts)
  if (!result) return ctx.say(ticketTexts.tooLateToClarify)
  await parts.outbox.flush(result)
  await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
}

/** What was joined to another ticket goes on alone, and tutors have to see it: until now it had no card. */
async function planFirstCards(tx: Db, parts: Parts, ticket: Ticket, now: Date): Promise<number[]> {
  if (await hasCard(tx, ticket.id)) return []
  const tutor = ticket.tutor_id === null ? null : await findPersonById(tx, ticket.tutor_id)
  const ids: number[] = []
  for (const chat of await chatsOfTicket(tx, tutor))
    ids.push(...(await planCard(tx, parts, { ticketId: ticket.id, chat, now })))
  return ids
}

async function planPromise(
  tx: Db,
  parts: Parts,
  told: { ticket: Ticket; messageId: number; chatKey: string; now: Date },
): Promise<number[]> {
  const { ticket, messageId, chatKey, now } = told
  const until = formatPromise(ticket.promised_by, now, parts.centre.calendar.zone)
  const key = `ticket:${ticket.id}:accepted:message-${messageId}`
  const text = ticketTexts.clarified(ticket.id, until)
  return planText(tx, parts, { key, chatKey, personId: ticket.person_id, text, now })
}

/** Told where the card is: in the group, or to the tutor who has it, or to all while nobody has it. */
async function planNotes(
  tx: Db,
  parts: Parts,
  note: { ticket: Ticket; messageId: number; content: Said; now: Date },
): Promise<number[]> {
  const { ticket, messageId, content, now } = note
  const tutor = ticket.tutor_id === null ? null : await findPersonById(tx, ticket.tutor_id)
  const ids: number[] = []
  for (const chat of await chatsOfTicket(tx, tutor)) {
    const message = {
      key: `ticket:${ticket.id}:note:${messageId}:${chat.personId ?? 'group'}`,
      ...chat,
      ...noteOf(ticket.id, tutor?.name ?? null, content, chat),
      now,
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}

/** A person's own chat shows the files at once; of a group's minute they would take too much. */
function noteOf(ticket: number, tutor: string | null, content: Said, { personId }: DeskChat) {
  const reply = button(buttons.reply, 'reply', { ticket })
  const files = filesOf(content)
  const text = deskTexts.note(ticket, tutor, wordsOf(content))
  if (files.length === 0) return { text, keyboard: keyboard([reply]) }
  if (personId !== null) return { text, attachments: files, keyboard: keyboard([reply]) }
  return {
    text: join([text, attachmentTexts.line(files)], '\n\n'),
    keyboard: keyboard([reply], [attachmentsButton(ticket)]),
  }
}

function reopenableSince(now: Date): Date {
  return new Date(now.getTime() - REOPENABLE_MS)
}
