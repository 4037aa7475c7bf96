/** Diagnostics as methodists run them: made as a draft, published, prolonged, ended or cancelled. */
import type { Audience } from './audiences.ts'
import type { Db } from './db.ts'
import { toJson } from './json.ts'

export type DiagnosticsStatus = 'draft' | 'published' | 'ended' | 'cancelled'

export interface Diagnostics {
  id: number
  title: string
  description: string
  /** Empty where there is none. */
  link: string
  /** Whether it counts for the share of those whose professional deficits were diagnosed. */
  of_deficits: boolean
  /** Days by the wall clock of `zone`, «2026-12-01», both included; null in a draft that does not say them yet. */
  opens_on: string | null
  closes_on: string | null
  zone: string
  /** The beginning of the first day and the end of the last. */
  opens_at: Date | null
  closes_at: Date | null
  audience: Audience
  /** «opening», «halfway», «before:<minutes>» of the end. */
  moments: string[]
  status: DiagnosticsStatus
  revision: number
  /** Grows with the title and the link once it is published; their invitations show it. */
  words_revision: number
  created_by: number | null
  published_at: Date | null
}

/** The days that a diagnostics lasts, and the moments they begin and end at. */
export interface Term {
  opensOn: string
  closesOn: string
  opensAt: Date
  closesAt: Date
}

/** What a draft may be given; what is left out stays. */
export interface DraftChange {
  title?: string
  description?: string
  link?: string
  ofDeficits?: boolean
  term?: Term
  audience?: Audience
  moments?: string[]
}

const COLUMNS = columnsOf('diagnostics')

function columnsOf(table: string): string {
  const names = `id title description link of_deficits zone opens_at closes_at audience moments status revision
    words_revision created_by published_at`
  const columns = names.split(/\s+/).map((name) => `${table}.${name}`)
  return [...columns, `${table}.opens_on::text`, `${table}.closes_on::text`].join(', ')
}

/** The draft that the person is making, a new one if there is none. */
export async function draftDiagnostics(
  db: Db,
  { personId, zone, now }: { personId: number; zone: string; now: Date },
): Promise<Diagnostics> {
  await db.query(
    `insert into diagnostics (created_by, zone, created_at) values ($1, $2, $3)
     on conflict (created_by) where status = 'draft' do nothing`,
    [personId, zone, now],
  )
  const { rows } = await db.query<Diagnostics>(
    `select ${COLUMNS} from diagnostics where created_by = $1 and status = 'draft'`,
    [personId],
  )
  const [draft] = rows
  if (!draft) throw new Error('a draft of a diagnostics was not written')
  return draft
}

export async function findDiagnostics(db: Db, { id }: { id: number }): Promise<Diagnostics | null> {
  const { rows } = await db.query<Diagnostics>(`select ${COLUMNS} from diagnostics where id = $1`, [
    id,
  ])
  return rows[0] ?? null
}

/** Only its author changes a draft. Null: it is none any more, or somebody else's. */
export async function changeDraft(
  db: Db,
  { id, personId, change }: { id: number; personId: number; change: DraftChange },
): Promise<Diagnostics | null> {
  const { title, description, link, ofDeficits, term, audience, moments } = change
  const { rows } = await db.query<Diagnostics>(
    `with said as (
       select coalesce($3, title) as title, coalesce($4, description) as description, coalesce($5, link) as link,
              coalesce($6, of_deficits) as of_deficits, coalesce($7::jsonb, audience) as audience,
              coalesce($8, moments) as moments, coalesce($9::date, opens_on) as opens_on,
              coalesce($10::date, closes_on) as closes_on, coalesce($11, opens_at) as opens_at,
              coalesce($12, closes_at) as closes_at
         from diagnostics where id = $1)
     update diagnostics d
        set title = s.title, description = s.description, link = s.link, of_deficits = s.of_deficits,
            audience = s.audience, moments = s.moments, opens_on = s.opens_on, closes_on = s.closes_on,
            opens_at = s.opens_at, closes_at = s.closes_at,
            -- said once more after a crash, it is no change
            revision = d.revision + (row(s.*) is distinct from
              row(d.title, d.description, d.link, d.of_deficits, d.audience, d.moments, d.opens_on, d.closes_on,
                  d.opens_at, d.closes_at))::integer
       from said s
      where d.id = $1 and d.created_by = $2 and d.status = 'draft'
      returning ${columnsOf('d')}`,
    [
      ...[id, personId, title ?? null, description ?? null, link ?? null, ofDeficits ?? null],
      ...[audience ? toJson(audience) : null, moments ?? null],
      ...[term?.opensOn ?? null, term?.closesOn ?? null, term?.opensAt ?? null],
      term?.closesAt ?? null,
    ],
  )
  return rows[0] ?? null
}

