/** Who an event is for: whoever was told of it, and whoever belongs to its audience now. */
import { audienceCondition } from './audiences.ts'
import type { Db } from './db.ts'
import { findEvent } from './events.ts'

/** Whether it is for this person. */
export async function isInvited(
  db: Db,
  { eventId, personId }: { eventId: number; personId: number },
): Promise<boolean> {
  const event = await findEvent(db, { id: eventId })
  if (!event || event.status === 'draft') return false
  const { sql, values } = audienceCondition(event.audience, 3)
  const { rows } = await db.query<{ invited: boolean }>(
    `select exists (select from event_people where event_id = $1 and person_id = $2)
         or exists (select from people p where p.id = $2 and ${sql}) as invited`,
    [eventId, personId, ...values],
  )
  return rows[0]?.invited ?? false
}
