/** People and a diagnostics: who is still to be told of it or of its changes, and who has passed it. */
import { audienceCondition } from './audiences.ts'
import type { Db } from './db.ts'
import type { Diagnostics } from './diagnostics.ts'

interface Whose {
  diagnosticsId: number
  personId: number
}

/** People of its audience who have not been told of it; those who passed by a list need not be. */
export async function peopleToInvite(
  tx: Db,
  { id, audience }: Diagnostics,
  { limit }: { limit: number },
): Promise<number[]> {
  const { sql, values } = audienceCondition(audience, 3)
  const { rows } = await tx.query<{ id: number }>(
    `select p.id from people p
      where ${sql}
        and not exists (select from diagnostics_people d where d.diagnostics_id = $1 and d.person_id = p.id)
      order by p.id limit $2`,
    [id, limit, ...values],
  )
  return rows.map((row) => row.id)
}

/** Notes by which delivery, with which words, the person is told of it; null where it could not reach them. */
export async function noteInvited(
  tx: Db,
  { diagnosticsId, personId, revision, words, deliveryId, now }: Told & { words: number },
): Promise<void> {
  await tx.query(
    `insert into diagnostics_people (diagnostics_id, person_id, told_revision, shown_words, announced_by, announced_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [diagnosticsId, personId, revision, words, deliveryId, now],
  )
}

interface Told extends Whose {
  revision: number
  deliveryId: number | null
  now: Date
}

/** Those who were told of it and do not know its latest state. Who has passed is told only that it was cancelled. */
export async function peopleToTell(
  tx: Db,
  { id, revision, status }: Diagnostics,
  { limit }: { limit: number },
): Promise<{ person_id: number; link_changed: boolean }[]> {
  const { rows } = await tx.query<{ person_id: number; link_changed: boolean }>(
    `select person_id, (select link_revision > told_revision from diagnostics where id = $1) as link_changed
       from diagnostics_people
      where diagnostics_id = $1 and told_revision < $2 and announced_at is not null
        and (passed_at is null or $3 = 'cancelled')
      order by person_id limit $4`,
    [id, revision, status, limit],
  )
  return rows
}

/** How many a change would be told to; `all`: also those who have passed. */
export async function countToTell(
  db: Db,
  { diagnosticsId, all }: { diagnosticsId: number; all: boolean },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from diagnostics_people
      where diagnostics_id = $1 and announced_at is not null and ($2 or passed_at is null)`,
    [diagnosticsId, all],
  )
  return rows[0]?.count ?? 0
}

export async function noteTold(
  tx: Db,
  { diagnosticsId, personId, revision, deliveryId }: Omit<Told, 'now'>,
): Promise<void> {
  await tx.query(
    `update diagnostics_people set told_revision = $3, told_by = $4
      where diagnostics_id = $1 and person_id = $2`,
    [diagnosticsId, personId, revision, deliveryId],
  )
}

/**
 * Takes back what was planned to be told and has not left: an announcement is made anew if there is still something to
 * announce, and of several changes in a row only the latest state is told.
 */
export async function withdrawUntold(
  tx: Db,
  { diagnosticsId }: { diagnosticsId: number },
): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `update deliveries
        set status = 'failed', error = 'overtaken by a change', content = '{}', lease_owner = null
      where status = 'planned' and repeats = 0 and id in (
        select announced_by from diagnostics_people where diagnostics_id = $1
        union all
        select told_by from diagnostics_people where diagnostics_id = $1
        union all
        select edited_by from diagnostics_people where diagnostics_id = $1)
      returning id`,
    [diagnosticsId],
  )
  const withdrawn = rows.map(({ id }) => id)
  await tx.query(
    `delete from diagnostics_people
      where diagnostics_id = $1 and announced_by = any($2) and passed_at is null`,
    [diagnosticsId, withdrawn],
  )
  await tx.query(
    `update diagnostics_people
        set told_revision = told_revision - coalesce(told_by = any($2), false)::integer,
            shown_words = shown_words - coalesce(edited_by = any($2), false)::integer
      where diagnostics_id = $1 and (told_by = any($2) or edited_by = any($2))`,
    [diagnosticsId, withdrawn],
  )
}

