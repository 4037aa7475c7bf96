/** Messages to many: what is sent, to whom, and in which state it is. */
import type { Audience } from './audiences.ts'
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export type BroadcastStatus =
  | 'draft'
  | 'scheduled'
  | 'running'
  | 'paused'
  /** By a person, or by itself (`stopped_because`): what was not sent is left out. */
  | 'stopped'
  /** Nothing is left to send. */
  | 'ended'
  /** It was scheduled and never began. */
  | 'cancelled'

export interface Broadcast {
  id: number
  /** What is sent to each, in the words of the messenger's adapter: one call each, in order. */
  contents: unknown[]
  /** How its author knows it. */
  title: string
  audience: Audience
  /** «correct» edits and «remove» deletes what the broadcast `of_id` has sent. */
  act: 'send' | 'correct' | 'remove'
  of_id: number | null
  /** Which of that one's contents is corrected. */
  of_part: number | null
  status: BroadcastStatus
  starts_at: Date | null
  ignores_quiet_hours: boolean
  stopped_because: string | null
  created_by: number | null
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  progress_delivery_id: number | null
  /** How many messages of its progress were lost. */
  progress_lost: number
  /** How many reports its author has had. */
  reports: number
}

const BROADCAST = `id, contents, title, audience, act, of_id, of_part, status, starts_at, ignores_quiet_hours,
  stopped_because, created_by, created_at, started_at, ended_at, progress_delivery_id, progress_lost, reports`

export interface Which {
  broadcastId: number
}

/** Returns the id of a draft with nothing in it yet, for everyone. */
export async function createBroadcastDraft(
  db: Db,
  { authorId, now }: { authorId: number; now: Date },
): Promise<number> {
  return insertDraft(db, { authorId, now, act: 'send', ofId: null, ofPart: null, title: '' }, [])
}

/** A draft of an edit of what the broadcast has sent; `content` is the call without the message that it edits. */
export async function createCorrectionDraft(
  db: Db,
  given: { broadcast: Broadcast; part: number; content: object; authorId: number; now: Date },
): Promise<number> {
  const { broadcast, part, content, authorId, now } = given
  const { id: ofId, title } = broadcast
  return insertDraft(db, { authorId, now, act: 'correct', ofId, ofPart: part, title }, [content])
}

/** A draft of a deletion; `contents`: how one message is deleted, and how several are. */
export async function createRemovalDraft(
  db: Db,
  given: { broadcast: Broadcast; contents: [object, object]; authorId: number; now: Date },
): Promise<number> {
  const { broadcast, contents, authorId, now } = given
  const { id: ofId, title } = broadcast
  return insertDraft(db, { authorId, now, act: 'remove', ofId, ofPart: null, title }, contents)
}

async function insertDraft(
  db: Db,
  draft: {
    authorId: number
    now: Date
    act: Broadcast['act']
    ofId: number | null
    ofPart: number | null
    title: string
  },
  contents: object[],
): Promise<number> {
  const { authorId, now, act, ofId, ofPart, title } = draft
  const { rows } = await db.query<{ id: number }>(
    `insert into broadcasts (created_by, created_at, act, of_id, of_part, title, contents)
     values ($1, $2, $3, $4, $5, $6, $7) returning id`,
    [authorId, now, act, ofId, ofPart, title, toJson(contents)],
  )
  const [row] = rows
  if (!row) throw new Error('a broadcast was not returned by its own insert')
  return row.id
}

export async function findBroadcast(db: Db, { id }: { id: number }): Promise<Broadcast | null> {
  const { rows } = await db.query<Broadcast>(`select ${BROADCAST} from broadcasts where id = $1`, [
    id,
  ])
  return rows[0] ?? null
}

export interface BroadcastLine extends Broadcast {
  /** Null for somebody who is gone. */
  author: string | null
  audience_size: number
  /** How many people have got something of it. */
  sent_count: number
}

/**
 * A page of what was sent, is being sent or scheduled, newest first; one more than `limit` tells that there is a next page.
 * Corrections and deletions are no lines of their own.
 */
export async function listBroadcasts(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<BroadcastLine[]> {
  const { rows } = await db.query<BroadcastLine>(
    `select ${BROADCAST},
            (select name from people p where p.id = b.created_by) as author,
            (select count(*) from broadcast_people o where o.broadcast_id = b.id)::integer as audience_size,
            (select count(distinct d.broadcast_place) from deliveries d
              where d.broadcast_id = b.id and d.status = 'sent')::integer as sent_count
       from broadcasts b where status <> 'draft' and act = 'send'
      order by coalesce(started_at, starts_at) desc, id desc offset $1 limit $2`,
    [offset, limit + 1],
  )
  return rows
}

/** What is sent, one call each. False: it is no draft any more. */
export async function setBroadcastContents(
  db: Db,
  { broadcastId, contents, title }: Which & { contents: object[]; title: string },
): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set contents = $2, title = $3 where id = $1 and status = 'draft' and act = 'send'`,
    [broadcastId, toJson(contents), title],
  )
}

/** For whom it is. False: it is no draft any more. */
export async function setBroadcastAudience(
  db: Db,
  { broadcastId, audience }: Which & { audience: Audience },
): Promise<boolean> {
  return changed(
    db,
    `update broadcasts set audience = $2 where id = $1 and status = 'draft' and act = 'send'`,
    [broadcastId, toJson(audience)],
  )
}

export async function discardDraft(db: Db, { broadcastId }: Which): Promise<boolean> {
  return changed(db, `delete from broadcasts where id = $1 and status = 'draft'`, [broadcastId])
}

/** Whether the statement has changed the one row that it is about. */
export async function changed(db: Db, sql: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await db.query(sql, values)
  return rowCount === 1
}
