/** What people are reminded of: what decides when, and what is said of it. */
import type { Db } from './db.ts'

/** Of an event that is held. */
export interface RemindedEvent {
  starts_at: Date
  zone: string
  /** Minutes. */
  remind_before: number[]
}

/** Null for one that is not published, or cancelled. */
export async function findRemindedEvent(
  db: Db,
  { eventId }: { eventId: number },
): Promise<RemindedEvent | null> {
  const { rows } = await db.query<RemindedEvent>(
    `select starts_at, zone, remind_before from events where id = $1 and status = 'published'`,
    [eventId],
  )
  return rows[0] ?? null
}

/** Of diagnostics that are held. Days are «2026-12-01». */
export interface RemindedDiagnostics {
  opens_on: string
  closes_on: string
  closes_at: Date
  zone: string
  moments: string[]
}

/** Null for those that are not published, or over before their time. */
export async function findRemindedDiagnostics(
  db: Db,
  { diagnosticsId }: { diagnosticsId: number },
): Promise<RemindedDiagnostics | null> {
  const { rows } = await db.query<RemindedDiagnostics>(
    `select to_char(opens_on, 'YYYY-MM-DD') as opens_on, to_char(closes_on, 'YYYY-MM-DD') as closes_on,
            closes_at, zone, moments
       from diagnostics where id = $1 and status = 'published'`,
    [diagnosticsId],
  )
  return rows[0] ?? null
}

/** What a reminder says, beside whom it says it to. */
export type RemindedOf =
  | {
      kind: 'event'
      id: number
      title: string
      startsAt: Date
      zone: string
      place: string
      link: string
      site: { id: number; name: string } | null
    }
  | { kind: 'diagnostics'; id: number; title: string; link: string; closesOn: string; zone: string }
  | {
      kind: 'measure'
      id: number
      what: string
      deadline: string
      responsible: string
      /** «2026-12-01»: the day that it is about. */
      day: string
      document: string
    }

/** By the id of the reminder. */
export async function listRemindedOf(
  db: Db,
  { reminderIds }: { reminderIds: readonly number[] },
): Promise<Map<number, RemindedOf>> {
  const { rows } = await db.query<Row>(
    `select m.id as reminder, coalesce(e.id, d.id, s.id) as id, coalesce(e.title, d.title, '') as title,
            m.event_id is not null as is_event, m.diagnostics_id is not null as is_diagnostics,
            e.starts_at, coalesce(e.zone, d.zone, '') as zone, coalesce(e.place, '') as place,
            coalesce(e.link, d.link, '') as link, t.id as site_id, coalesce(t.name, '') as site_name,
            coalesce(to_char(d.closes_on, 'YYYY-MM-DD'), '') as closes_on,
            coalesce(s.what, '') as what, coalesce(s.deadline_text, '') as deadline,
            coalesce(s.responsible, '') as responsible, coalesce(to_char(m.day, 'YYYY-MM-DD'), '') as day,
            coalesce(n.title, '') as document
       from reminders m
       left join events e on e.id = m.event_id
       left join sites t on t.id = e.site_id
       left join diagnostics d on d.id = m.diagnostics_id
       left join measures s on s.id = m.measure_id
       left join editions n on n.id = s.edition_id
      where m.id = any($1)`,
    [reminderIds],
  )
  return new Map(rows.map((row) => [row.reminder, read(row)]))
}

interface Row {
  reminder: number
  id: number
  title: string
  is_event: boolean
  is_diagnostics: boolean
  starts_at: Date | null
  zone: string
  place: string
  link: string
  site_id: number | null
  site_name: string
  closes_on: string
  what: string
  deadline: string
  responsible: string
  day: string
  document: string
}

function read(row: Row): RemindedOf {
  const { id, title, zone, place, link, what, deadline, responsible, day, document } = row
  if (row.is_event && row.starts_at) {
    const site = row.site_id === null ? null : { id: row.site_id, name: row.site_name }
    return { kind: 'event', id, title, startsAt: row.starts_at, zone, place, link, site }
  }
  if (row.is_diagnostics) {
    return { kind: 'diagnostics', id, title, link, closesOn: row.closes_on, zone }
  }
  return { kind: 'measure', id, what, deadline, responsible, day, document }
}
