/** What a person has asked, as they look at it themselves. */
import type { Db } from './db.ts'
import type { QuestionStatus } from './questions.ts'
import type { TicketStatus } from './tickets.ts'

export interface QuestionState {
  id: number
  text: string
  asked_at: Date
  status: QuestionStatus
  ticket_id: number | null
  /** Of a ticket joined to another one, that one's state: the answer comes from there. */
  ticket_status: TicketStatus | null
  promised_by: Date | null
}

/** Greetings are no questions, and what was asked again while it waited is the question that waits. */
const IS_LISTED = `q.person_id = $1 and q.status <> 'greeted' and q.repeats is null`

const STATE = `
  select q.id, q.text, q.asked_at, q.status, t.id as ticket_id,
         coalesce(main.status, t.status) as ticket_status,
         coalesce(main.promised_by, t.promised_by) as promised_by
    from questions q
    left join tickets t on t.question_id = q.id
    left join tickets main on main.id = t.joined_to`

export async function countOwnQuestions(
  db: Db,
  { personId }: { personId: number },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from questions q where ${IS_LISTED}`,
    [personId],
  )
  return rows[0]?.count ?? 0
}

/** A page of the person's questions, newest first. */
export async function listOwnQuestions(
  db: Db,
  { personId, offset, limit }: { personId: number; offset: number; limit: number },
): Promise<QuestionState[]> {
  const { rows } = await db.query<QuestionState>(
    `${STATE} where ${IS_LISTED} order by q.id desc offset $2 limit $3`,
    [personId, offset, limit],
  )
  return rows
}

/** The question of the person's own ticket; null when it is not theirs. */
export async function findOwnTicket(
  db: Db,
  { personId, ticketId }: { personId: number; ticketId: number },
): Promise<QuestionState | null> {
  const { rows } = await db.query<QuestionState>(`${STATE} where t.person_id = $1 and t.id = $2`, [
    personId,
    ticketId,
  ])
  return rows[0] ?? null
}
