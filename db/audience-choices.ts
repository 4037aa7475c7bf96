/** What an audience can be made of, and what its parts are called. */
import type { Audience } from './audiences.ts'
import type { Db } from './db.ts'

export interface SiteChoice {
  id: number
  name: string
}

export interface EventChoice {
  id: number
  title: string
  starts_at: Date
  zone: string
}

export interface SubjectChoice {
  /** As people wrote it, without letter case. */
  subject: string
  people: number
}

/** Sites that are not archived, by name. */
export async function sitesToChoose(db: Db): Promise<SiteChoice[]> {
  const { rows } = await db.query<SiteChoice>(
    'select id, name from sites where archived_at is null order by lower(name), id',
  )
  return rows
}

/** Published events, the latest first; one more than `limit` tells that there is a next page. */
export async function eventsToChoose(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<EventChoice[]> {
  const { rows } = await db.query<EventChoice>(
    `select id, title, starts_at, zone from events where status = 'published'
      order by starts_at desc, id desc offset $1 limit $2`,
    [offset, limit + 1],
  )
  return rows
}

/** Subjects that people teach, the most frequent first. */
export async function subjectsToChoose(
  db: Db,
  { limit }: { limit: number },
): Promise<SubjectChoice[]> {
  const { rows } = await db.query<SubjectChoice>(
    `select lower(btrim(subject)) as subject, count(*)::integer as people from people
      where erased_at is null and btrim(subject) <> ''
      group by 1 order by 2 desc, 1 limit $1`,
    [limit],
  )
  return rows
}

export interface AudienceNames {
  institutions: Map<number, string>
  sites: Map<number, string>
  /** Of the event, if the audience names one that there still is. */
  event: string | null
}

/** What the institutions, sites and the event of an audience are called; those that are gone have no name. */
export async function namesOfAudience(
  db: Db,
  { audience }: { audience: Audience },
): Promise<AudienceNames> {
  const { rows } = await db.query<{ kind: keyof AudienceNames; id: number; name: string }>(
    `select 'institutions' as kind, id, name from institutions where id = any($1::bigint[])
      union all select 'sites', id, name from sites where id = any($2::bigint[])
      union all select 'event', id, title from events where id = $3`,
    [audience.institutions ?? [], audience.sites ?? [], audience.event?.id ?? null],
  )
  const of = (kind: keyof AudienceNames) => rows.filter((row) => row.kind === kind)
  const named = (kind: keyof AudienceNames) => new Map(of(kind).map(({ id, name }) => [id, name]))
  return {
    institutions: named('institutions'),
    sites: named('sites'),
    event: of('event')[0]?.name ?? null,
  }
}
