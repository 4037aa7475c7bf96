/** An answer that does not arrive: its tutor is told, and what can be done about it is in their hands. */
import type { Db } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import { authorOfMessage, takeBackAnswer } from '../db/undelivered.ts'
import type { Undelivered } from '../jobs/deliver.ts'
import type { Parts } from './context.ts'
import { leaseOf } from './deadlines.ts'
import { ownChat } from './desk-chats.ts'
import type { Html } from './html.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { undeliveredTexts } from './texts/undelivered.ts'
import { planText } from './ticketing.ts'

type Telling = Pick<Parts, 'outbox' | 'centre'>

export function createUndelivered(parts: Telling): Undelivered {
  return {
    isAwaited: ({ key }) => answerOf(key) !== null,
    refused: async (tx, { key, reason, now }) => {
      const answer = answerOf(key)
      if (!answer) return
      const { ticketId } = answer
      const leaseUntil = leaseOf(parts.centre, now)
      const ticket = await takeBackAnswer(tx, { ticketId, leaseUntil, now })
      if (!ticket) return
      const isTheirs = ticket.tutor_id !== null
      const text = undeliveredTexts.refused(ticketId, isFileGone(reason), isTheirs)
      await tellAuthor(tx, parts, { ...answer, about: 'refused', text, now })
    },
    waits: async (tx, { key, now }) => {
      const answer = answerOf(key)
      if (!answer) return
      const text = undeliveredTexts.waits(answer.ticketId)
      await tellAuthor(tx, parts, { ...answer, about: 'waits', text, now })
    },
  }
}

interface Answer {
  ticketId: number
  messageId: number
}

/** By the key under which answers to teachers are planned; null for everything else. */
function answerOf(key: string): Answer | null {
  const [, ticket, message] = /^ticket:(\d+):message:(\d+):/.exec(key) ?? []
  return ticket && message ? { ticketId: Number(ticket), messageId: Number(message) } : null
}

/** Telegram's words about files that it does not have any more, or takes for something else. */
function isFileGone(reason: string): boolean {
  return /file|photo|document|media|IMAGE_PROCESS|VIDEO|VOICE/i.test(reason)
}

/** Once about each answer, however many parts it has. */
async function tellAuthor(
  tx: Db,
  parts: Telling,
  told: Answer & { about: string; text: Html; now: Date },
): Promise<void> {
  const { ticketId, messageId, about, text, now } = told
  const authorId = await authorOfMessage(tx, { messageId })
  const author = authorId === null ? null : await findPersonById(tx, authorId)
  if (!author) return
  await planText(tx, parts, {
    key: `ticket:${ticketId}:undelivered:${messageId}-${about}`,
    ...ownChat(author),
    ...(about === 'refused'
      ? { keyboard: keyboard([button(buttons.reply, 'reply', { ticket: ticketId })]) }
      : {}),
    text,
    now,
  })
}
