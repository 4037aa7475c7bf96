/** What people say about themselves, if they like: where and what they teach, and when they may be written to. */
import type { Db } from './db.ts'

interface Whose {
  personId: number
}

/** One of the list by its id, or the person's own words for it, or neither. */
export async function sayInstitution(
  db: Db,
  {
    personId,
    institutionId,
    words,
  }: Whose & { institutionId: number | null; words: string | null },
): Promise<void> {
  await db.query('update people set institution_id = $2, institution_words = $3 where id = $1', [
    personId,
    institutionId,
    words,
  ])
}

/** Those who said in their own words where they work, which was not in the list. */
export async function listOwnWords(db: Db): Promise<{ id: number; institution_words: string }[]> {
  const { rows } = await db.query<{ id: number; institution_words: string }>(
    `select id, institution_words from people
      where institution_id is null and institution_words is not null order by id`,
  )
  return rows
}

export async function sayPosition(
  db: Db,
  { personId, position }: Whose & { position: string | null },
): Promise<void> {
  await db.query('update people set position = $2 where id = $1', [personId, position])
}

export async function saySubject(
  db: Db,
  { personId, subject }: Whose & { subject: string | null },
): Promise<void> {
  await db.query('update people set subject = $2 where id = $1', [personId, subject])
}

/** Whole years; 0 for the first one. */
export async function sayYearsOfService(
  db: Db,
  { personId, years }: Whose & { years: number | null },
): Promise<void> {
  await db.query('update people set years_of_service = $2 where id = $1', [personId, years])
}

export async function switchReminders(
  db: Db,
  { personId, on }: Whose & { on: boolean },
): Promise<void> {
  await db.query('update people set reminders = $2 where id = $1', [personId, on])
}

/** «21:00-08:00», «none» for none, null for those of the centre. */
export async function setQuietHours(
  db: Db,
  { personId, quietHours }: Whose & { quietHours: string | null },
): Promise<void> {
  await db.query('update people set quiet_hours = $2 where id = $1', [personId, quietHours])
}

/** As it was set; null also for somebody who is gone. */
export async function findQuietHours(db: Db, { personId }: Whose): Promise<string | null> {
  const { rows } = await db.query<{ quiet_hours: string | null }>(
    'select quiet_hours from people where id = $1',
    [personId],
  )
  return rows[0]?.quiet_hours ?? null
}

/** True once for a person, and only for one who has not told anything by then. */
export async function offerProfile(
  db: Db,
  { personId, now }: Whose & { now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update people set profile_offered_at = $2
      where id = $1 and profile_offered_at is null
        and coalesce(institution_id::text, institution_words, position, subject, years_of_service::text) is null`,
    [personId, now],
  )
  return rowCount === 1
}

/** Makes the cards of the person's unfinished tickets out of date, since they tell of the asker. Returns their ids. */
export async function noteAskerChanged(db: Db, { personId }: Whose): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `update tickets set revision = revision + 1
      where person_id = $1 and status in ('open', 'claimed') returning id`,
    [personId],
  )
  return rows.map(({ id }) => id)
}
