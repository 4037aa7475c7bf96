/** Raw updates from their arrival until they are handled: each once, those of one chat in order, over all processes. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export interface NewUpdate {
  updateId: number
  chatKey: string
  /** A press of a button: it may pass an update that is in work and slow. */
  press: boolean
  body: object
}

export interface InboxUpdate {
  update_id: number
  chat_key: string
  body: unknown
  /** How often it was taken, this time included. */
  attempts: number
}

/** So long a press waits for what came before it and is in work. */
const PRESS_WAITS = `interval '500 milliseconds'`

const IS_FREE = `(i.lease_until is null or i.lease_until < clock_timestamp())`

const IS_FIRST_OF_ITS_CHAT = `not exists (
  select 1 from inbox earlier
   where earlier.chat_key = i.chat_key and earlier.update_id < i.update_id
     and not (i.press and earlier.lease_owner is not null
       and earlier.lease_until > clock_timestamp()
       and earlier.taken_at < clock_timestamp() - ${PRESS_WAITS}))`

/** Stores updates in one statement; those seen before change nothing. Returns how many were new. */
export async function storeUpdates(
  db: Db,
  { updates, now }: { updates: NewUpdate[]; now: Date },
): Promise<number> {
  const { rowCount } = await db.query(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb)
         as update(update_id bigint, chat_key text, press boolean, body jsonb)),
     fresh as (
       insert into updates_seen (update_id, seen_at) select distinct update_id, $2::timestamptz from given
       on conflict do nothing returning update_id)
     insert into inbox (update_id, chat_key, press, body, received_at)
     select update_id, chat_key, press, body, $2 from given join fresh using (update_id)
     on conflict do nothing`,
    [toJson(updates.map(toRow)), now],
  )
  return rowCount ?? 0
}

/**
 * Takes free updates, of each chat only the first, the oldest first; with `pressesOnly` nothing but presses of buttons.
 * They are the owner's for so many seconds.
 */
export async function takeUpdates(
  db: Db,
  wanted: { owner: string; leaseSeconds: number; limit: number; pressesOnly?: boolean },
): Promise<InboxUpdate[]> {
  const { owner, leaseSeconds, limit, pressesOnly = false } = wanted
  const { rows } = await db.query<InboxUpdate>(
    `update inbox
        set lease_owner = $1, lease_until = clock_timestamp() + $2 * interval '1 second',
            taken_at = clock_timestamp(), attempts = attempts + 1
      where update_id in (
        select i.update_id from inbox i
         where (i.press or not $4) and ${IS_FREE} and ${IS_FIRST_OF_ITS_CHAT}
         order by i.update_id limit $3 for update skip locked)
      returning update_id, chat_key, body, attempts`,
    [owner, leaseSeconds, limit, pressesOnly],
  )
  return rows.sort((a, b) => a.update_id - b.update_id)
}

/** Whether there is an update that nobody has taken and somebody could. */
export async function hasFreeUpdates(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `select exists (select 1 from inbox i where ${IS_FREE} and ${IS_FIRST_OF_ITS_CHAT}) as found`,
  )
  return rows[0]?.found ?? false
}

/** Prolongs everything that the owner has taken. */
export async function keepUpdates(
  db: Db,
  { owner, leaseSeconds }: { owner: string; leaseSeconds: number },
): Promise<void> {
  await db.query(
    `update inbox set lease_until = clock_timestamp() + $2 * interval '1 second' where lease_owner = $1`,
    [owner, leaseSeconds],
  )
}

/** It is handled: its content is gone, its number is remembered. */
export async function finishUpdate(
  db: Db,
  { updateId, owner }: { updateId: number; owner: string },
): Promise<void> {
  await db.query('delete from inbox where update_id = $1 and lease_owner = $2', [updateId, owner])
}

/** It could not be handled: taken again after so many seconds. With `counted` false the attempt is as if never made. */
export async function returnUpdate(
  db: Db,
  update: { updateId: number; owner: string; seconds: number; counted: boolean },
): Promise<void> {
  await db.query(
    `update inbox
        set lease_owner = null, lease_until = clock_timestamp() + $3 * interval '1 second',
            attempts = attempts - case when $4 then 0 else 1 end
      where update_id = $1 and lease_owner = $2`,
    [update.updateId, update.owner, update.seconds, update.counted],
  )
}

/** Ends the leases of all processes. Only for a start at which no other process can be alive. */
export async function endInboxLeases(db: Db): Promise<void> {
  await db.query('update inbox set lease_owner = null, lease_until = null')
}

/** Forgets the numbers of updates seen before the given time; the messenger delivers none that old again. */
export async function forgetSeenUpdates(
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<void> {
  await db.query(
    `delete from updates_seen where update_id in (
       select update_id from updates_seen s
        where seen_at < $1 and not exists (select 1 from inbox where update_id = s.update_id)
        order by seen_at limit $2)`,
    [before, limit],
  )
}

function toRow({ updateId, chatKey, press, body }: NewUpdate): object {
  return { update_id: updateId, chat_key: chatKey, press, body }
}
