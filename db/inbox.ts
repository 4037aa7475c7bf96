/** Raw updates from their arrival until they are handled: each once, those of one chat in order, over all processes. */
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export interface NewUpdate {
  updateId: number
  chatKey: string
  /** A press of a button: it may pass an update that is in work and slow. */
  press: boolean
  /** What the parts of an album have in common; null for everything else. */
  album?: string | null
  body: object
}

export interface InboxUpdate {
  update_id: number
  chat_key: string
  album: string | null
  body: unknown
  /** How often it was taken, this time included. */
  attempts: number
}

/** So long a press waits for what came before it and is in work. */
const PRESS_WAITS = `interval '500 milliseconds'`

/** An album is complete when for so long no part of it has come. */
export const ALBUM_SETTLES_MS = 1_000
/** After a crash the messenger has yet to bring the rest of what was arriving. */
const ALBUM_AFTER_CRASH_MS = 3_000

const ALBUM_DUE = `clock_timestamp() + interval '${ALBUM_SETTLES_MS} milliseconds'`

const IS_FREE = `(i.lease_until is null or i.lease_until < clock_timestamp())`

const IS_FIRST_OF_ITS_CHAT = `not exists (
  select 1 from inbox earlier
   where earlier.chat_key = i.chat_key and earlier.update_id < i.update_id
     and not (i.press and earlier.lease_owner is not null
       and earlier.lease_until > clock_timestamp()
       and earlier.taken_at < clock_timestamp() - ${PRESS_WAITS})
     and not (i.press and earlier.lease_owner is null and earlier.album is not null))`

/**
 * Stores updates in one statement; those seen before change nothing. A part of an album waits for the others, and has
 * those that came before wait with it. Returns how many were new.
 */
export async function storeUpdates(
  db: Db,
  { updates, now }: { updates: NewUpdate[]; now: Date },
): Promise<number> {
  const { rowCount } = await db.query(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb)
         as update(update_id bigint, chat_key text, press boolean, album text, body jsonb)),
     fresh as (
       insert into updates_seen (update_id, seen_at) select distinct update_id, $2::timestamptz from given
       on conflict do nothing returning update_id),
     parts as (
       select chat_key, album from given join fresh using (update_id) where album is not null),
     waiting as (
       update inbox i set lease_until = ${ALBUM_DUE} from parts p
        where i.chat_key = p.chat_key and i.album = p.album and i.lease_owner is null)
     insert into inbox (update_id, chat_key, press, album, body, received_at, lease_until)
     select update_id, chat_key, press, album, body, $2, case when album is not null then ${ALBUM_DUE} end
       from given join fresh using (update_id)
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
      returning update_id, chat_key, album, body, attempts`,
    [owner, leaseSeconds, limit, pressesOnly],
  )
  return rows.sort((a, b) => a.update_id - b.update_id)
}

/** Takes the other parts of an album whose first part the owner has taken. Parts that come later are an album of their own. */
export async function takeAlbum(
  db: Db,
  { first, owner, leaseSeconds }: { first: InboxUpdate; owner: string; leaseSeconds: number },
): Promise<InboxUpdate[]> {
  const { rows } = await db.query<InboxUpdate>(
    `update inbox
        set lease_owner = $3, lease_until = clock_timestamp() + $4 * interval '1 second',
            taken_at = clock_timestamp(), attempts = attempts + 1
      where chat_key = $1 and album = $2 and update_id <> $5
        and (lease_owner is null or lease_owner = $3 or lease_until < clock_timestamp())
      returning update_id, chat_key, album, body, attempts`,
    [first.chat_key, first.album, owner, leaseSeconds, first.update_id],
  )
  return rows
}

/** Whether there is an update that nobody has taken and somebody could. */
export async function hasFreeUpdates(db: Db): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>(
    `select exists (select 1 from inbox i where ${IS_FREE} and ${IS_FIRST_OF_ITS_CHAT}) as found`,
  )
  return rows[0]?.found ?? false
}

/** A press that arrived and is not handled yet. */
export interface EarlierPress {
  chat_key: string
  received_at: Date
}

/**
 * Presses that arrived before the given update and hold any of these bodies, in order; of each chat only what comes
 * first. Some of them may have had their effect already.
 */
export async function earlierPresses(
  db: Db,
  { updateId, bodies }: { updateId: number; bodies: readonly object[] },
): Promise<EarlierPress[]> {
  const { rows } = await db.query<EarlierPress>(
    `select i.chat_key, i.received_at from inbox i
      where i.press and i.update_id < $1 and i.body @> any($2::jsonb[])
        and not exists (select from inbox o where o.chat_key = i.chat_key and o.update_id < i.update_id)
      order by i.update_id`,
    [updateId, bodies.map(toJson)],
  )
  return rows
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

/** They are handled: their content is gone, their numbers are remembered. */
export async function finishUpdates(
  db: Db,
  { updateIds, owner }: { updateIds: readonly number[]; owner: string },
): Promise<void> {
  await db.query('delete from inbox where update_id = any($1) and lease_owner = $2', [
    updateIds,
    owner,
  ])
}

/** They could not be handled: taken again after so many seconds. With `counted` false the attempt is as if never made. */
export async function returnUpdates(
  db: Db,
  update: { updateIds: readonly number[]; owner: string; seconds: number; counted: boolean },
): Promise<void> {
  await db.query(
    `update inbox
        set lease_owner = null, lease_until = clock_timestamp() + $3 * interval '1 second',
            attempts = attempts - case when $4 then 0 else 1 end
      where update_id = any($1) and lease_owner = $2`,
    [update.updateIds, update.owner, update.seconds, update.counted],
  )
}

/** Ends the leases of all processes. Only for a start at which no other process can be alive. */
export async function endInboxLeases(db: Db): Promise<void> {
  await db.query(
    `update inbox
        set lease_owner = null,
            lease_until = case when album is not null and lease_owner is null
                               then clock_timestamp() + interval '${ALBUM_AFTER_CRASH_MS} milliseconds' end`,
  )
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

function toRow({ updateId, chatKey, press, album = null, body }: NewUpdate): object {
  return { update_id: updateId, chat_key: chatKey, press, album, body }
}
