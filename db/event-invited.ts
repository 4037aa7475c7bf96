/** Who an event is for: whoever was told of it, and whoever belongs to its audience now. */
import { audienceCondition, type Condition, membershipCondition } from './audiences.ts'
import type { Db } from './db.ts'
import { type EventRow, findEvent } from './events.ts'

/** Whom it invites: the audience, but for those who have left its site. */
export type Invitation = Pick<EventRow, 'audience' | 'site_id'>

/** Whether it is for this person: also whoever has left its site may come. */
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

/** People `p` to whom it is announced, with the values from `$first` on. */
export function invitedCondition({ audience, site_id }: Invitation, first: number): Condition {
  const { sql, values } = audienceCondition(audience, first + 1)
  return { sql: `${sql} and not ${hasLeft(`$${first}`, 'p.id')}`, values: [site_id, ...values] }
}

/** How many people an event with this audience and site would invite at the moment. */
export async function countInvited(db: Db, invitation: Invitation): Promise<number> {
  const { sql, values } = invitedCondition(invitation, 1)
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from people p where ${sql}`,
    values,
  )
  return rows[0]?.count ?? 0
}

export interface Reinvited {
  /** Are not told of it yet, and would be. */
  invited: number
  /** Have not answered, and would not be reminded any more. */
  uninvited: number
}

/** What it would mean for people if the event invited these. After its beginning nobody is invited. */
export async function countReinvited(
  db: Db,
  { eventId, now, ...invitation }: Invitation & { eventId: number; now: Date },
): Promise<Reinvited> {
  const invited = invitedCondition(invitation, 3)
  const meant = meantCondition(invitation, 3 + invited.values.length)
  const { rows } = await db.query<Reinvited>(
    `select (select count(*) from people p
              where ${invited.sql} and exists (select from events e where e.id = $1 and e.starts_at > $2)
                and not exists (select from event_people ep where ep.event_id = $1 and ep.person_id = p.id)) as invited,
            (select count(*) from event_people ep join people p on p.id = ep.person_id
              where ep.event_id = $1 and ${UNANSWERED} and ep.uninvited_at is null
                and (${meant.sql}) is not true) as uninvited`,
    [eventId, now, ...invited.values, ...meant.values],
  )
  return rows[0] ?? { invited: 0, uninvited: 0 }
}

/**
 * Has a published event invite whom it is for now: those who were not told of it are to be; those who are not meant any
 * more and have not answered are not reminded, and not told if that has not left yet. Returns how many are to be told.
 * Call it in the transaction that changed the event.
 */
export async function reinvite(
  tx: Db,
  { eventId, now }: { eventId: number; now: Date },
): Promise<number> {
  const event = await findEvent(tx, { id: eventId })
  if (event?.status !== 'published' || !event.starts_at) return 0
  await tx.query(
    `select from event_people where event_id = $1 order by person_id for no key update`,
    [eventId],
  )
  const meant = meantCondition(event, 2)
  const { rows: unmeant } = await tx.query<EventPersonKey>(
    `select ep.event_id, ep.person_id from event_people ep join people p on p.id = ep.person_id
      where ep.event_id = $1 and ${UNANSWERED} and ep.uninvited_at is null and (${meant.sql}) is not true`,
    [eventId, ...meant.values],
  )
  await takeBackUntold(tx, unmeant)
  const still = meantCondition(event, 3)
  await tx.query(
    `update event_people ep
        set uninvited_at = case when (${still.sql}) is true then null else coalesce(ep.uninvited_at, $2) end
       from people p
      where ep.event_id = $1 and p.id = ep.person_id and ${UNANSWERED}`,
    [eventId, now, ...still.values],
  )
  return event.starts_at > now ? invite(tx, event) : 0
}

/** Has the event announced to whom it invites and who was not told of it. Returns how many they are. */
export async function invite(tx: Db, event: EventRow): Promise<number> {
  const { sql, values } = invitedCondition(event, 2)
  const { rowCount } = await tx.query(
    `insert into event_people (event_id, person_id, to_tell)
     select $1, p.id, 'event' from people p where ${sql}
     on conflict (event_id, person_id) do nothing`,
    [event.id, ...values],
  )
  return rowCount ?? 0
}

/** The person leaves the site: of its events they hear nothing more that has not left yet. Call it in a transaction. */
export async function takeBackOfSite(
  tx: Db,
  { siteId, personId }: { siteId: number; personId: number },
): Promise<void> {
  // As every change of an event does: two that meet wait for each other, and neither is given up.
  await tx.query(
    `select from events where site_id = $1 and status = 'published' order by id for no key update`,
    [siteId],
  )
  const { rows } = await tx.query<EventPersonKey>(
    `select ep.event_id, ep.person_id from event_people ep join events e on e.id = ep.event_id
      where e.site_id = $1 and ep.person_id = $2 and e.status = 'published' and ${UNANSWERED}
      order by ep.event_id for no key update of ep`,
    [siteId, personId],
  )
  await takeBackUntold(tx, rows)
}

interface EventPersonKey {
  event_id: number
  person_id: number
}

/** Of an event person ep. */
const UNANSWERED = 'ep.mark is null and ep.attended_at is null'

/** Has left the site and not subscribed again; nobody has left none. */
const hasLeft = (site: string, person: string): string => `exists (
  select from site_leavers l where l.site_id = ${site}::bigint and l.person_id = ${person}
     and not exists (select from subscriptions s where s.site_id = l.site_id and s.person_id = l.person_id))`

/** People `p` who are meant, whether or not the bot may write to them now. */
function meantCondition({ audience, site_id }: Invitation, first: number): Condition {
  const { sql, values } = membershipCondition(audience, first + 1)
  return { sql: `${sql} and not ${hasLeft(`$${first}`, 'p.id')}`, values: [site_id, ...values] }
}

/** Those whose announcement has not left were not told of the event, and may be another time. */
async function takeBackUntold(tx: Db, people: readonly EventPersonKey[]): Promise<void> {
  if (people.length === 0) return
  const keys = [
    people.map(({ event_id }) => event_id),
    people.map(({ person_id }) => person_id),
  ] as const
  const { rows } = await tx.query<{ id: number }>(
    `update deliveries d set status = 'failed', error = 'not invited any more', content = '{}',
            lease_owner = null, lease_until = null
       from unnest($1::bigint[], $2::bigint[]) as those (event_id, person_id)
       join event_people ep using (event_id, person_id)
      where d.id = ep.announced_by and d.status = 'planned' and d.repeats = 0
      returning d.id`,
    [...keys],
  )
  const withdrawn = rows.map(({ id }) => id)
  await tx.query(
    `delete from event_people ep using unnest($1::bigint[], $2::bigint[]) as those (event_id, person_id)
      where ep.event_id = those.event_id and ep.person_id = those.person_id and ep.calendar_at is null
        and (ep.to_tell = 'event' or ep.announced_by = any($3))`,
    [...keys, withdrawn],
  )
  // Who has it in their calendar knows of it.
  await tx.query(
    `update event_people ep set to_tell = null
       from unnest($1::bigint[], $2::bigint[]) as those (event_id, person_id)
      where ep.event_id = those.event_id and ep.person_id = those.person_id and ep.to_tell = 'event'`,
    [...keys],
  )
}
