/** The card of a question in the tutors' chats, always as the question stands now. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import {
  type CardDetails,
  findCardDetails,
  listTicketMessages,
  type TicketMessage,
} from '../db/ticket-thread.ts'
import { textPayload } from './content.ts'
import type { Centre } from './context.ts'
import { join } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { formatMoment } from './texts/moments.ts'
import { formatUntil } from './texts/time.ts'

const PASSAGES = 3

/** The text and buttons of the card, with the revision they show; null when there is no such ticket. */
export async function renderCard(
  db: Db,
  ticketId: number,
  { centre, now }: { centre: Centre; now: Date },
): Promise<{ payload: ReturnType<typeof textPayload>; revision: number } | null> {
  const details = await findCardDetails(db, ticketId)
  if (!details) return null
  const messages = await listTicketMessages(db, ticketId)
  const text = join(
    [
      deskTexts.title(details.id, stateOf(details, centre, now)),
      deskTexts.question(details.question),
      clarificationIn(messages),
      deskTexts.asker(details.institution, details.subject),
      deadlineOf(details, centre, now),
      deskTexts.found(details.answer?.citations.slice(0, PASSAGES) ?? []),
    ],
    '\n\n',
  )
  return { payload: textPayload(text, keyboardOf(details)), revision: details.revision }
}

function stateOf(details: CardDetails, { calendar }: Centre, now: Date): string {
  const tutor = details.tutor ?? deskTexts.noName
  switch (details.status) {
    case 'open':
      return deskTexts.open(formatMoment(details.opened_at, calendar.zone))
    case 'claimed':
      return deskTexts.claimed(
        tutor,
        formatUntil(details.lease_until ?? details.promised_by, now, calendar.zone),
      )
    case 'answered':
      return deskTexts.answered(tutor)
    case 'closed':
      return deskTexts.closed
  }
}

function deadlineOf(details: CardDetails, { calendar }: Centre, now: Date) {
  if (details.status === 'answered' || details.status === 'closed') return null
  return deskTexts.deadline(formatUntil(details.promised_by, now, calendar.zone))
}

function clarificationIn(messages: TicketMessage[]) {
  const last = messages.findLast((message) => message.side === 'teacher')
  return last ? deskTexts.clarification(last.content.text) : null
}

function keyboardOf({ id, status }: CardDetails): InlineKeyboardMarkup {
  const reply = button(buttons.reply, 'reply', { ticket: id })
  if (status === 'open') return keyboard([button(buttons.claim, 'claim', { ticket: id }), reply])
  if (status === 'claimed')
    return keyboard([reply, button(buttons.return, 'return', { ticket: id })])
  return keyboard()
}
