/** Hands a question to the tutors: ticket, promise to the teacher, and cards, in one transaction. */
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Db } from '../db/db.ts'
import { findPerson } from '../db/people.ts'
import type { QuestionRow } from '../db/questions.ts'
import { saveCard } from '../db/ticket-cards.ts'
import { findSameTicket, openTicket, type Ticket } from '../db/tickets.ts'
import { renderCard } from './cards.ts'
import { chatKeyOf } from './chat-key.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { promiseOf } from './deadlines.ts'
import { deskChats } from './desk-chats.ts'
import type { Html } from './html.ts'
import { deskTexts } from './texts/desk.ts'
import { ticketTexts } from './texts/tickets.ts'
import { formatUntil } from './texts/time.ts'

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
    now,
  }: { question: QuestionRow; found: 'nothing' | 'asked'; by: string; now: Date },
): Promise<number[]> {
  const { ticket, fresh } = await ticketFor(tx, parts, question, now)
  const until = formatUntil(ticket.promised_by, now, parts.centre.calendar.zone)
  const text = fresh ? acceptedText(ticket, found, until) : repeatedText(ticket, until)
  // A teacher who replies to this continues the ticket.
  const told = await planText(tx, parts, {
    key: `ticket:${ticket.id}:accepted:${by}`,
    chatKey: question.chat_key,
    personId: question.person_id,
    replyTo: question.message_id,
    text,
    now,
  })
  const cards = fresh ? await planCards(tx, parts, ticket, now) : []
  return [...told, ...cards]
}

async function ticketFor(
  tx: Db,
  { centre }: Handing,
  question: QuestionRow,
  now: Date,
): Promise<{ ticket: Ticket; fresh: boolean }> {
  const { id: questionId, person_id: personId, text } = question
  const same = personId === null ? null : await findSameTicket(tx, { personId, text })
  if (same) return { ticket: same, fresh: false }
  return openTicket(tx, { questionId, personId, promisedBy: promiseOf(centre, now), now })
}

function acceptedText({ id }: Ticket, found: 'nothing' | 'asked', until: string): Html {
  return found === 'nothing' ? ticketTexts.notFound(id, until) : ticketTexts.accepted(id, until)
}

function repeatedText({ id, status }: Ticket, until: string): Html {
  const isWaiting = status === 'open' || status === 'claimed'
  return isWaiting ? ticketTexts.alreadyAsked(id, until) : ticketTexts.alreadyAnswered(id)
}

async function planCards(tx: Db, parts: Handing, ticket: Ticket, now: Date): Promise<number[]> {
  const card = await renderCard(tx, ticket.id, { centre: parts.centre, now })
  const chats = await deskChats(tx)
  if (!card || chats.length === 0) return planWarning(tx, parts, ticket, now)
  const ids: number[] = []
  for (const chat of chats) {
    const deliveryId = await parts.outbox.plan(tx, {
      key: `ticket:${ticket.id}:card:${chat.personId ?? 'group'}`,
      kind: 'card',
      ...chat,
      content: { method: 'sendMessage', payload: card.payload },
      priority: PRIORITY.card,
      dueAt: now,
    })
    const { chatKey } = chat
    await saveCard(tx, { ticketId: ticket.id, chatKey, deliveryId, revision: card.revision })
    ids.push(deliveryId)
  }
  return ids
}

/** Nobody could answer: the administrators are told. */
async function planWarning(tx: Db, parts: Handing, ticket: Ticket, now: Date): Promise<number[]> {
  const ids: number[] = []
  for (const externalId of parts.adminIds) {
    const person = await findPerson(tx, { messenger: 'telegram', externalId })
    if (!person?.consented) continue
    const warning = {
      key: `ticket:${ticket.id}:nobody:${person.id}`,
      chatKey: chatKeyOf(externalId),
      personId: person.id,
      text: deskTexts.nobody(ticket.id),
      now,
    }
    ids.push(...(await planText(tx, parts, warning)))
  }
  return ids
}

/** Plans a text about a ticket; each part of a long one is a delivery of its own. */
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
    now: Date
  },
): Promise<number[]> {
  const { key, chatKey, personId, text, now, keyboard } = message
  const replyTo = message.replyTo ? Number(message.replyTo) : undefined
  const ids: number[] = []
  for (const [part, content] of textMessages(text, { keyboard, replyTo }).entries()) {
    const fields = { chatKey, personId, content, priority: PRIORITY.ticket, dueAt: now }
    ids.push(await outbox.plan(tx, { key: `${key}:${part}`, kind: 'ticket', ...fields }))
  }
  return ids
}
