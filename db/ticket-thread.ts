/** What was said in a ticket, and what its card shows. */
import type { Db } from './db.ts'
import { findDeliveryByMessage } from './deliveries.ts'
import { toJson } from './json.ts'
import type { StoredAnswer } from './questions.ts'
import type { Attachment, Said, SaidIn } from './said.ts'
import type { TicketStatus } from './tickets.ts'

export interface TicketMessage {
  id: number
  side: 'teacher' | 'tutor'
  content: Said
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
    content: Said
    /** Where a person said it, for edits and late parts of an album. */
    saidIn?: SaidIn
    now: Date
  },
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `insert into ticket_messages (ticket_id, author_id, side, origin, content, said_at, chat_key, message_ids, album)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (origin) do nothing returning id`,
    [
      message.ticketId,
      message.authorId,
      message.side,
      message.origin,
      toJson(message.content),
      message.now,
      message.saidIn?.chatKey ?? null,
      message.saidIn?.messageIds ?? [],
      message.saidIn?.album ?? null,
    ],
  )
  return rows[0]?.id ?? null
}

/** It was said too late to belong to the ticket. */
export async function forgetTicketMessage(
  tx: Db,
  { messageId }: { messageId: number },
): Promise<void> {
  await tx.query('delete from ticket_messages where id = $1', [messageId])
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
  waiting_since: Date
  promised_by: Date
  lease_until: Date | null
  /** The methodists know that the promise is broken. */
  is_overdue: boolean
  /** Somebody answered it, once at least. */
  is_answered: boolean
  joined_to: number | null
  /** How many more wait for the same answer. */
  joined: number
  /** The last that happened to it, in the words of its history. */
  last_act: string
  question: string
  attachments: Attachment[]
  answer: StoredAnswer | null
  institution: string | null
  subject: string | null
  tutor: string | null
}

/** Everything a card tells about its ticket, in one look. */
export async function findCardDetails(db: Db, ticketId: number): Promise<CardDetails | null> {
  const { rows } = await db.query<CardDetails>(
    `select t.id, t.status, t.revision, t.waiting_since, t.promised_by, t.lease_until,
            t.overdue_told_at is not null as is_overdue, t.answered_at is not null as is_answered, t.joined_to,
            (select count(*) from tickets other where other.joined_to = t.id) as joined,
            (select act from ticket_history h where h.ticket_id = t.id order by h.id desc limit 1) as last_act,
            q.text as question, q.attachments, q.answer,
            coalesce(i.name, asker.institution_words) as institution, asker.subject, tutor.name as tutor
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
