/** What was said in a ticket and is said otherwise afterwards: edited messages, and parts of an album that come late. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'
import type { Attachment, Said, SaidIn } from './said.ts'
import type { Ticket } from './tickets.ts'

/** A message of a person, and the ticket it belongs to. */
export interface SaidBefore {
  ticketId: number
  side: 'teacher' | 'tutor'
  /** Null when it is the ticket's question itself. */
  messageId: number | null
  content: Said
  /** The messenger's messages that said it. */
  messageIds: string[]
}

/** What the person said with this message, or with an earlier part of this album; the latest if there are several. */
export async function findSaid(
  db: Db,
  said: { personId: number; chatKey: string; messageId: string; album: string | null },
): Promise<SaidBefore | null> {
  const { rows } = await db.query<SaidBefore>(
    `select ticket_id as "ticketId", side, id as "messageId", content, message_ids as "messageIds"
       from ticket_messages
      where author_id = $1 and chat_key = $2 and content ? 'text'
        and (message_ids @> array[$3] or album = $4)
     union all
     select t.id, 'teacher', null,
            jsonb_build_object('text', q.text, 'attachments', q.attachments), array[q.message_id]
       from questions q join tickets t on t.question_id = q.id
      where q.person_id = $1 and q.chat_key = $2
        and (q.message_id = $3 or q.album = $4
             or q.attachments @> jsonb_build_array(jsonb_build_object('messageId', $3::text)))
      order by "messageId" desc nulls last limit 1`,
    [said.personId, said.chatKey, said.messageId, said.album],
  )
  return rows[0] ?? null
}

/**
 * What the teacher said is said otherwise: the words of the thread, or of the question, change while nobody has answered.
 * Null when the ticket is answered or closed, and then nothing changes.
 */
export async function reviseSaid(
  tx: Db,
  revision: {
    said: SaidBefore
    content: Said
    saidIn: SaidIn
    personId: number
    now: Date
  },
): Promise<Ticket | null> {
  const { said, content, saidIn, personId, now } = revision
  const { rows } = await tx.query<Ticket>(
    `with revised as (
       update tickets set revision = revision + 1
        where id = $1 and person_id = $2 and status in ('open', 'claimed')
          and not exists (select from ticket_messages later
                           where later.ticket_id = $1 and later.side = 'tutor' and later.id > $4)
       returning *),
     history as (
       insert into ticket_history (ticket_id, at, actor_id, act) select id, $3, $2, 'edited' from revised)
     select * from revised`,
    [said.ticketId, personId, now, said.messageId ?? 0],
  )
  const ticket = rows[0]
  if (!ticket) return null
  if (said.messageId === null) await reviseQuestion(tx, ticket.question_id, content)
  else {
    await tx.query(`update ticket_messages set content = $2, message_ids = $3 where id = $1`, [
      said.messageId,
      toJson(content),
      saidIn.messageIds,
    ])
  }
  return ticket
}

/** The words of a question that is not answered yet. False when it is. */
export async function reviseUnanswered(
  db: Db,
  edited: { chatKey: string; messageId: string; personId: number; content: Said },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update questions set text = $4, attachments = $5
      where chat_key = $1 and message_id = $2 and person_id = $3 and status = 'received'`,
    [
      edited.chatKey,
      edited.messageId,
      edited.personId,
      edited.content.text,
      toJson(edited.content.attachments ?? []),
    ],
  )
  return rowCount === 1
}

/** Files of a question that no ticket is made of yet; false when there is no such question. */
export async function addQuestionFiles(
  db: Db,
  {
    personId,
    chatKey,
    album,
    attachments,
  }: {
    personId: number
    chatKey: string
    album: string
    attachments: Attachment[]
  },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update questions q
        set attachments = q.attachments || coalesce((
              select jsonb_agg(part) from jsonb_array_elements($4::jsonb) part
               where not q.attachments @> jsonb_build_array(jsonb_build_object('messageId', part -> 'messageId'))), '[]')
      where person_id = $1 and chat_key = $2 and album = $3`,
    [personId, chatKey, album, toJson(attachments)],
  )
  return rowCount !== 0
}

/** Every file of the ticket, question first, in the order in which it was said. */
export async function listAttachments(
  db: Db,
  ticketId: number,
): Promise<{ side: 'teacher' | 'tutor'; said_at: Date; attachments: Attachment[] }[]> {
  const { rows } = await db.query<{
    side: 'teacher' | 'tutor'
    said_at: Date
    attachments: Attachment[]
  }>(
    `select side, said_at, attachments from (
       select 0 as id, 'teacher' as side, q.asked_at as said_at, q.attachments
         from tickets t join questions q on q.id = t.question_id where t.id = $1
       union all
       select id, side, said_at, coalesce(content -> 'attachments', '[]') from ticket_messages where ticket_id = $1
     ) as said where jsonb_array_length(attachments) > 0 order by id`,
    [ticketId],
  )
  return rows
}

async function reviseQuestion(tx: Db, questionId: number, content: Said): Promise<void> {
  await tx.query('update questions set text = $2, attachments = $3 where id = $1', [
    questionId,
    content.text,
    toJson(content.attachments ?? []),
  ])
}
