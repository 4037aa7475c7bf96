/** Who waits for a ticket's answer: its asker, and those of the tickets joined to it. */
import type { Db } from './db.ts'

export interface Asker {
  /** The asker's own ticket: the number they know. */
  ticket_id: number
  person_id: number
  chat_key: string
  /** The message they asked in. */
  message_id: string | null
}

/** Those with a consent in force, the ticket's own asker first. */
export async function listAskers(db: Db, ticketId: number): Promise<Asker[]> {
  const { rows } = await db.query<Asker>(
    `select t.id as ticket_id, q.person_id, q.chat_key, q.message_id
       from tickets t join questions q on q.id = t.question_id
       join consents c on c.person_id = q.person_id and c.withdrawn_at is null
      where t.id = $1 or t.joined_to = $1 order by t.joined_to nulls first, t.id`,
    [ticketId],
  )
  return rows
}
