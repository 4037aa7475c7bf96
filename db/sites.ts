/** Networking sites: what they are, who heads and hosts them, who subscribes. A site is the topic one subscribes to. */
import type { Db } from './db.ts'

/** What methodists write of a site. */
export interface SiteFacts {
  name: string
  about: string
  /** Who heads it, as people know them; empty when it is not said. */
  head: string
  /** The host of the list; else `host_words` says who it is, or nothing. */
  host_institution_id: number | null
  host_words: string
}

export interface Site extends SiteFacts {
  id: number
  /** The host's name, of the list or in words; null when it is not said. */
  host: string | null
  subscribers: number
  /** Whether the person who asks is one of them. */
  subscribed: boolean
}

/** `$1` is the person who asks. */
const SITE = `
  select t.id, t.name, t.about, t.head, t.host_institution_id, t.host_words,
         coalesce(i.name, nullif(t.host_words, '')) as host,
         (select count(*) from subscriptions s where s.site_id = t.id) as subscribers,
         exists (select from subscriptions s where s.site_id = t.id and s.person_id = $1) as subscribed
    from sites t left join institutions i on i.id = t.host_institution_id
   where t.archived_at is null`

/** A page of the sites by name; one more than `limit` tells that there is a next page. */
export async function listSites(
  db: Db,
  { personId, offset, limit }: { personId: number; offset: number; limit: number },
): Promise<Site[]> {
  const { rows } = await db.query<Site>(`${SITE} order by lower(t.name) offset $2 limit $3`, [
    personId,
    offset,
    limit + 1,
  ])
  return rows
}

/** Null when there is none of this id, or it is archived. */
export async function findSite(
  db: Db,
  { id, personId }: { id: number; personId: number },
): Promise<Site | null> {
  const { rows } = await db.query<Site>(`${SITE} and t.id = $2`, [personId, id])
  return rows[0] ?? null
}

/** Those whose name holds the words, letter case aside; the one that is named just so comes alone. */
export async function findSitesByName(
  db: Db,
  { words, personId }: { words: string; personId: number },
): Promise<Site[]> {
  const { rows } = await db.query<Site>(
    `${SITE} and strpos(lower(t.name), lower($2)) > 0 order by lower(t.name)`,
    [personId, words],
  )
  const exact = rows.find(({ name }) => name.toLowerCase() === words.toLowerCase())
  return exact ? [exact] : rows
}

/** How many there are that are not archived. */
export async function countSites(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*) from sites where archived_at is null',
  )
  return rows[0]?.count ?? 0
}

/** Returns its id; null when there is one of this name, letter case aside. */
export async function addSite(
  db: Db,
  { name, personId, now }: { name: string; personId: number; now: Date },
): Promise<number | null> {
  const { rows } = await db.query<{ id: number }>(
    `insert into sites (name, created_by, created_at) values ($1, $2, $3)
     on conflict do nothing returning id`,
    [name, personId, now],
  )
  return rows[0]?.id ?? null
}

/** False when it says just this already or is archived; «taken» when another one has that name. */
export async function changeSite(
  db: Db,
  { id, facts }: { id: number; facts: SiteFacts },
): Promise<boolean | 'taken'> {
  const { rows } = await db.query(
    'select from sites where lower(name) = lower($2) and id <> $1 and archived_at is null',
    [id, facts.name],
  )
  if (rows.length > 0) return 'taken'
  const { rowCount } = await db.query(
    `update sites set name = $2, about = $3, head = $4, host_institution_id = $5, host_words = $6
      where id = $1 and archived_at is null
        and (name, about, head, host_institution_id, host_words) is distinct from ($2, $3, $4, $5, $6)`,
    [id, facts.name, facts.about, facts.head, facts.host_institution_id, facts.host_words],
  )
  return rowCount === 1
}

/** Its name; null when it was archived already. Subscriptions and events stay as they are. */
export async function archiveSite(
  db: Db,
  { id, now }: { id: number; now: Date },
): Promise<string | null> {
  const { rows } = await db.query<{ name: string }>(
    'update sites set archived_at = $2 where id = $1 and archived_at is null returning name',
    [id, now],
  )
  return rows[0]?.name ?? null
}

/** True when the person did not subscribe before, and there is such a site to subscribe to. */
export async function subscribe(
  db: Db,
  { siteId, personId, now }: { siteId: number; personId: number; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into subscriptions (site_id, person_id, since)
     select id, $2, $3 from sites where id = $1 and archived_at is null on conflict do nothing`,
    [siteId, personId, now],
  )
  return rowCount === 1
}

/** How the person stands with a site, also with an archived one; null when there is none of this id. */
export async function findStanding(
  db: Db,
  { siteId, personId }: { siteId: number; personId: number },
): Promise<{ name: string; subscribed: boolean; left: boolean } | null> {
  const { rows } = await db.query<{ name: string; subscribed: boolean; left: boolean }>(
    `select t.name,
            exists (select from subscriptions s where s.site_id = t.id and s.person_id = $2) as subscribed,
            exists (select from site_leavers l where l.site_id = t.id and l.person_id = $2) as left
       from sites t where t.id = $1`,
    [siteId, personId],
  )
  return rows[0] ?? null
}

/** To how many sites that are not archived the person subscribes. */
export async function countSubscriptions(
  db: Db,
  { personId }: { personId: number },
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) from subscriptions s join sites t on t.id = s.site_id
      where s.person_id = $1 and t.archived_at is null`,
    [personId],
  )
  return rows[0]?.count ?? 0
}

/** Forgets what an erased person subscribed to and that they made sites. */
export async function forgetInSites(db: Db, { personId }: { personId: number }): Promise<void> {
  await db.query('delete from subscriptions where person_id = $1', [personId])
  await db.query('update sites set created_by = null where created_by = $1', [personId])
}
