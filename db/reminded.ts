/** The second step of reminding: what a person is told at once, and what becomes of messages that are late. */
import type { Db } from './db.ts'
import { entitled } from './entitled.ts'
import { CHAT, IS_CONSENTING } from './reminding.ts'

/** Something that a person is due to be told, as things are now. */
export interface DueItem {
  reminder_id: number
  person_id: number
  pointless_at: Date
  /** Whether it is for the person still. */
  holds: boolean
  /** A later reminder of the same has been told, or is due as well. */
  overtaken: boolean
  /** What the person has said about the event. */
  mark: 'going' | null
  urgent: boolean
  quiet_hours: string | null
  /** Null: the person cannot be written to. */
  chat_key: string | null
}

/** All that is due for the next so many people, held until the transaction ends. */
export async function takeDueItems(
  tx: Db,
  { now, people }: { now: Date; people: number },
): Promise<DueItem[]> {
  const { rows: held } = await tx.query<{ reminder_id: number; person_id: number }>(
    `select reminder_id, person_id from reminded
      where status = 'planned' and due_at <= $1 and pointless_at > $1
        and person_id in (
          select person_id from reminded where status = 'planned' and due_at <= $1 and pointless_at > $1
           group by person_id order by min(due_at), person_id limit $2)
      for update skip locked`,
    [now, people],
  )
  if (held.length === 0) return []
  const ids = [...new Set(held.map(({ reminder_id: id }) => id))]
  const { rows } = await tx.query<DueItem>(
    `with later as materialized (
       select m.id, l.id as later_id
         from reminders m
         join reminders l on (l.event_id = m.event_id or l.diagnostics_id = m.diagnostics_id
                              or (l.measure_id = m.measure_id and l.day = m.day))
                         and l.due_at > m.due_at and l.pointless_at = m.pointless_at and l.status <> 'dropped'
        where m.id = any($4))
     select r.reminder_id, r.person_id, r.pointless_at, x.mark, coalesce(x.urgent, false) as urgent,
            x.reminder_id is not null and p.reminders as holds, p.quiet_hours,
            case when ${IS_CONSENTING} then ${CHAT} end as chat_key,
            exists (select from later
                      join reminded told on told.reminder_id = later.later_id and told.person_id = r.person_id
                     where later.id = r.reminder_id
                       and (told.status = 'told' or (told.status = 'planned' and told.due_at <= $3))) as overtaken
       from unnest($1::bigint[], $2::bigint[]) as held (reminder_id, person_id)
       join reminded r using (reminder_id, person_id)
       join people p on p.id = r.person_id
       left join lateral ${entitled((m, person) => `${m} = r.reminder_id and ${person} = r.person_id`)} as x
         on true
      order by r.person_id, r.reminder_id`,
    [held.map((row) => row.reminder_id), held.map((row) => row.person_id), now, ids],
  )
  return rows
}

type ItemKey = Pick<DueItem, 'reminder_id' | 'person_id'>

export async function dropItems(
  tx: Db,
  { items }: { items: readonly (ItemKey & { reason: string })[] },
): Promise<void> {
  await tx.query(
    `update reminded r set status = 'dropped', reason = d.reason
       from unnest($1::bigint[], $2::bigint[], $3::text[]) as d (reminder_id, person_id, reason)
      where r.reminder_id = d.reminder_id and r.person_id = d.person_id`,
    [...keysOf(items), items.map(({ reason }) => reason)],
  )
}

export async function putItemsOff(
  tx: Db,
  { items }: { items: readonly (ItemKey & { dueAt: Date })[] },
): Promise<void> {
  await tx.query(
    `update reminded r set due_at = d.due_at
       from unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) as d (reminder_id, person_id, due_at)
      where r.reminder_id = d.reminder_id and r.person_id = d.person_id`,
    [...keysOf(items), items.map(({ dueAt }) => dueAt)],
  )
}

/** One message that reminds a person of all its items. */
export interface ReminderMessage {
  personId: number
  chatKey: string
  /** As text: what `toJson` makes of it. */
  content: string
  pointlessAt: Date
  items: readonly ItemKey[]
}

/** Plans the messages and notes of their items that they are told. Returns the ids of the deliveries. */
export async function planReminderMessages(
  tx: Db,
  {
    messages,
    priority,
    now,
  }: { messages: readonly ReminderMessage[]; priority: number; now: Date },
): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `insert into deliveries (key, kind, chat_key, person_id, content, priority, due_at, created_at, pointless_at)
     select 'reminder:' || nextval('reminder_messages'), 'reminder', chat_key, person_id, content::jsonb, $5, $6, $6,
            pointless_at
       from unnest($1::text[], $2::bigint[], $3::text[], $4::timestamptz[]) with ordinality
              as m (chat_key, person_id, content, pointless_at, place)
      order by place
     returning id`,
    [
      messages.map(({ chatKey }) => chatKey),
      messages.map(({ personId }) => personId),
      messages.map(({ content }) => content),
      messages.map(({ pointlessAt }) => pointlessAt),
      priority,
      now,
    ],
  )
  const told = messages.flatMap(({ items }, place) =>
    items.map((item) => ({ ...item, delivery: rows[place]?.id ?? null })),
  )
  await tx.query(
    `update reminded r set status = 'told', delivery_id = t.delivery_id
       from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as t (reminder_id, person_id, delivery_id)
      where r.reminder_id = t.reminder_id and r.person_id = t.person_id`,
    [...keysOf(told), told.map(({ delivery }) => delivery)],
  )
  return rows.map(({ id }) => id)
}

function keysOf(items: readonly ItemKey[]): [number[], number[]] {
  return [
    items.map(({ reminder_id: reminder }) => reminder),
    items.map(({ person_id: person }) => person),
  ]
}

/**
 * Ends planned deliveries of any kind that have lost their point. Of a message that reminds, each thing may have a
 * point still: it is planned again. Returns how many there were.
 */
export async function endPointless(
  tx: Db,
  { now, limit }: { now: Date; limit: number },
): Promise<number> {
  const { rows: late } = await tx.query<{ id: number }>(
    `select id from deliveries where status = 'planned' and pointless_at <= $1
      order by pointless_at, id limit $2`,
    [now, limit],
  )
  if (late.length === 0) return 0
  // As `forgetReminders` does: first what is told, in order, then the messages.
  await tx.query(
    `select from reminded where delivery_id = any($1) order by reminder_id, person_id for update`,
    [late.map(({ id }) => id)],
  )
  const { rows: ended } = await tx.query<{ id: number }>(
    `update deliveries
        set status = 'failed', error = 'too late', content = '{}', lease_owner = null, lease_until = null
      where id = any($1) and status = 'planned' and pointless_at <= $2
      returning id`,
    [late.map(({ id }) => id), now],
  )
  await tx.query(
    `update reminded set status = 'planned', delivery_id = null, due_at = least(due_at, $2)
      where delivery_id = any($1) and status = 'told'`,
    [ended.map(({ id }) => id), now],
  )
  return ended.length
}
