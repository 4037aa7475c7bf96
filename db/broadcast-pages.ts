/** A broadcast on its way: its deliveries are written and taken page by page, and it ends. */
import { audienceCondition } from './audiences.ts'
import type { Broadcast } from './broadcasts.ts'
import type { Db } from './db.ts'
import type { DeliveryKind } from './deliveries.ts'
import { IS_FREE, isFirstOfItsChat } from './sending.ts'

/** Scheduled broadcasts whose time has come, the earliest first. */
export async function scheduledBroadcasts(
  db: Db,
  { now }: { now: Date },
): Promise<{ id: number; created_by: number | null; ignores_quiet_hours: boolean }[]> {
  const { rows } = await db.query<{
    id: number
    created_by: number | null
    ignores_quiet_hours: boolean
  }>(
    `select id, created_by, ignores_quiet_hours from broadcasts
      where status = 'scheduled' and starts_at <= $1 order by starts_at, id`,
    [now],
  )
  return rows
}

/** What runs, in the order of its beginning. */
export async function runningBroadcasts(db: Db): Promise<Broadcast[]> {
  const { rows } = await db.query<Broadcast>(
    `select * from broadcasts where status = 'running' order by started_at, id`,
  )
  return rows
}

/** Somebody of the audience without deliveries. */
export interface Unplanned {
  place: number
  person_id: number
  chat_key: string
  quiet_hours: string | null
}

/**
 * The next people of the audience who have no deliveries yet, held until the transaction ends; who has no account any
 * more is left out. None when all have theirs, or the broadcast does not run.
 */
export async function takeUnplanned(
  tx: Db,
  { broadcastId, limit }: { broadcastId: number; limit: number },
): Promise<Unplanned[]> {
  // Whoever stops the broadcast waits for this page, and then finds what it wrote.
  const { rowCount: runs } = await tx.query(
    `select from broadcasts where id = $1 and status = 'running' for share`,
    [broadcastId],
  )
  if (!runs) return []
  const { rows } = await tx.query<Omit<Unplanned, 'chat_key'> & { chat_key: string | null }>(
    `select o.place, o.person_id, p.quiet_hours,
            (select a.messenger || ':' || a.external_id from accounts a where a.person_id = o.person_id
              order by a.blocked_at is not null, a.messenger, a.external_id limit 1) as chat_key
       from broadcast_people o left join people p on p.id = o.person_id
      where o.broadcast_id = $1 and not o.planned
      order by o.place limit $2 for update of o`,
    [broadcastId, limit],
  )
  const gone = rows.flatMap(({ place, chat_key }) => (chat_key === null ? [place] : []))
  await tx.query(
    `update broadcast_people set planned = true, left_out = 'erased'
      where broadcast_id = $1 and place = any($2)`,
    [broadcastId, gone],
  )
  const there = rows.flatMap((row) =>
    row.chat_key === null ? [] : [{ ...row, chat_key: row.chat_key }],
  )
  // All of this page are gone: the next one may not be.
  if (there.length === 0 && gone.length > 0) return takeUnplanned(tx, { broadcastId, limit })
  return there
}

/** Writes the deliveries of these people: one for each of the contents, or for each message to be corrected or deleted. */
export async function planPeople(
  tx: Db,
  given: {
    broadcast: Broadcast
    people: (Unplanned & { dueAt: Date })[]
    priority: number
    now: Date
  },
): Promise<void> {
  const { broadcast, people, priority, now } = given
  const kind: DeliveryKind = broadcast.act === 'send' ? 'broadcast' : 'correction'
  await tx.query(
    `with page as (
       select * from unnest($2::integer[], $3::bigint[], $4::text[], $5::timestamptz[])
                  as page (place, person_id, chat_key, due_at)
     ), planned as (
       update broadcast_people set planned = true
        where broadcast_id = $1 and place = any($2::integer[]))
     insert into deliveries (key, kind, chat_key, person_id, content, priority, due_at, created_at,
                             broadcast_id, broadcast_place, broadcast_part)
     select 'broadcast:' || $1::bigint || ':' || page.place || ':' || call.nth, $6,
            coalesce(call.chat_key, page.chat_key), page.person_id, call.content, $7, page.due_at, $8,
            $1, page.place, call.part
       from page, lateral (${CALLS[broadcast.act]}) as call (nth, part, content, chat_key)
      order by page.place, call.nth
     on conflict (key) do nothing`,
    [
      broadcast.id,
      people.map(({ place }) => place),
      people.map(({ person_id }) => person_id),
      people.map(({ chat_key }) => chat_key),
      people.map(({ dueAt }) => dueAt),
      kind,
      priority,
      now,
      broadcast.act === 'send' ? broadcast.contents.length : broadcast.of_id,
      ...(broadcast.act === 'correct' ? [broadcast.of_part] : []),
    ],
  )
}

/**
 * What is sent to one person of `page`. `$9` is the number of contents, or the earlier broadcast. One message is deleted
 * by the first of the contents, several by the second.
 */
