/** A tutor gives a question away, holds it longer or closes it: one transaction, and everyone concerned is told. */
import type { Db } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import { findQuestion } from '../db/questions.ts'
import { listAskers } from '../db/ticket-askers.ts'
import { handOverTicket, rejectTicket } from '../db/ticket-moves.ts'
import { partJoined } from '../db/ticket-sharing.ts'
import { saveTicketMessage } from '../db/ticket-thread.ts'
import { findTicket, type Ticket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { leaseOf } from './deadlines.ts'
import { ownChat } from './desk-chats.ts'
import { signatureOf } from './drafts.ts'
import { button, keyboard } from './keyboards.ts'
import { planTaken } from './taking.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { formatBy } from './texts/moments.ts'
import { moveTexts } from './texts/moves.ts'
import { planText } from './ticketing.ts'

/** The ticket if the tutor holds it now, else null. */
export async function heldTicket(
  { person }: PersonContext,
  { pool }: Pick<Parts, 'pool'>,
  ticketId: number,
): Promise<Ticket | null> {
  const ticket = await findTicket(pool, ticketId)
  return ticket?.status === 'claimed' && ticket.tutor_id === person.id ? ticket : null
}

/** Returns the name of the new tutor and the ids of the deliveries; null when it was not possible. */
export async function handOver(
  { person, now }: PersonContext,
  parts: Parts,
  { ticketId, toId }: { ticketId: number; toId: number },
): Promise<{ tutor: string; ids: number[] } | null> {
  return transaction(parts.pool, async (tx) => {
    const leaseUntil = leaseOf(parts.centre, now)
    const move = { ticketId, tutorId: person.id, toId, leaseUntil, now }
    const ticket = await handOverTicket(tx, move)
    const tutor = ticket && (await findPersonById(tx, toId))
    if (!tutor) return null
    const question = await findQuestion(tx, ticket.question_id)
    const until = formatBy(ticket.lease_until ?? leaseUntil, parts.centre.calendar.zone)
    const told = await planText(tx, parts, {
      key: `ticket:${ticketId}:handed:${ticket.revision}`,
      ...ownChat(tutor),
      keyboard: keyboard([
        button(buttons.reply, 'reply', { ticket: ticketId }),
        button(buttons.return, 'return', { ticket: ticketId }),
      ]),
      text: moveTexts.handed(
        ticketId,
        person.name ?? deskTexts.noName,
        question?.text ?? '',
        until,
      ),
      now,
    })
    const taken = await planTaken(tx, parts, ticket, { tutor: tutor.name, now })
    return { tutor: tutor.name ?? deskTexts.noName, ids: [...told, ...taken] }
  })
}

/** Returns the ids of the deliveries; null when the ticket is not the tutor's any more. */
export async function reject(
  ctx: PersonContext,
  parts: Parts,
  { ticketId, draft, reason }: { ticketId: number; draft: number; reason: string },
): Promise<number[] | null> {
  const { person, now } = ctx
  return transaction(parts.pool, async (tx) => {
    const ticket = await rejectTicket(tx, { ticketId, tutorId: person.id, now })
    if (!ticket) return null
    const said = {
      ticketId,
      authorId: person.id,
      side: 'tutor',
      content: { text: reason },
    } as const
    await saveTicketMessage(tx, { ...said, origin: `telegram:${draft}`, now })
    const told = { ticket, reason, signature: signatureOf(person), now }
    const ids = await planRejection(tx, parts, told)
    await partJoined(tx, { ticketId, now })
    return ids
  })
}

async function planRejection(
  tx: Db,
  parts: Parts,
  told: { ticket: Ticket; reason: string; signature: string; now: Date },
): Promise<number[]> {
  const { ticket, reason, signature, now } = told
  const ids: number[] = []
  for (const asker of await listAskers(tx, ticket.id)) {
    const number = asker.ticket_id
    const message = {
      key: `ticket:${number}:rejected:${ticket.revision}`,
      chatKey: asker.chat_key,
      personId: asker.person_id,
      replyTo: asker.message_id,
      keyboard: keyboard([button(buttons.continue, 'continue', { ticket: number })]),
      text: moveTexts.rejection(number, reason, signature),
      now,
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}
