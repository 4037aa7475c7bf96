/** People's own copies of announcements that show less than is true, and the edits that have them follow. */
import type { Db } from './db.ts'
import { EVENT_PERSON, type EventPerson } from './event-people.ts'

/** A copy that shows less than is true. */
export interface StaleCopy extends EventPerson {
  chat_key: string
  delivery_id: number
  /** The delivery of its last edit. */
  edited_by: number | null
  /** Null: it is still to be sent, and its words may be changed. */
  message_id: string | null
}

/** The announcement has arrived, or is in nobody's hands: then it may be changed. */
const IS_IN_REACH = `(d.status = 'sent' or (d.status = 'planned' and d.lease_owner is null))`

/** A page of them, held until the transaction ends. */
export async function takeStaleCopies(tx: Db, { limit }: { limit: number }): Promise<StaleCopy[]> {
  // What was never sent, and never will be, has nothing to show.
  await tx.query(
    `update event_people p set shown_revision = revision
      where p.revision > p.shown_revision and not exists (
        select from deliveries d where d.id = p.announced_by and d.status in ('planned', 'sending', 'sent'))`,
  )
  const { rows } = await tx.query<StaleCopy>(
    `select ${EVENT_PERSON}, d.chat_key, d.id as delivery_id, p.edited_by, case d.status when 'sent' then d.message_id end as message_id
       from event_people p join deliveries d on d.id = p.announced_by
      where p.revision > p.shown_revision and ${IS_IN_REACH}
      order by p.mark = 'waiting' nulls last, p.event_id, p.person_id limit $1 for update of p skip locked`,
    [limit],
  )
  return rows
}

/** The person's own copy, if it shows less than is true and can be changed now. */
export async function takeStaleCopy(
  tx: Db,
  { eventId, personId }: { eventId: number; personId: number },
): Promise<StaleCopy | null> {
  const { rows } = await tx.query<StaleCopy>(
    `select ${EVENT_PERSON}, d.chat_key, d.id as delivery_id, p.edited_by, case d.status when 'sent' then d.message_id end as message_id
       from event_people p join deliveries d on d.id = p.announced_by
      where p.event_id = $1 and p.person_id = $2 and p.revision > p.shown_revision and ${IS_IN_REACH}
        for update of p`,
    [eventId, personId],
  )
  return rows[0] ?? null
}

/**
 * Withdraws the copy's last edit if it has not left. Returns the priority of one that is on the wire, for the next to
 * come after it.
 */
export async function withdrawEdit(
  tx: Db,
  { edited_by }: Pick<StaleCopy, 'edited_by'>,
): Promise<number> {
  if (edited_by === null) return 0
  const { rows } = await tx.query<{ priority: number; status: string }>(
    `with edit as (
       select id, status, priority from deliveries
        where id = $1 and status in ('planned', 'sending') for update),
     withdrawn as (
       update deliveries d set status = 'failed', error = 'a newer edit took its place', content = '{}',
              lease_owner = null, lease_until = null
         from edit where d.id = edit.id and edit.status = 'planned')
     select priority, status from edit`,
    [edited_by],
  )
  const [edit] = rows
  return edit?.status === 'sending' ? edit.priority : 0
}

/** What is planned, as an edit or in the place of the announcement's words, shows this revision. */
export async function markCopyShown(
  tx: Db,
  { event_id, person_id, revision }: StaleCopy,
  { deliveryId }: { deliveryId: number },
): Promise<void> {
  await tx.query(
    `update event_people set shown_revision = $3, edited_by = nullif($4, announced_by)
      where event_id = $1 and person_id = $2`,
    [event_id, person_id, revision, deliveryId],
  )
}
