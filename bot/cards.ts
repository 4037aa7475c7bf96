/** The card of a question in the tutors' chats, always as the question stands now. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import type { Attachment } from '../db/said.ts'
import {
  type CardDetails,
  findCardDetails,
  listTicketMessages,
  type TicketMessage,
} from '../db/ticket-thread.ts'
import { textPayload } from './content.ts'
import type { Centre } from './context.ts'
import { join } from './html.ts'
import { attachmentsButton, button, keyboard, learnButton } from './keyboards.ts'
import { plainWordsOf } from './said.ts'
import { attachmentTexts } from './texts/attachments.ts'
import { buttons } from './texts/buttons.ts'
import { deskTexts } from './texts/desk.ts'
import { formatBy, formatMoment } from './texts/moments.ts'
import { sameTexts } from './texts/same.ts'

const PASSAGES = 3

/** The text and buttons of the card, with the revision they show; null when there is no such ticket. */
export async function renderCard(
  db: Db,
  ticketId: number,
  { centre }: { centre: Centre },
): Promise<{ payload: ReturnType<typeof textPayload>; revision: number } | null> {
  const details = await findCardDetails(db, ticketId)
  if (!details) return null
  const messages = await listTicketMessages(db, ticketId)
  const text = join(
    [
      deskTexts.title(details.id, stateOf(details, centre)),
      deskTexts.question(details.question),
      clarificationIn(messages),
      attachmentTexts.line(filesOfTeacher(details, messages)),
      deskTexts.asker(details.institution, details.subject),
      deskTexts.joined(details.joined),
      deadlineOf(details, centre),
      deskTexts.found(details.answer?.citations.slice(0, PASSAGES) ?? []),
      sameTexts.missing(details.answer?.missing),
    ],
    '\n\n',
  )
  const files = filesOfTeacher(details, messages).length > 0 ? [attachmentsButton(ticketId)] : []
  const { inline_keyboard: rows } = keyboardOf(details)
  return { payload: textPayload(text, keyboard(...rows, files)), revision: details.revision }
}

function filesOfTeacher({ attachments }: CardDetails, messages: TicketMessage[]): Attachment[] {
  const said = messages.filter(({ side }) => side === 'teacher')
  return [...attachments, ...said.flatMap(({ content }) => content.attachments ?? [])]
}

function stateOf(details: CardDetails, { calendar }: Centre): string {
  const tutor = details.tutor ?? deskTexts.noName
  switch (details.status) {
    case 'open':
      return deskTexts.open(formatMoment(details.waiting_since, calendar.zone))
    case 'claimed':
      return deskTexts.claimed(
        tutor,
        formatBy(details.lease_until ?? details.promised_by, calendar.zone),
      )
    case 'answered':
      return deskTexts.answered(tutor)
    case 'closed':
      return closedState(details)
  }
}

function closedState({ joined_to, last_act, tutor }: CardDetails): string {
  if (joined_to !== null) return deskTexts.joinedTo(joined_to)
  return last_act === 'rejected' ? deskTexts.rejected(tutor ?? deskTexts.noName) : deskTexts.closed
}

/** Cards are read on later days, too: a time on them names its day. */
function deadlineOf(details: CardDetails, { calendar }: Centre) {
  if (details.status === 'answered' || details.status === 'closed') return null
  const by = formatBy(details.promised_by, calendar.zone)
  return details.is_overdue ? deskTexts.overdue(by) : deskTexts.deadline(by)
}

function clarificationIn(messages: TicketMessage[]) {
  const last = messages.findLast((message) => message.side === 'teacher')
  return last ? deskTexts.clarification(plainWordsOf(last.content)) : null
}

function keyboardOf(details: CardDetails): InlineKeyboardMarkup {
  const { id, status, lease_until, promised_by } = details
  const ticket = { ticket: id }
  const reply = button(buttons.reply, 'reply', ticket)
  if (status === 'open') return keyboard([button(buttons.claim, 'claim', ticket), reply])
  if (status !== 'claimed') return keyboard(details.is_answered ? [learnButton(id)] : [])
  const isFound = (details.answer?.citations.length ?? 0) > 0
  const isProlongable = lease_until !== null && lease_until < promised_by
  return keyboard(
    [reply, button(buttons.return, 'return', ticket)],
    [
      button(buttons.pass, 'pass', { ...ticket, offset: 0 }),
      ...(isProlongable ? [button(buttons.prolong, 'prolong', ticket)] : []),
    ],
    // One tap makes a draft of what was found; the tutor sends it.
    isFound ? [button(buttons.draft, 'draft', ticket)] : [],
    [button(buttons.same, 'same', ticket), button(buttons.reject, 'reject', ticket)],
  )
}
