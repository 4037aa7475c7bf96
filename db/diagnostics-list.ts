/** Diagnostics as people look through them, and how many of each institution have passed. */
import type { Db } from './db.ts'
import type { Diagnostics } from './diagnostics.ts'

export interface DiagnosticsLine
  extends Pick<Diagnostics, 'id' | 'title' | 'link' | 'status' | 'of_deficits'> {
  opens_on: string
  closes_on: string
  opens_at: Date
  closes_at: Date
  /** When the person who looks has passed it. */
  passed_at: Date | null
  /** People of the bot who have passed, and of those who were told. */
  passed: number
  told: number
  /** By a list, and nobody of the bot. */
  listed: number
}

const LINE = `
  select d.id, d.title, d.link, d.status, d.of_deficits, d.opens_on::text, d.closes_on::text, d.opens_at, d.closes_at,
         own.passed_at,
         (select count(*) from diagnostics_people p where p.diagnostics_id = d.id and p.passed_at is not null) as passed,
         (select count(*) from diagnostics_people p where p.diagnostics_id = d.id and p.announced_at is not null) as told,
         (select count(*) from diagnostics_listed l where l.diagnostics_id = d.id) as listed
    from diagnostics d
    left join diagnostics_people own on own.diagnostics_id = d.id and own.person_id = $1`

/** Those that run and that the person was told of or has passed: the first to end first. */
export async function listOwnDiagnostics(
  db: Db,
  { personId, now, limit }: { personId: number; now: Date; limit: number },
): Promise<DiagnosticsLine[]> {
  const { rows } = await db.query<DiagnosticsLine>(
    `${LINE}
      where d.status = 'published' and d.opens_at <= $2 and d.closes_at > $2 and own.person_id is not null
      order by d.closes_at, d.id limit $3`,
    [personId, now, limit],
  )
  return rows
}

/** A page of all that were published, what runs first; one more than `limit` tells that there is a next page. */
export async function listDiagnostics(
  db: Db,
  { personId, now, offset, limit }: { personId: number; now: Date; offset: number; limit: number },
): Promise<DiagnosticsLine[]> {
  const { rows } = await db.query<DiagnosticsLine>(
    `${LINE}
      where d.status <> 'draft'
      order by (d.status = 'published' and d.closes_at > $2) desc, d.closes_at desc, d.id desc
     offset $3 limit $4`,
    [personId, now, offset, limit + 1],
  )
  return rows
}

/** One that was published, as the person sees it. */
export async function findDiagnosticsLine(
  db: Db,
  { id, personId }: { id: number; personId: number },
): Promise<DiagnosticsLine | null> {
  const { rows } = await db.query<DiagnosticsLine>(
    `${LINE} where d.id = $2 and d.status <> 'draft'`,
    [personId, id],
  )
  return rows[0] ?? null
}

/** Diagnostics of professional deficits that began within these days and were not cancelled. */
export async function deficitsDiagnostics(
  db: Db,
  { from, to, now }: { from: string; to: string; now: Date },
): Promise<{ id: number; title: string }[]> {
  const { rows } = await db.query<{ id: number; title: string }>(
    `select id, title from diagnostics
      where of_deficits and status in ('published', 'ended') and opens_at <= $3
        and opens_on between $1 and $2
      order by opens_on, id`,
    [from, to, now],
  )
  return rows
}

export interface InstitutionProgress {
  id: number
  name: string
  short_names: string[]
  territory: string
  staff: number
  heads: number
  /** Of those who passed: by a list (people of the bot and others), and by their own word only. */
  listed: number
  said: number
}

/**
 * Who passed any of the diagnostics, each human being once, by the institution they were last known at. `elsewhere`: of
 * no institution of the list.
 */
export async function progressOf(
  db: Db,
  { ids }: { ids: number[] },
): Promise<{ institutions: InstitutionProgress[]; elsewhere: { listed: number; said: number } }> {
  const { rows } = await db.query<{ institution_id: number | null; listed: number; said: number }>(
    `with passed as (
       select 'person ' || d.person_id as who, coalesce(d.institution_id, p.institution_id) as institution_id,
              d.passed_by = 'said' as said, d.passed_at as at
         from diagnostics_people d join people p on p.id = d.person_id
        where d.diagnostics_id = any($1) and d.passed_at is not null
       union all
       select identity, institution_id, false, listed_at from diagnostics_listed
        where diagnostics_id = any($1)),
     humans as (
       select who, (array_agg(institution_id order by at desc) filter (where institution_id is not null))[1] as institution_id,
              bool_and(said) as said
         from passed group by who)
     select institution_id, count(*) filter (where not said) as listed, count(*) filter (where said) as said
       from humans group by institution_id`,
    [ids],
  )
  const { rows: all } = await db.query<Omit<InstitutionProgress, 'listed' | 'said'>>(
    'select id, name, short_names, territory, staff, heads from institutions',
  )
  const counts = new Map(rows.map((row) => [row.institution_id, row]))
  const none = { listed: 0, said: 0 }
  const countOf = (id: number | null) => {
    const { listed, said } = counts.get(id) ?? none
    return { listed, said }
  }
  return {
    institutions: all
      .map((one) => ({ ...one, ...countOf(one.id) }))
      .sort(
        (one, other) =>
          order.compare(one.territory, other.territory) || order.compare(one.name, other.name),
      ),
    elsewhere: countOf(null),
  }
}

const order = new Intl.Collator('ru', { numeric: true })