/** False when there is no such draft of this person. */
export async function dropDraft(
  db: Db,
  { id, personId }: { id: number; personId: number },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `delete from diagnostics where id = $1 and created_by = $2 and status = 'draft'`,
    [id, personId],
  )
  return rowCount === 1
}

/** Publishes the draft as its author saw it. Null: it is none any more, not whole, or has changed since `revision`. */
export async function publishDiagnostics(
  tx: Db,
  draft: { id: number; personId: number; revision: number; announceAt: Date; now: Date },
): Promise<Diagnostics | null> {
  const { rows } = await tx.query<Diagnostics>(
    `update diagnostics
        set status = 'published', published_at = $4, look_at = greatest($5::timestamptz, $4), revision = 0
      where id = $1 and created_by = $2 and revision = $3 and status = 'draft'
        and title <> '' and closes_at > $4
      returning ${COLUMNS}`,
    [draft.id, draft.personId, draft.revision, draft.now, draft.announceAt],
  )
  return rows[0] ?? null
}

/** Gives a running or planned one another last day. Null: it is over, or says just that already. */
export async function moveEnd(
  tx: Db,
  { id, closesOn, closesAt, now }: { id: number; closesOn: string; closesAt: Date; now: Date },
): Promise<Diagnostics | null> {
  const { rows } = await tx.query<Diagnostics>(
    `update diagnostics
        set closes_on = $2, closes_at = $3, revision = revision + 1,
            look_at = case when exists (
              select from diagnostics_people p
               where p.diagnostics_id = $1 and p.announced_at is not null) then $4 else look_at end
      where id = $1 and status = 'published' and closes_at > $4 and closes_on <> $2
        and opens_on <= $2 and $3 > $4
      returning ${COLUMNS}`,
    [id, closesOn, closesAt, now],
  )
  return rows[0] ?? null
}

/**
 * Gives a running or planned one another title or link; `told`: people are to be told of it. Null: it is over, or its
 * words have changed since `seen`.
 */
export async function changeWords(
  tx: Db,
  given: {
    id: number
    words: { title: string } | { link: string }
    told: boolean
    seen: number
    now: Date
  },
): Promise<Diagnostics | null> {
  const { id, words, told, seen, now } = given
  const { title = null, link = null } = { title: null, link: null, ...words }
  const { rows } = await tx.query<Diagnostics>(
    `update diagnostics
        set title = coalesce($2, title), link = coalesce($3, link), words_revision = words_revision + 1,
            revision = revision + $5::boolean::integer,
            link_revision = case when $5 then revision + 1 else link_revision end,
            look_at = case when exists (
              select from diagnostics_people p
               where p.diagnostics_id = $1 and p.announced_at is not null) then $4 else look_at end
      where id = $1 and status = 'published' and closes_at > $4 and words_revision = $6
      returning ${COLUMNS}`,
    [id, title, link, now, told, seen],
  )
  return rows[0] ?? null
}

/** Ends it before its time, or cancels it. Null: it is over already. */
export async function stopDiagnostics(
  tx: Db,
  { id, as, now }: { id: number; as: 'ended' | 'cancelled'; now: Date },
): Promise<Diagnostics | null> {
  const { rows } = await tx.query<Diagnostics>(
    `update diagnostics
        set status = $2, ended_at = $3, revision = revision + 1, look_at = $3
      where id = $1 and status = 'published' and closes_at > $3
      returning ${COLUMNS}`,
    [id, as, now],
  )
  return rows[0] ?? null
}

export async function hasDiagnosticsToLookAt(db: Db, { now }: { now: Date }): Promise<boolean> {
  const { rowCount } = await db.query('select from diagnostics where look_at <= $1 limit 1', [now])
  return rowCount === 1
}

/** One whose people are to be looked through, held until the transaction ends; null when there is none. */
export async function takeDiagnosticsToLookAt(
  tx: Db,
  { now }: { now: Date },
): Promise<Diagnostics | null> {
  const { rows } = await tx.query<Diagnostics>(
    `select ${COLUMNS} from diagnostics where look_at <= $1 order by look_at, id limit 1
        for update skip locked`,
    [now],
  )
  return rows[0] ?? null
}

/** When its people are looked through again; null for never. */
export async function planLook(tx: Db, { id, at }: { id: number; at: Date | null }): Promise<void> {
  await tx.query('update diagnostics set look_at = $2 where id = $1', [id, at])
}
