/** A tutor's answer before and at its sending: preview, then the message of everyone who waits for it, once. */
import type { Db } from '../db/db.ts'
import type { Person } from '../db/people.ts'
import type { Said, SaidIn } from '../db/said.ts'
import { listAskers } from '../db/ticket-askers.ts'
import { findDraft, saveDraft, type TicketDraft, takeDraft } from '../db/ticket-drafts.ts'
import { answerOrRetake, listJoinedTickets } from '../db/ticket-moves.ts'
import { shareAnswer } from '../db/ticket-sharing.ts'
import { saveTicketMessage } from '../db/ticket-thread.ts'
import { findTicket } from '../db/tickets.ts'
import { transaction } from '../db/transaction.ts'
import type { Parts, PersonContext } from './context.ts'
import { leaseOf } from './deadlines.ts'
import { atStep, leaveDialogue } from './dialogue.ts'
import { type Html, join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { filesOf, wordsOf } from './said.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { sameTexts } from './texts/same.ts'
import { ticketTexts } from './texts/tickets.ts'
import { planText } from './ticketing.ts'

/**
 * Keeps the answer and shows the tutor what the teacher would get, in the place of an earlier answer to this ticket.
 * `note` is for the tutor alone.
 */
export async function showDraft(
  ctx: PersonContext,
  parts: Parts,
  {
    ticketId,
    said,
    saidIn,
    note = null,
  }: { ticketId: number; said: Said; saidIn: SaidIn; note?: Html | null },
): Promise<void> {
  const { person, now } = ctx
  const draft = ctx.update.update_id
  await saveDraft(parts.pool, { ticketId, personId: person.id, draft, said, saidIn, now })
  if (atStep(ctx, 'answer')?.ticketId === ticketId) await leaveDialogue(ctx, parts)
  const fields = { ticket: ticketId, draft }
  const others = (await listJoinedTickets(parts.pool, ticketId)).length
  const ticket = await findTicket(parts.pool, ticketId)
  // The card may be behind: whoever replies to it need not know that the question is answered.
  const again = ticket?.status === 'answered' ? deskTexts.again(ticketId) : null
  const preview = deskTexts.preview(ticketId, wordsOf(said), signatureOf(person))
  await ctx.say(join([note, preview, sameTexts.others(others), again], '\n\n'), {
    attachments: filesOf(said),
    keyboard: keyboard([
      button(buttons.send, 'send', fields),
      button(buttons.change, 'change', fields),
      button(buttons.cancel, 'discard', fields),
    ]),
    reply: true,
  })
}

/** Sends the draft if it is still the one shown; the press is answered before anything leaves. False when it is not sent. */
export async function sendDraft(
  ctx: PersonContext,
  parts: Parts,
  { ticket: ticketId, draft }: { ticket: number; draft: number },
): Promise<boolean> {
  const shown = { ticketId, personId: ctx.person.id, draft }
  const found = await findDraft(parts.pool, shown)
  const ids = found && (await transaction(parts.pool, (tx) => answer(tx, parts, ctx, found)))
  if (!ids) {
    await ctx.toast(found ? deskTexts.notYours(ticketId) : deskTexts.staleDraft)
    return false
  }
  await ctx.toast(deskTexts.sent(ticketId))
  await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  await parts.outbox.flush(ids)
  return true
}

/** Null when the ticket is not the tutor's any more; the draft stays then. */
async function answer(
  tx: Db,
  parts: Parts,
  { person, now }: PersonContext,
  found: TicketDraft,
): Promise<number[] | null> {
  const { ticket_id: ticketId, draft, said: content } = found
  const leaseUntil = leaseOf(parts.centre, now)
  const ticket = await answerOrRetake(tx, { ticketId, tutorId: person.id, leaseUntil, now })
  if (!ticket) return null
  await takeDraft(tx, { ticketId, personId: person.id, draft })
  const said = { ticketId, authorId: person.id, side: 'tutor', content } as const
  const saidIn = { chatKey: found.chat_key, messageIds: found.message_ids, album: found.album }
  const origin = `telegram:${draft}`
  const messageId = await saveTicketMessage(tx, { ...said, origin, saidIn, now })
  if (messageId === null) return []
  const answer = { ticketId, messageId, content, signature: signatureOf(person), now }
  const ids = await planAnswer(tx, parts, answer)
  await shareAnswer(tx, { ticketId, messageId, now })
  return ids
}

/** To everyone who asked it, each with the number of their own question. */
export async function planAnswer(
  tx: Db,
  parts: Parts,
  answer: { ticketId: number; messageId: number; content: Said; signature: string; now: Date },
): Promise<number[]> {
  const { ticketId, messageId, content, signature, now } = answer
  const ids: number[] = []
  for (const asker of await listAskers(tx, ticketId)) {
    const fields = { ticket: asker.ticket_id }
    const message = {
      key: `ticket:${asker.ticket_id}:message:${messageId}`,
      chatKey: asker.chat_key,
      personId: asker.person_id,
      replyTo: asker.message_id,
      keyboard: keyboard([
        button(buttons.resolved, 'resolved', fields),
        button(buttons.continue, 'continue', fields),
      ]),
      text: ticketTexts.answer(asker.ticket_id, wordsOf(content), signature),
      attachments: filesOf(content),
      now,
    }
    ids.push(...(await planText(tx, parts, message)))
  }
  return ids
}

/** Under what the teacher reads. */
export function signatureOf({ name, position }: Pick<Person, 'name' | 'position'>): string {
  return `${name ?? deskTexts.noName}, ${position ?? deskTexts.noName}`
}
