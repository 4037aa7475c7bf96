/** The first step of reminding: whom a due reminder is for, a page at a time. The second is in `db/reminded.ts`. */
import type { Db } from './db.ts'
import { entitled } from './entitled.ts'

/** Whether either step has anything to do, or a message that was planned has lost its point. */
export async function isRemindingDue(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>(
    `select exists (select from reminders where status = 'planned' and pointless_at > $1 and due_at <= $1)
         or exists (select from reminded where status = 'planned' and due_at <= $1 and pointless_at > $1)
         or exists (select from deliveries where status = 'planned' and pointless_at <= $1) as due`,
    [now],
  )
  return rows[0]?.due ?? false
}

export interface DueReminder {
  id: number
  due_at: Date
  pointless_at: Date
  /** People with smaller ids have been looked at. */
  reached: number
}

/** A due reminder that nobody else is looking at, held until the transaction ends. */
export async function takeDueReminder(tx: Db, { now }: { now: Date }): Promise<DueReminder | null> {
  const { rows } = await tx.query<DueReminder>(
    `select id, due_at, pointless_at, reached from reminders
      where status = 'planned' and pointless_at > $1 and due_at <= $1
      order by due_at, id limit 1 for update skip locked`,
    [now],
  )
  return rows[0] ?? null
}

export interface Reminded {
  person_id: number
  quiet_hours: string | null
  /** Quiet hours do not put it off. */
  urgent: boolean
}

/** The next people whom it is for, by their ids. */
export async function peopleToRemind(
  tx: Db,
  { reminder, limit }: { reminder: DueReminder; limit: number },
): Promise<Reminded[]> {
  const { rows } = await tx.query<Reminded>(
    `select x.person_id, p.quiet_hours, x.urgent
       from ${entitled((m, person) => `${m} = $1 and ${person} > $2`)} as x
       join people p on p.id = x.person_id
      where p.reminders and ${IS_REACHABLE}
      order by x.person_id limit $3`,
    [reminder.id, reminder.reached, limit],
  )
  return rows
}

/** Of a person `p`. Nobody is written to who does not consent or has blocked the bot. */
export const CHAT = `(select a.messenger || ':' || a.external_id from accounts a
  where a.person_id = p.id and a.blocked_at is null order by a.messenger, a.external_id limit 1)`
export const IS_CONSENTING = `p.erased_at is null
  and exists (select from consents n where n.person_id = p.id and n.withdrawn_at is null)`
const IS_REACHABLE = `${IS_CONSENTING} and ${CHAT} is not null`

/** Writes down who is reminded when; whoever is put off past its point is dropped at once. */
export async function planReminded(
  tx: Db,
  {
    reminder,
    people,
  }: { reminder: DueReminder; people: readonly { personId: number; dueAt: Date }[] },
): Promise<void> {
  await tx.query(
    `insert into reminded (reminder_id, person_id, due_at, pointless_at, status, reason)
     select $1, person_id, due_at, $2, ${PUT_OFF}
       from unnest($3::bigint[], $4::timestamptz[]) as planned (person_id, due_at)
     on conflict do nothing`,
    [
      reminder.id,
      reminder.pointless_at,
      people.map(({ personId }) => personId),
      people.map(({ dueAt }) => dueAt),
    ],
  )
}

const PUT_OFF = `
  case when due_at < $2 then 'planned' else 'dropped' end,
  case when due_at < $2 then null else 'quiet hours' end`

/** Notes how far its people have been looked at; null: to the end. */
export async function noteReached(
  tx: Db,
  { reminder, reached }: { reminder: DueReminder; reached: number | null },
): Promise<void> {
  await tx.query(
    `update reminders set reached = coalesce($2, reached),
            status = case when $2::bigint is null then 'taken' else status end
      where id = $1`,
    [reminder.id, reached],
  )
}
