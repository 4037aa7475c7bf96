/**
 * The rows through which every counted call of every process passes, so that together they keep the messenger's rate
 * over all chats and in each. They work by the database's clock: limits do not move with the program's time.
 */
import type { Db } from './db.ts'

/** Telegram takes 30 messages a second over all chats: of any 31 the last leaves so much after the first. */
const MOST = 30
const WINDOW_MS = 1_008
/** And each so much after the one before it: a whole second's messages do not come at once. */
const SPACING_MS = 33

/** A call that arrives so much later than its place is of no account: the window is longer than a second by more. */
export const TOLERANCE_MS = 4

/** More than any chat's limit looks back at. */
const KEPT_PLACES = 20
/** After this a chat's places limit nothing any more. */
const REST_SECONDS = 90

const SPACING = `interval '${SPACING_MS} milliseconds'`

/** Where the call whose row this is leaves: at the last of its places, `$3` of them, the row's name being `gate`. */
const PLACE = `next_at - ${SPACING}`

/** The clock is read once: a place is found again by its time. */
const NOW = '(select clock_timestamp() as at) as now'
const FIRST_PLACES = `$1, now.at + ${SPACING}, array_fill(now.at, array[$3::int])`

/**
 * An album that left at the first of its places would come on top of what a full second has had. Places that nobody
 * used lie behind, and it may have those.
 */
const NEXT_PLACE = `greatest(
  gate.paused_until,
  greatest(gate.next_at, excluded.places[1] - ($3::int - 1) * ${SPACING}) + ($3::int - 1) * ${SPACING},
  gate.places[least(cardinality(gate.places) + $3::int - ${MOST}, cardinality(gate.places))]
    + interval '${WINDOW_MS} milliseconds')`
const NEXT_PLACES = `
  next_at = ${NEXT_PLACE} + ${SPACING},
  places = (gate.places || array_fill(${NEXT_PLACE}, array[$3::int]))
           [greatest(1, cardinality(gate.places) + $3::int + 1 - ${MOST}):]`

const seconds = (parameter: string) => `${parameter}::float8 * interval '1 second'`

const millisecondsBetween = (from: string, to: string) =>
  `(extract(epoch from ${to} - ${from}) * 1000)::float8`

const epochOf = (time: string) => `(extract(epoch from ${time}) * 1000)::float8`

/** What a chat's own limit says about one call. */
export interface ChatTerms {
  chat: string
  /** The place that has to be old enough: the latest is 1, the one before it 2. */
  nth: number
  /** How old, in seconds. */
  age: number
  /** How many seconds back an unused place may lie: what a chat at rest has saved up for a burst. */
  credit: number
  /** Seconds from one place of the call to its next. */
  step: number
}

export type Place =
  /** The call may leave in so many milliseconds, not before. */
  | Taken
  /** Not taken: the chat, or the whole sender (`everyone`), has to wait so long first. */
  | { kind: 'held'; milliseconds: number; everyone: boolean }

export interface Taken {
  kind: 'taken'
  milliseconds: number
  /** The database's clock when it said so, in milliseconds. */
  now: number
  /** Names the place, for `moveBack`. */
  at: string
}

