/** The live card of an event in its methodists' chats: what it counts, which message it is, which state it shows. */
import type { Db } from './db.ts'

export interface EventCounts {
  going: number
  waiting: number
  declined: number
  /** Were told of it and have not answered. */
  silent: number
  /** Are still to be told of it. */
  untold: number
  came: number
  rated: number
  /** The sum of all ratings. */
  stars: number
  materials: number
}

export async function countEvent(db: Db, { eventId }: { eventId: number }): Promise<EventCounts> {
  const { rows } = await db.query<EventCounts>(
    `select count(*) filter (where p.mark = 'going') as going,
            count(*) filter (where p.mark = 'waiting') as waiting,
            count(*) filter (where p.mark = 'declined') as declined,
            count(*) filter (where p.mark is null and p.announced_by is not null) as silent,
            count(*) filter (where p.mark is null and p.to_tell = 'event') as untold,
            count(p.attended_at) + coalesce(max(erased.came), 0) as came,
            count(p.rating) + coalesce(max(erased.rated), 0) as rated,
            (coalesce(sum(p.rating), 0) + coalesce(max(erased.stars), 0))::integer as stars,
            (select count(*) from event_materials where event_id = $1) as materials
       from (select $1::bigint as id) e
       left join event_people p on p.event_id = e.id
       left join event_erased erased on erased.event_id = e.id`,
    [eventId],
  )
  const [counts] = rows
  if (!counts) throw new Error('a count returned no row')
  return counts
}

/** This delivery is the event's card in that chat from now on. */
export async function saveEventCard(
  tx: Db,
  card: {
    eventId: number
    chatKey: string
    personId: number
    deliveryId: number
    revision: number
  },
): Promise<void> {
  await tx.query(
    `insert into event_cards (event_id, chat_key, person_id, delivery_id, shown_revision) values ($1, $2, $3, $4, $5)
     on conflict (event_id, chat_key) do update
       set delivery_id = excluded.delivery_id, shown_revision = excluded.shown_revision,
           edited_by = null, wait_until = null`,
    [card.eventId, card.chatKey, card.personId, card.deliveryId, card.revision],
  )
}

export interface StaleCard {
  event_id: number
  person_id: number
  chat_key: string
  delivery_id: number
  message_id: string
}

/** A methodist's card that has arrived, shows less than is true, may be edited, and is not being edited. */
const STALE = `event_cards c
  join events e on e.id = c.event_id and e.revision > c.shown_revision
  join deliveries d on d.id = c.delivery_id and d.status = 'sent'
 where (c.wait_until is null or c.wait_until < clock_timestamp())
   and exists (select from roles r where r.person_id = c.person_id and r.role = 'methodist')
   and not exists (select from deliveries x where x.id = c.edited_by and x.status in ('planned', 'sending'))`

export async function hasStaleCards(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `select exists (select from ${STALE}) as found`,
  )
  return rows[0]?.found ?? false
}

/** A page of cards to be edited, held until the transaction ends. Cards whose message is gone are forgotten. */
export async function takeStaleCards(tx: Db, { limit }: { limit: number }): Promise<StaleCard[]> {
  await tx.query(
    `delete from event_cards c using deliveries x
      where x.id = c.edited_by and x.status = 'failed' and x.error = 'the message is not there any more'`,
  )
  const { rows } = await tx.query<StaleCard>(
    `select c.event_id, c.person_id, d.chat_key, d.id as delivery_id, d.message_id
       from ${STALE} order by c.event_id, c.chat_key limit $1 for update of c skip locked`,
    [limit],
  )
  return rows
}

/** The edit is planned; the next one comes not sooner than in so many seconds. */
export async function markCardEdited(
  tx: Db,
  card: { deliveryId: number; revision: number; editId: number; seconds: number },
): Promise<void> {
  await tx.query(
    `update event_cards set shown_revision = $2, edited_by = $3,
            wait_until = clock_timestamp() + $4 * interval '1 second'
      where delivery_id = $1`,
    [card.deliveryId, card.revision, card.editId, card.seconds],
  )
}

/** The methodist is none any more: nothing is shown to them. */
export async function dropEventCards(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query('delete from event_cards where person_id = $1', [personId])
}
