/** Who sends a delivery, and what became of it: every step is one statement, and only the owner may make it. */
import type { Db } from './db.ts'
import type { Delivery } from './deliveries.ts'
import { toJson } from './json.ts'

/** Who holds the delivery: only the owner that `claimDelivery` named may change it. */
export interface Held {
  id: number
  owner: string
}

/** A send whose end nobody saw is repeated; a row is not sent more than this many times over what is needed. */
const MOST_REPEATS = 2

/** Somebody needs it at that time. `now` names a parameter. */
const hasPoint = (delivery: string, now: string) =>
  `(${delivery}.pointless_at is null or ${delivery}.pointless_at > ${now})`

/**
 * Of one chat the earlier goes first, unless it is less urgent, not due yet or nobody needs it any more. Broadcasts do
 * not wait for each other: one may be paused.
 */
export const isFirstOfItsChat = (now: string) => `not exists (
  select 1 from deliveries earlier
   where earlier.chat_key = d.chat_key and earlier.id < d.id
     and earlier.status in ('planned', 'sending')
     and (earlier.broadcast_id is null or earlier.broadcast_id = d.broadcast_id)
     and (earlier.status = 'sending' or ${hasPoint('earlier', now)})
     and earlier.priority <= d.priority and earlier.due_at <= ${now})`

export const IS_FREE = `d.status = 'planned' and (d.lease_until is null or d.lease_until < clock_timestamp())`

/** While its broadcast is paused or stopped it is not sent. */
const IS_NOT_PAUSED = `(d.broadcast_id is null
  or exists (select from broadcasts b where b.id = d.broadcast_id and b.status = 'running'))`

/** Of a broadcast everybody's is kept once; the row adds what is its own to the payload, unless it became another call. */
const CONTENT = `coalesce(
  (select jsonb_set(part.content, '{payload}', (part.content -> 'payload') || d.content)
     from broadcasts b, lateral (select b.contents -> d.broadcast_part::integer as content) as part
    where b.id = d.broadcast_id and not d.content ? 'method'),
  d.content)`

const MAY_BE_REPEATED = `kind <> 'broadcast' and repeats < ${MOST_REPEATS}`

const DOUBT = `
  status = case when ${MAY_BE_REPEATED} then 'planned' else 'in_doubt' end,
  repeats = case when ${MAY_BE_REPEATED} then repeats + 1 else repeats end,
  lease_owner = null`

/**
 * Takes a due delivery for sending, or returns null when somebody has it, it is finished, it waits for its next try,
 * it has lost its point, its broadcast does not run, or an earlier one to the same chat must go first. `blocked` says that
 * the person has blocked the bot.
 */
export async function claimDelivery(
  db: Db,
  { id, ...claim }: Held & { leaseSeconds: number; now: Date },
): Promise<Claimed | null> {
  return (await claimDeliveries(db, { ids: [id], ...claim }))[0] ?? null
}

export type Claimed = Delivery & { blocked: boolean }

/** The same of several at once, in the order of the rows. */
export async function claimDeliveries(
  db: Db,
  given: { ids: number[]; owner: string; leaseSeconds: number; now: Date },
): Promise<Claimed[]> {
  const { ids, owner, leaseSeconds, now } = given
  const { rows } = await db.query<Claimed>(
    `update deliveries d
        set lease_owner = $2, lease_until = clock_timestamp() + $3 * interval '1 second'
      where d.id = any($1) and d.due_at <= $4 and ${hasPoint('d', '$4')}
        and ${IS_FREE} and ${IS_NOT_PAUSED} and ${isFirstOfItsChat('$4')}
      returning d.*, ${CONTENT} as content, exists (
        select 1 from accounts a
         where a.person_id = d.person_id and a.blocked_at is not null
           and a.messenger || ':' || a.external_id = d.chat_key) as blocked`,
    [ids, owner, leaseSeconds, now],
  )
  return rows.sort((a, b) => a.id - b.id)
}

/**
 * Notes, directly before the request leaves, that it is on the wire. False: it is no longer ours, or has lost its point:
 * do not send.
 */