/** Takes the next free places in the chat and over all chats, or none. `count`: how many messages the call is. */
export async function takePlace(
  db: Db,
  { messenger, count, terms }: { messenger: string; count: number; terms: ChatTerms },
): Promise<Place> {
  const { chat, nth, age, credit, step } = terms
  // Of `generate_series` a thousand rows are expected, and the statement would be planned anew for each call.
  const parts = Array.from({ length: count }, (_, part) => part)
  const { rows } = await db.query<
    (Omit<Taken, 'kind'> | { milliseconds: null }) & { held: number | null; paused: boolean }
  >(
    `with chat as materialized (
       select places from send_chats where messenger = $1 and chat = $2 for update
     ), free as materialized (
       select greatest(
         (select paused_until from send_gate where messenger = $1),
         (select places[cardinality(places) + 1 - $4::int] + ${seconds('$5')} from chat)) as at
     ), slot as (
       insert into send_gate as gate (messenger, next_at, places)
       select ${FIRST_PLACES} from free, ${NOW} where free.at is null or free.at <= now.at
       on conflict (messenger) do update set ${NEXT_PLACES}
       returning ${PLACE} as at
     ), taken as (
       insert into send_chats as known (messenger, chat, places)
       select $1, $2, array(
           select greatest((select places[cardinality(places)] + ${seconds('$7')} from chat),
                           slot.at - ${seconds('$6')}) + part * ${seconds('$7')}
             from unnest($8::int[]) as part order by part)
         from slot
       on conflict (messenger, chat) do update
         set places = (known.places || excluded.places)
                      [greatest(1, cardinality(known.places) + $3::int + 1 - ${KEPT_PLACES}):]
     )
     select slot.at::text as at, ${millisecondsBetween('now.at', 'slot.at')} as milliseconds,
            ${millisecondsBetween('now.at', 'free.at')} as held, ${epochOf('now.at')} as now,
            exists (select from send_gate where messenger = $1 and paused_until > now.at) as paused
       from free left join slot on true, ${NOW}`,
    [messenger, chat, count, nth, age, credit, step, parts],
  )
  const [row] = rows
  if (row && row.milliseconds !== null) return { ...row, kind: 'taken' }
  return { kind: 'held', milliseconds: Math.max(0, row?.held ?? 0), everyone: row?.paused ?? false }
}

/** Takes the next places over all chats, for what is in no chat. */
export async function reserveSend(
  db: Db,
  { messenger, count }: { messenger: string; count: number },
): Promise<Taken> {
  const { rows } = await db.query<Omit<Taken, 'kind'>>(
    `with slot as (
       insert into send_gate as gate (messenger, next_at, places)
       select ${FIRST_PLACES} from ${NOW} where $2::text is null
       on conflict (messenger) do update set ${NEXT_PLACES}
       returning ${PLACE} as at
     )
     select slot.at::text as at, ${millisecondsBetween('now.at', 'slot.at')} as milliseconds,
            ${epochOf('now.at')} as now
       from slot, ${NOW}`,
    [messenger, null, count],
  )
  const [row] = rows
  if (!row) throw new Error('the send gate has no row')
  return { ...row, kind: 'taken' }
}

/**
 * The call arrived so much later than its place: the second that begins with it ends later too. Places stay in the order of
 * their times: else all would wait, a second later, for as long as that one was late.
 */
export async function moveBack(
  db: Db,
  { messenger, at, milliseconds }: { messenger: string; at: string; milliseconds: number },
): Promise<void> {
  await db.query(
    `update send_gate
        set places = array(
              select place
                from unnest(array_replace(places, $2::timestamptz,
                                          $2::timestamptz + $3 * interval '1 millisecond')) as place
               order by place)
      where messenger = $1`,
    [messenger, at, milliseconds],
  )
}

/** The messenger asked to wait: no counted call leaves for so many seconds. */
export async function pauseSends(
  db: Db,
  { messenger, seconds }: { messenger: string; seconds: number },
): Promise<void> {
  await db.query(
    `insert into send_gate as gate (messenger, next_at, paused_until)
     values ($1, clock_timestamp(), clock_timestamp() + $2 * interval '1 second')
     on conflict (messenger) do update
       set paused_until = greatest(gate.paused_until, excluded.paused_until)`,
    [messenger, seconds],
  )
}

/** Forgets chats whose places limit nothing any more. */
export async function forgetRestedChats(db: Db): Promise<void> {
  await db.query(
    `delete from send_chats
      where places[cardinality(places)] < clock_timestamp() - interval '${REST_SECONDS} seconds'`,
  )
}
