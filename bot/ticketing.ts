/** Hands a question to the tutors: ticket, promise to the teacher, and cards, in one transaction. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import { listDeskChats } from '../db/duty.ts'
import { markRepeat, type QuestionRow } from '../db/questions.ts'
import type { Attachment } from '../db/said.ts'
import { joinTicket } from '../db/ticket-moves.ts'
import { findOwnJoined } from '../db/ticket-sharing.ts'
import { findSameTicket, findTicket, openTicket, type Ticket } from '../db/tickets.ts'
import type { Recogniser } from '../rag/memory.ts'
import { planCard } from './card-places.ts'
import { PRIORITY, saidMessages } from './content.ts'
import type { Parts } from './context.ts'
import { promiseOf, reminderOf } from './deadlines.ts'
import { administrators, ownChat } from './desk-chats.ts'
import type { Html } from './html.ts'
import { continueButton, keyboard } from './keyboards.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatPromise } from './texts/time.ts'

export type Handing = Pick<Parts, 'outbox' | 'centre' | 'adminIds'>

/**
 * Opens a ticket and returns the ids of the deliveries to flush after the commit. What is in the queue already, for the
 * same question or the same words of the same person, is not queued again: the teacher is told its number.
 * `by` names the update or question that asked, which is told once however often it is handled.
 */
export async function handToTutors(
  tx: Db,
  parts: Handing,
  {
    question,
    found,
    by,
    recogniser,
    now,
  }: {
    question: QuestionRow
    found: 'nothing' | 'asked'
    by: string
    recogniser: Recogniser
    now: Date
  },
): Promise<number[]> {
  const { ticket, fresh } = await ticketFor(tx, parts, { question, recogniser, now })
  const into = ticket.joined_to === null ? null : await findTicket(tx, ticket.joined_to)
  const until = formatPromise((into ?? ticket).promised_by, now, parts.centre.calendar.zone)
  const text = !fresh
    ? repeatedText(ticket, until)
    : into
      ? ticketTexts.joined(ticket.id, into.id, until)
      : acceptedText(ticket, found, until)
  // A teacher who replies to this continues the ticket.
  const told = await planText(tx, parts, {
    key: `ticket:${ticket.id}:accepted:${by}`,
    chatKey: question.chat_key,
    personId: question.person_id,
    replyTo: question.message_id,
    ...(into ? { keyboard: keyboard([continueButton(ticket.id)]) } : {}),
    text,
    now,
  })
  const cards = fresh && !into ? await planCards(tx, parts, ticket, now) : []
  return [...told, ...cards]
}

async function ticketFor(
  tx: Db,
  { centre }: Handing,
  { question, recogniser, now }: { question: QuestionRow; recogniser: Recogniser; now: Date },
): Promise<{ ticket: Ticket; fresh: boolean }> {
  const { id: questionId, person_id: personId, text, municipality } = question
  // Files of the same words may be different ones.
  const isPlain = personId !== null && question.attachments.length === 0
  const same = isPlain ? await findSameTicket(tx, { personId, text }) : null
  if (same) {
    await markRepeat(tx, { questionId, ticket: same })
    return { ticket: same, fresh: false }
  }
  const waiting = isPlain
    ? await recogniser.sameWaiting(tx, { text, municipality, except: null })
    : null
  const own =
    waiting && isPlain ? await findOwnJoined(tx, { ticketId: waiting.id, personId }) : null
  if (own) {
    await markRepeat(tx, { questionId, ticket: own })
    return { ticket: own, fresh: false }
  }
  const times = { promisedBy: promiseOf(centre, now), remindAt: reminderOf(centre, now), now }
  const opened = await openTicket(tx, { questionId, personId, ...times })
  if (!waiting || !opened.fresh) return opened
  const join = { ticketId: opened.ticket.id, intoId: waiting.id, tutorId: null, now }
  const joined = await joinTicket(tx, join)
  return joined ? { ticket: joined.joined, fresh: true } : opened
}

function acceptedText({ id }: Ticket, found: 'nothing' | 'asked', until: string): Html {
  return found === 'nothing' ? ticketTexts.notFound(id, until) : ticketTexts.accepted(id, until)
}

function repeatedText({ id, status, joined_to }: Ticket, until: string): Html {
  const isWaiting = status === 'open' || status === 'claimed' || joined_to !== null
  return isWaiting ? ticketTexts.alreadyAsked(id, until) : ticketTexts.alreadyAnswered(id)
}

async function planCards(tx: Db, parts: Handing, ticket: Ticket, now: Date): Promise<number[]> {
  const chats = await listDeskChats(tx)
  if (chats.length === 0) return planWarning(tx, parts, ticket, now)
  const ids: number[] = []
  for (const chat of chats)
    ids.push(...(await planCard(tx, parts, { ticketId: ticket.id, chat, now })))
  return ids
}

/** Nobody could answer: the administrators are told. */
async function planWarning(tx: Db, parts: Handing, ticket: Ticket, now: Date): Promise<number[]> {
  const ids: number[] = []
  for (const person of await administrators(tx, parts)) {
    const warning = {
      key: `ticket:${ticket.id}:nobody:${person.id}`,
      ...ownChat(person),
      text: deskTexts.nobody(ticket.id),
      now,
    }
    ids.push(...(await planText(tx, parts, warning)))
  }
  return ids
}

/**
 * Plans a text about a ticket, with the files that go with it; each call is a delivery of its own. In a group with
 * topics it goes to that of the ticket which the key names («ticket:127:…»).
 */
export async function planText(
  tx: Db,
  { outbox }: Pick<Parts, 'outbox'>,
  message: {
    key: string
    chatKey: string
    personId: number | null
    replyTo?: string | null
    keyboard?: InlineKeyboardMarkup
    text: Html
    attachments?: readonly Attachment[]
    now: Date
  },
): Promise<number[]> {
  const { key, chatKey, personId, text, attachments = [], now, keyboard } = message
  const replyTo = message.replyTo ? Number(message.replyTo) : undefined
  const [, ticketId] = /^ticket:(\d+):/.exec(key) ?? []
  const ticket = personId === null && ticketId ? Number(ticketId) : undefined
  const ids: number[] = []
  for (const [part, said] of saidMessages(text, attachments, { keyboard, replyTo }).entries()) {
    const content = { ...said, ticket }
    const fields = { chatKey, personId, content, priority: PRIORITY.ticket, dueAt: now }
    ids.push(await outbox.plan(tx, { key: `${key}:${part}`, kind: 'ticket', ...fields }))
  }
  return ids
}