export async function startSending(
  db: Db,
  { id, owner, leaseSeconds, now }: Held & { leaseSeconds: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update deliveries d
        set status = 'sending', attempts = least(attempts + 1, 1000),
            lease_until = clock_timestamp() + $3 * interval '1 second'
      where id = $1 and lease_owner = $2 and status = 'planned'
        and ${hasPoint('d', '$4')} and ${IS_NOT_PAUSED}`,
    [id, owner, leaseSeconds, now],
  )
  return rowCount === 1
}

/**
 * The messenger accepted it. Whoever learns that may say so, owner or not: it stops a repetition. Nothing needs the
 * content any more: answers and tickets have rows of their own.
 */
export async function markSent(
  db: Db,
  sent: { id: number; messageId: string; partIds?: string[] | undefined; now: Date },
): Promise<void> {
  await db.query(
    `update deliveries
        set status = 'sent', message_id = $2, sent_at = $3, part_ids = $4, content = '{}',
            error = null, lease_owner = null, lease_until = null
      where id = $1 and status <> 'sent'`,
    [sent.id, sent.messageId, sent.now, sent.partIds ?? null],
  )
}

/** It will never be accepted. */
export async function markFailed(
  db: Db,
  { id, owner, error }: Held & { error: string },
): Promise<void> {
  await db.query(
    `update deliveries
        set status = 'failed', error = $3, content = '{}', lease_owner = null, lease_until = null
      where id = $1 and lease_owner = $2 and status in ('planned', 'sending')`,
    [id, owner, error],
  )
}

/** It was certainly not sent: planned again, and not tried for so many seconds. */
export async function putBack(
  db: Db,
  { id, owner, seconds, error }: Held & { seconds: number; error: string | null },
): Promise<void> {
  await db.query(
    `update deliveries
        set status = 'planned', error = $4, lease_owner = null,
            lease_until = clock_timestamp() + $3 * interval '1 second'
      where id = $1 and lease_owner = $2 and status in ('planned', 'sending')`,
    [id, owner, seconds, error],
  )
}

/** It was certainly not sent, and is to be sent otherwise: planned again with that content. */
export async function putBackAs(
  db: Db,
  { id, owner, content }: Held & { content: object },
): Promise<void> {
  await db.query(
    `update deliveries
        set status = 'planned', content = $3, error = null, lease_owner = null, lease_until = null
      where id = $1 and lease_owner = $2 and status in ('planned', 'sending')`,
    [id, owner, toJson(content)],
  )
}

/** Nobody saw how the sending ended: to be repeated after so many seconds where that is right, else left in doubt. */
export async function markInDoubt(
  db: Db,
  { id, owner, seconds, error }: Held & { seconds: number; error: string },
): Promise<void> {
  await db.query(
    `update deliveries
        set ${DOUBT}, error = $4, lease_until = clock_timestamp() + $3 * interval '1 second'
      where id = $1 and lease_owner = $2 and status in ('planned', 'sending')`,
    [id, owner, seconds, error],
  )
}

/** The same for sends whose process is gone. Returns how many there were. */
export async function doubtExpiredSends(db: Db, { limit }: { limit: number }): Promise<number> {
  const { rowCount } = await db.query(
    `update deliveries
        set ${DOUBT}, error = 'the program ended while it was sending', lease_until = null
      where id in (
        select id from deliveries where status = 'sending' and lease_until < clock_timestamp()
         order by lease_until limit $1 for update skip locked)`,
    [limit],
  )
  return rowCount ?? 0
}

/** Ends the leases of all processes. Only for a start at which no other process can be alive. */
export async function endDeliveryLeases(db: Db): Promise<void> {
  await db.query(
    `update deliveries set lease_until = clock_timestamp() - interval '1 second'
      where status in ('planned', 'sending') and lease_owner is not null`,
  )
}

/**
 * Due deliveries that can be claimed now, the most urgent first; of each chat only the first. Those of broadcasts are in
 * `db/broadcast-pages.ts`.
 */
export async function dueDeliveries(
  db: Db,
  { now, limit, chatKey }: { now: Date; limit: number; chatKey?: string },
): Promise<{ id: number }[]> {
  const { rows } = await db.query<{ id: number }>(
    `select d.id from deliveries d
      where d.broadcast_id is null and d.due_at <= $1 and ${hasPoint('d', '$1')}
        and ($3::text is null or d.chat_key = $3)
        and ${IS_FREE} and ${isFirstOfItsChat('$1')}
      order by d.priority, d.due_at, d.id limit $2 for update skip locked`,
    [now, limit, chatKey ?? null],
  )
  return rows
}
