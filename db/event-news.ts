/** What people are still to be told of events: taken in pages, each once. */
import type { Db } from './db.ts'
import { EVENT_PERSON, type EventPerson, type ToTell } from './event-people.ts'

/** Somebody the bot may write to, and their own quiet hours. */
export interface Addressee extends EventPerson {
  /** Null for somebody who cannot be written to: no consent, no account, or they block the bot. */
  chat_key: string | null
  quiet_hours: string | null
}

export interface News extends Addressee {
  to_tell: ToTell
}

const ADDRESSEE = `${EVENT_PERSON}, person.quiet_hours,
  (select a.messenger || ':' || a.external_id from accounts a
    where a.person_id = p.person_id and a.blocked_at is null
      and exists (select from consents n where n.person_id = p.person_id and n.withdrawn_at is null)
    order by a.messenger, a.external_id limit 1) as chat_key`

const PERSON = 'join people person on person.id = p.person_id'

/** Came, the event is over, and nobody has asked yet how it was. `$1` is now. */
const UNASKED = `p.attended_at is not null and p.asked_at is null
  and e.starts_at + e.minutes * interval '1 minute' <= $1`

/** Whether any of the functions below would find something. */
export async function hasEventNews(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `select exists (select from event_people where to_tell is not null)
         or exists (select from event_people where materials_due)
         or exists (select from event_people where revision > shown_revision)
         or exists (select from event_people p join events e on e.id = p.event_id where ${UNASKED}) as found`,
    [now],
  )
  return rows[0]?.found ?? false
}

/** A page of those who are to be told something, held until the transaction ends; changes before announcements. */
export async function takeNews(tx: Db, { limit }: { limit: number }): Promise<News[]> {
  const { rows } = await tx.query<News>(
    `select p.to_tell, ${ADDRESSEE} from event_people p ${PERSON}
      where p.to_tell is not null
      order by p.to_tell = 'event', p.event_id, p.place, p.person_id limit $1
        for update of p skip locked`,
    [limit],
  )
  return rows
}

/** The announcement is planned, or nobody can be written to: then without a delivery. */
export async function markAnnounced(
  tx: Db,
  { event_id, person_id }: News,
  { deliveryId }: { deliveryId: number | null },
): Promise<void> {
  await tx.query(
    `update event_people set to_tell = null, announced_by = $3, shown_revision = revision
      where event_id = $1 and person_id = $2`,
    [event_id, person_id, deliveryId],
  )
}

/** The news is planned, or there is nobody to be told. */
export async function markTold(
  tx: Db,
  { event_id, person_id }: News,
  { deliveryId }: { deliveryId: number | null },
): Promise<void> {
  await tx.query(
    `update event_people set to_tell = null, told_by = $3 where event_id = $1 and person_id = $2`,
    [event_id, person_id, deliveryId],
  )
}

/** Those who are to be asked how it was: asked by the return of this, once. Whoever wants no reminders is not returned. */
export async function takeUnasked(
  tx: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<Addressee[]> {
  const { rows } = await tx.query<{ event_id: number; person_id: number }>(
    `update event_people set asked_at = $1
      where (event_id, person_id) in (
        select p.event_id, p.person_id from event_people p join events e on e.id = p.event_id
         where ${UNASKED} order by p.event_id, p.person_id limit $2 for update of p skip locked)
      returning event_id, person_id`,
    [now, limit],
  )
  return findAddressees(tx, rows, 'person.reminders and p.rating is null')
}

/** Those who came and have not got all materials: sent by the return of this. */
export async function takeMaterialsDue(
  tx: Db,
  { limit }: { limit: number },
): Promise<(Addressee & { material_id: number })[]> {
  const { rows: due } = await tx.query<Addressee & { material_id: number }>(
    `select p.material_id, ${ADDRESSEE} from event_people p ${PERSON}
      where p.materials_due order by p.event_id, p.person_id limit $1 for update of p skip locked`,
    [limit],
  )
  await tx.query(
    `update event_people p set materials_due = false, material_id = coalesce(
              (select max(m.id) from event_materials m where m.event_id = p.event_id), p.material_id)
       from unnest($1::bigint[], $2::bigint[]) as due (event_id, person_id)
      where p.event_id = due.event_id and p.person_id = due.person_id`,
    [due.map(({ event_id }) => event_id), due.map(({ person_id }) => person_id)],
  )
  return due
}

async function findAddressees(
  tx: Db,
  rows: readonly { event_id: number; person_id: number }[],
  condition: string,
): Promise<Addressee[]> {
  if (rows.length === 0) return []
  const { rows: found } = await tx.query<Addressee>(
    `select ${ADDRESSEE} from unnest($1::bigint[], $2::bigint[]) as given (event_id, person_id)
       join event_people p using (event_id, person_id) ${PERSON} where ${condition}`,
    [rows.map(({ event_id }) => event_id), rows.map(({ person_id }) => person_id)],
  )
  return found
}
