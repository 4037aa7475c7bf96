/** What comes again and again at its own times: one row each, taken once whoever looks first. */
import type { Db } from './db.ts'

/** The tutors' morning digest; the methodists' weekly one of road maps. */
export type ScheduleName = 'desk-digest' | 'roadmap-digest'

/** Whether it is due, or was never planned. */
export async function isScheduleDue(
  db: Db,
  { name, now }: { name: ScheduleName; now: Date },
): Promise<boolean> {
  const { rows } = await db.query('select from schedules where name = $1 and due_at > $2', [
    name,
    now,
  ])
  return rows.length === 0
}

/** Plans it for the first time; a plan that exists stays as it is. */
export async function planSchedule(
  db: Db,
  { name, dueAt }: { name: ScheduleName; dueAt: Date },
): Promise<void> {
  await db.query(
    'insert into schedules (name, due_at) values ($1, $2) on conflict (name) do nothing',
    [name, dueAt],
  )
}

/**
 * Takes it when it is due and plans the next time: however many times were missed, it is due once. Returns when it was
 * taken before (null: never), or nothing when it is not due or somebody was faster.
 */
export async function takeSchedule(
  db: Db,
  { name, now, nextAt }: { name: ScheduleName; now: Date; nextAt: Date },
): Promise<{ last_at: Date | null } | null> {
  const { rows } = await db.query<{ last_at: Date | null }>(
    `with due as (select name, last_at from schedules where name = $1 and due_at <= $2 for update)
     update schedules s set due_at = $3, last_at = $2 from due where s.name = due.name
     returning due.last_at`,
    [name, now, nextAt],
  )
  return rows[0] ?? null
}
