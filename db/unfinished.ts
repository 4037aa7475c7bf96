/** What a crash or a full hour left undone: questions nobody answers, cards that show less than is true. */
import type { Db } from './db.ts'

/** Questions received, not answered, and in nobody's hands any more; the oldest first. */
export async function questionsLeft(
  db: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<{ id: number }[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from questions
      where status = 'received' and (lease_until is null or lease_until <= $1)
      order by asked_at limit $2 for update skip locked`,
    [now, limit],
  )
  return rows
}

/** Tickets of which a card that has arrived, and may be edited now, shows an older state. */
export async function ticketsWithOldCards(
  db: Db,
  { limit }: { limit: number },
): Promise<{ id: number }[]> {
  const { rows } = await db.query<{ id: number }>(
    `select distinct t.id from ticket_cards c
       join tickets t on t.id = c.ticket_id and t.revision > c.shown_revision
       join deliveries d on d.id = c.delivery_id and d.status = 'sent'
      where not c.lost and (c.wait_until is null or c.wait_until < clock_timestamp())
      order by t.id limit $1`,
    [limit],
  )
  return rows
}

/** Ends the leases of all processes. Only for a start at which no other process can be alive. */
export async function endQuestionLeases(db: Db): Promise<void> {
  await db.query(`update questions set lease_until = null where status = 'received'`)
}
