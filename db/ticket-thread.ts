/** What was said in a ticket, and what its card shows. */
import type { Db } from './db.ts'
import { findDeliveryByMessage } from './deliveries.ts'
import { toJson } from './json.ts'
import type { StoredAnswer } from './questions.ts'
import type { TicketStatus } from './tickets.ts'

export interface TicketMessage {
  id: number
  side: 'teacher' | 'tutor'
  content: { text: string }
  said_at: Date
}

/** Adds to the thread; null when this origin said it already. */
export async function saveTicketMessage(
  db: Db,
  message: {
    ticketId: number
    authorId: number
    side: 'teacher' | 'tutor'
    origin: string
    content: { text: string }
    now: Date
  },
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `insert into ticket_messages (ticket_id, author_id, side, origin, content, said_at)
     values ($1, $2, $3, $4, $5, $6) on conflict (origin) do nothing returning id`,
    [
      message.ticketId,
      message.authorId,
      message.side,
      message.origin,
      toJson(message.content),
      message.now,
    ],
  )
  return rows[0]?.id ?? null
}

/** The thread of a ticket in order; what an erased person said is left out. */
export async function listTicketMessages(db: Db, ticketId: number): Promise<TicketMessage[]> {
  const { rows } = await db.query<TicketMessage>(
    `select id, side, content, said_at from ticket_messages
      where ticket_id = $1 and content ? 'text' order by id`,
    [ticketId],
  )
  return rows
}

export interface CardDetails {
  id: number
  status: TicketStatus
  revision: number
  opened_at: Date
  promised_by: Date
  lease_until: Date | null
  question: string
  answer: StoredAnswer | null
  institution: string | null
  subject: string | null
  tutor: string | null
}

/** Everything a card tells about its ticket, in one look. */
export async function findCardDetails(db: Db, ticketId: number): Promise<CardDetails | null> {
  const { rows } = await db.query<CardDetails>(
    `select t.id, t.status, t.revision, t.opened_at, t.promised_by, t.lease_until,
            q.text as question, q.answer, i.name as institution, asker.subject, tutor.name as tutor
       from tickets t
       join questions q on q.id = t.question_id
       left join people asker on asker.id = t.person_id
       left join institutions i on i.id = asker.institution_id
       left join people tutor on tutor.id = t.tutor_id
      where t.id = $1`,
    [ticketId],
  )
  return rows[0] ?? null
}

/** A message of the bot that is about a ticket: its card, a request for an answer, a tutor's answer, … */
export interface TicketReference {
  ticketId: number
  /** The part of the delivery's key after the number: 'card', 'prompt', 'message', … */
  about: string
}

/** The ticket that a message of the bot belongs to, or null. */
export async function findTicketOfMessage(
  db: Db,
  message: { chatKey: string; messageId: string },
): Promise<TicketReference | null> {
  const delivery = await findDeliveryByMessage(db, message)
  const [kind, id, about] = delivery?.key.split(':') ?? []
  return kind === 'ticket' ? { ticketId: Number(id), about: about ?? '' } : null
}

/** The question that a message of the bot answers, or null. */
export async function findQuestionOfMessage(
  db: Db,
  message: { chatKey: string; messageId: string },
): Promise<number | null> {
  const delivery = await findDeliveryByMessage(db, message)
  const [kind, id] = delivery?.key.split(':') ?? []
  return kind === 'question' ? Number(id) : null
}
