/** The draft of an event: what its methodist has said so far, seen whole, and published as it was seen. */
import type { Db } from './db.ts'
import {
  assignments,
  EVENT_COLUMNS,
  EVENT_SITE,
  type EventFacts,
  type EventRow,
  type PlannedEvent,
  planned,
  writeEvent,
} from './events.ts'

/** The draft that the person works on; null when there is none. */
export async function findDraft(
  db: Db,
  { personId }: { personId: number },
): Promise<EventRow | null> {
  const { rows } = await db.query<EventRow>(
    `select ${EVENT_COLUMNS} from events e ${EVENT_SITE}
      where e.created_by = $1 and e.status = 'draft' order by e.id desc limit 1`,
    [personId],
  )
  return rows[0] ?? null
}

/** Makes an empty draft in the place of those the person has. */
export async function startDraft(
  tx: Db,
  { personId, zone, now }: { personId: number; zone: string; now: Date },
): Promise<EventRow> {
  await tx.query(`delete from events where created_by = $1 and status = 'draft'`, [personId])
  const { rows } = await tx.query<EventRow>(
    `with e as (insert into events (zone, created_by, created_at) values ($1, $2, $3) returning *)
     select ${EVENT_COLUMNS} from e ${EVENT_SITE}`,
    [zone, personId, now],
  )
  const [made] = rows
  if (!made) throw new Error('an event was not returned by its own insert')
  return made
}

/** Writes what is said of the person's own draft; null when it is none any more. */
export async function reviseDraft(
  db: Db,
  { id, personId, facts }: { id: number; personId: number; facts: Partial<EventFacts> },
): Promise<EventRow | null> {
  const { sql, values } = assignments(facts, 3)
  return writeEvent(
    db,
    `update events set ${sql} revision = revision + 1
      where id = $1 and created_by = $2 and status = 'draft' returning *`,
    [id, personId, ...values],
  )
}

/** Notes that the methodist sees this revision of the draft whole: only that one may be published. */
export async function notePreview(
  db: Db,
  { id, revision }: { id: number; revision: number },
): Promise<void> {
  await db.query(
    `update events set previewed = $2 where id = $1 and revision = $2 and status = 'draft'`,
    [id, revision],
  )
}

/** False when there was no such draft. */
export async function dropDraft(
  db: Db,
  { id, personId }: { id: number; personId: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from events where id = $1 and created_by = $2 and status = 'draft'`,
    [id, personId],
  )
  return rowCount === 1
}

/**
 * Publishes the draft as it was previewed. Null when it is not the person's draft any more, was changed after the
 * preview, lacks a title or a time, or its time has passed.
 */
export async function publishEvent(
  tx: Db,
  given: { id: number; personId: number; revision: number; codeWord: string; now: Date },
): Promise<PlannedEvent | null> {
  const { id, personId, revision, codeWord, now } = given
  return planned(
    await writeEvent(
      tx,
      `update events
          set status = 'published', code_word = $4, published_at = $5, revision = revision + 1
        where id = $1 and created_by = $2 and status = 'draft' and revision = $3 and previewed = $3
          and title <> '' and starts_at > $5 returning *`,
      [id, personId, revision, codeWord, now],
    ),
  )
}
