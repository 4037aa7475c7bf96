/** What is reminded of and when, and taking it out of messages that wait when it does not hold any more. */
import type { Db } from './db.ts'
import { entitled } from './entitled.ts'
import { takeBackOfSite } from './event-invited.ts'

/** What a reminder is of. */
export type Subject = { eventId: number } | { diagnosticsId: number }

export interface Moment {
  /** «before:1440» (minutes before the beginning or end), «halfway». */
  moment: string
  dueAt: Date
}

/**
 * Makes these the reminders of an event or of diagnostics; none when there are no moments. Moments that have passed are
 * not planned any more; a reminder that is there already stays as it is. Call it in the transaction of the change.
 */
export async function setReminders(
  tx: Db,
  {
    of,
    moments,
    pointlessAt,
    now,
  }: { of: Subject; moments: Moment[]; pointlessAt: Date | null; now: Date },
): Promise<void> {
  const [column, id] =
    'eventId' in of
      ? (['event_id', of.eventId] as const)
      : (['diagnostics_id', of.diagnosticsId] as const)
  const names = moments.map(({ moment }) => moment)
  const times = moments.map(({ dueAt }) => dueAt)
  await tx.query(
    `update reminders m set status = 'dropped'
      where m.${column} = $1 and m.status <> 'dropped'
        and not (m.pointless_at = $2 and (m.moment, m.due_at) in (
          select * from unnest($3::text[], $4::timestamptz[])))`,
    // Nothing has no point at no time.
    [id, pointlessAt ?? now, names, times],
  )
  if (pointlessAt) {
    await tx.query(
      `insert into reminders (${column}, moment, due_at, pointless_at, created_at)
       select $1, moment, due_at, $2, $5 from unnest($3::text[], $4::timestamptz[]) as wanted (moment, due_at)
        where due_at > $5 and due_at < $2
       on conflict (${column}, moment, due_at) where ${column} is not null
       do update set status = 'planned', reached = 0, pointless_at = excluded.pointless_at
        where reminders.status = 'dropped'`,
      [id, pointlessAt, names, times, now],
    )
  }
  await forgetReminders(tx, { ...of, now })
}

/** Whose reminders, and of what; nothing named is all. */
export interface Concerned {
  eventId?: number
  diagnosticsId?: number
  measureId?: number
  siteId?: number
  personIds?: readonly number[]
  /** What is said of it has changed: what still holds is told anew, too. */
  anew?: boolean
}

/**
 * Looks again at the messages that remind and wait to be sent: what does not hold any more is taken out of them, the
 * rest is told anew. Call it last in the transaction of whatever changes who is to be reminded. What is not in a
 * message yet needs nothing: it is looked at before it gets there.
 */
export async function forgetReminders(
  tx: Db,
  { now, ...concerned }: Concerned & { now: Date },
): Promise<void> {
  const { eventId, diagnosticsId, measureId, siteId, personIds, anew = false } = concerned
  // In this order everywhere: two changes that meet wait for each other, and neither is given up.
  const { rows } = await tx.query<{ delivery_id: number }>(
    `select r.delivery_id from reminded r
      where r.delivery_id in (
        select d.id from reminded own
          join reminders m on m.id = own.reminder_id
          join deliveries d on d.id = own.delivery_id
         where own.status = 'told' and d.status = 'planned'
           and ($1::bigint is null or m.event_id = $1)
           and ($2::bigint is null or m.diagnostics_id = $2)
           and ($3::bigint is null or m.measure_id = $3)
           and ($4::bigint is null or m.event_id in (select id from events where site_id = $4))
           and ($5::bigint[] is null or own.person_id = any($5)))
      order by r.reminder_id, r.person_id for update of r`,
    [eventId ?? null, diagnosticsId ?? null, measureId ?? null, siteId ?? null, personIds ?? null],
  )
  if (rows.length === 0) return
  await tx.query(
    `with waiting as (
       select r.reminder_id, r.person_id, r.delivery_id,
              x.reminder_id is not null and p.reminders as holds
         from reminded r
         join people p on p.id = r.person_id
         left join lateral ${entitled((m, person) => `${m} = r.reminder_id and ${person} = r.person_id`)} as x
           on true
        where r.delivery_id = any($1)),
     broken as (
       update deliveries
          set status = 'failed', error = 'not needed any more', content = '{}',
              lease_owner = null, lease_until = null
        where status = 'planned' and ($3 or id in (select delivery_id from waiting where not holds))
           and id in (select delivery_id from waiting)
        returning id)
     update reminded r
        set status = case when w.holds then 'planned' else 'dropped' end,
            reason = case when w.holds then null else 'not needed any more' end,
            due_at = case when w.holds then $2 else r.due_at end,
            delivery_id = null
       from waiting w
      where w.reminder_id = r.reminder_id and w.person_id = r.person_id
        and w.delivery_id in (select id from broken)`,
    [rows.map((row) => row.delivery_id), now, anew],
  )
}

/**
 * The person wants to hear nothing more of the site until they subscribe again: its events are neither announced to them
 * nor are they reminded of any to which they have not said that they come. Call it in a transaction.
 */
export async function leaveSite(
  tx: Db,
  { siteId, personId, now }: { siteId: number; personId: number; now: Date },
): Promise<void> {
  await tx.query('delete from subscriptions where site_id = $1 and person_id = $2', [
    siteId,
    personId,
  ])
  await tx.query(
    `insert into site_leavers (site_id, person_id, since) values ($1, $2, $3)
     on conflict (site_id, person_id) do update set since = excluded.since`,
    [siteId, personId, now],
  )
  await takeBackOfSite(tx, { siteId, personId })
  await forgetReminders(tx, { siteId, personIds: [personId], now })
}

/** The person's quiet hours are others now: what waited for the end of the old ones waits for that of the new ones. */
export async function reconsiderQuietHours(
  db: Db,
  { personId }: { personId: number },
): Promise<void> {
  await db.query(
    `update reminded r set due_at = m.due_at from reminders m
      where m.id = r.reminder_id and r.person_id = $1 and r.status = 'planned'`,
    [personId],
  )
}

/** Forgets whom they were for, before the person's messages are dropped. Call it in a transaction. */
export async function forgetInReminders(tx: Db, { personId }: { personId: number }): Promise<void> {
  await tx.query('delete from reminded where person_id = $1', [personId])
  await tx.query(
    `update reminders set people = array_remove(people, $1) where people @> array[$1::bigint]`,
    [personId],
  )
  await tx.query('delete from site_leavers where person_id = $1', [personId])
}