const CALLS: Record<Broadcast['act'], string> = {
  send: `select nth, nth, '{}'::jsonb, null::text from generate_series(0, $9::integer - 1) as nth`,
  correct: `select 0, 0, jsonb_build_object('message_id', d.message_id::bigint), d.chat_key from deliveries d
             where d.broadcast_id = $9 and d.broadcast_place = page.place and d.broadcast_part = $10
               and d.status = 'sent'`,
  remove: `select d.broadcast_part::integer, case when d.part_ids is null then 0 else 1 end,
                  case when d.part_ids is null then jsonb_build_object('message_id', d.message_id::bigint)
                       else jsonb_build_object('message_ids', to_jsonb(d.part_ids::bigint[])) end, d.chat_key
             from deliveries d
            where d.broadcast_id = $9 and d.broadcast_place = page.place and d.status = 'sent'`,
}

/** A delivery whose turn it is, and what is known now of the person. */
export interface Ready {
  id: number
  place: number
  quiet_hours: string | null
  /** Why nothing may be sent to the person any more; null: it may. */
  left_out: string | null
}

/** The next deliveries of the broadcast, with what has changed since its audience was fixed: consent, block, role. */
export async function readyDeliveries(
  db: Db,
  { broadcast, now, limit }: { broadcast: Broadcast; now: Date; limit: number },
): Promise<Ready[]> {
  const { roles } = broadcast.audience
  const role = audienceCondition(roles ? { roles } : {}, 4)
  const reason =
    broadcast.act === 'send'
      ? `case when not exists (select from consents n where n.person_id = d.person_id and n.withdrawn_at is null)
              then 'consent'
              when not exists (select from accounts a where a.person_id = d.person_id and a.blocked_at is null)
              then 'blocked'
              when not (${role.sql}) then 'role' end`
      : `null::text`
  const { rows } = await db.query<Ready>(
    `select d.id, d.broadcast_place as place, p.quiet_hours, ${reason} as left_out
       from deliveries d join people p on p.id = d.person_id
      where d.broadcast_id = $1 and d.due_at <= $2 and ${IS_FREE} and ${isFirstOfItsChat('$2')}
      order by d.id limit $3`,
    [broadcast.id, now, limit, ...(broadcast.act === 'send' ? role.values : [])],
  )
  return rows
}

/** Nothing more is sent to these people, for reasons of their own. Call it in a transaction. */
export async function leaveOut(
  tx: Db,
  { broadcastId, people }: { broadcastId: number; people: { place: number; reason: string }[] },
): Promise<void> {
  await tx.query(
    `with gone as (
       select * from unnest($2::integer[], $3::text[]) as gone (place, reason)
     ), dropped as (
       delete from deliveries d using gone
        where d.broadcast_id = $1 and d.broadcast_place = gone.place and ${IS_FREE}
        returning d.broadcast_place)
     update broadcast_people o set left_out = gone.reason from gone
      where o.broadcast_id = $1 and o.place = gone.place
        and o.place in (select broadcast_place from dropped)`,
    [broadcastId, people.map(({ place }) => place), people.map(({ reason }) => reason)],
  )
}

/** Quiet hours have begun before their turn came: due at their ends. */
export async function postpone(
  db: Db,
  { deliveries }: { deliveries: { id: number; dueAt: Date }[] },
): Promise<void> {
  await db.query(
    `update deliveries d set due_at = later.due_at
       from unnest($1::bigint[], $2::timestamptz[]) as later (id, due_at)
      where d.id = later.id and ${IS_FREE}`,
    [deliveries.map(({ id }) => id), deliveries.map(({ dueAt }) => dueAt)],
  )
}

const UNFINISHED = `(
  exists (select from broadcast_people o where o.broadcast_id = b.id and not o.planned)
  or exists (select from deliveries d where d.broadcast_id = b.id and d.status in ('planned', 'sending')))`

/** Ends those of which nothing is left to send. */
export async function endBroadcasts(db: Db, { now }: { now: Date }): Promise<void> {
  await db.query(
    `update broadcasts b set status = 'ended', ended_at = $1
      where b.status = 'running' and not ${UNFINISHED}`,
    [now],
  )
}

/** Whether any broadcast has to begin, to send, to end, or to tell its author something. */
export async function hasBroadcastWork(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rows } = await db.query<{ has: boolean }>(
    `select exists (
       select from broadcasts b
        where (b.status = 'scheduled' and b.starts_at <= $1)
           or (b.status = 'running' and (
                exists (select from broadcast_people o where o.broadcast_id = b.id and not o.planned)
                or exists (select from deliveries d
                            where d.broadcast_id = b.id and d.due_at <= $1 and ${IS_FREE})
                or not ${UNFINISHED}))
           or ${IS_TOLD_TOO_LITTLE}) as has`,
    [now],
  )
  return rows[0]?.has ?? false
}

/** Its message shows another state, or it is over and its author has had no report. */
const IS_TOLD_TOO_LITTLE = `(b.started_at is not null and (
  (b.progress_shows is distinct from b.status
   and (b.progress_wait_until is null or b.progress_wait_until < clock_timestamp())
   and exists (select from deliveries d where d.id = b.progress_delivery_id and d.status = 'sent'))
  or (b.status in ('ended', 'stopped') and not b.reported
      and not exists (select from deliveries d where d.broadcast_id = b.id and d.status = 'sending'))))`