/** Where the person stands; null when they were not told of it and have not passed. */
export async function findPassing(
  db: Db,
  { diagnosticsId, personId }: Whose,
): Promise<{ passed_at: Date | null; passed_by: 'said' | 'list' | null } | null> {
  const { rows } = await db.query<{ passed_at: Date | null; passed_by: 'said' | 'list' | null }>(
    'select passed_at, passed_by from diagnostics_people where diagnostics_id = $1 and person_id = $2',
    [diagnosticsId, personId],
  )
  return rows[0] ?? null
}

/** Notes that the person has passed. False: known already, or it is not one that can be passed. */
export async function notePassed(
  db: Db,
  { diagnosticsId, personId, by, now }: Whose & { by: 'said' | 'list'; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into diagnostics_people
            (diagnostics_id, person_id, told_revision, passed_at, passed_by, institution_id)
     select d.id, p.id, d.revision, $4, $3, p.institution_id
       from diagnostics d, people p
      where d.id = $1 and p.id = $2 and d.status in ('published', 'ended')
     on conflict (diagnostics_id, person_id) do update
        set passed_at = excluded.passed_at, passed_by = excluded.passed_by,
            institution_id = excluded.institution_id
      where diagnostics_people.passed_at is null`,
    [diagnosticsId, personId, by, now],
  )
  return rowCount === 1
}

/** The list says so, too: from now on nobody takes it back with a press. */
export async function confirmPassed(db: Db, { diagnosticsId, personId }: Whose): Promise<boolean> {
  const { rowCount } = await db.query(
    `update diagnostics_people set passed_by = 'list'
      where diagnostics_id = $1 and person_id = $2 and passed_by = 'said'`,
    [diagnosticsId, personId],
  )
  return rowCount === 1
}

/** The person's own press is taken back. False: there is none. */
export async function takeBackPassed(db: Db, { diagnosticsId, personId }: Whose): Promise<boolean> {
  const { rowCount } = await db.query(
    `update diagnostics_people set passed_at = null, passed_by = null, institution_id = null
      where diagnostics_id = $1 and person_id = $2 and passed_by = 'said'`,
    [diagnosticsId, personId],
  )
  return rowCount === 1
}

/** How many people of the bot were told, and how many of them and of others have passed. */
export async function countDiagnosticsPeople(
  db: Db,
  { diagnosticsId }: { diagnosticsId: number },
): Promise<{ told: number; passed: number; said: number; listed: number }> {
  const { rows } = await db.query<{ told: number; passed: number; said: number; listed: number }>(
    `select count(*) filter (where announced_at is not null) as told,
            count(*) filter (where passed_at is not null) as passed,
            count(*) filter (where passed_by = 'said') as said,
            (select count(*) from diagnostics_listed where diagnostics_id = $1) as listed
       from diagnostics_people where diagnostics_id = $1`,
    [diagnosticsId],
  )
  return rows[0] ?? { told: 0, passed: 0, said: 0, listed: 0 }
}

/** For erasing a person: that somebody passed stays, with the institution it counts for; drafts go. */
export async function forgetInDiagnostics(
  tx: Db,
  { personId }: { personId: number },
): Promise<void> {
  await tx.query('delete from diagnostics_people where person_id = $1 and passed_at is null', [
    personId,
  ])
  await tx.query(
    `update diagnostics_people d
        set announced_by = null, told_by = null, edited_by = null, institution_id = coalesce(d.institution_id, p.institution_id)
       from people p
      where d.person_id = $1 and p.id = $1`,
    [personId],
  )
  await tx.query(`delete from diagnostics where created_by = $1 and status = 'draft'`, [personId])
  await tx.query('update diagnostics set created_by = null where created_by = $1', [personId])
}
