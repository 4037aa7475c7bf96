/** Those who passed a diagnostics by a methodist's list, and the people of the bot that a list can mean. */
import type { Db } from './db.ts'

/** Everybody of the bot who has a name and consents, with where they work. */
export async function listNamedPeople(
  db: Db,
): Promise<{ id: number; name: string; institution_id: number | null }[]> {
  const { rows } = await db.query<{ id: number; name: string; institution_id: number | null }>(
    `select p.id, p.name, p.institution_id from people p
      where p.name is not null and p.erased_at is null
        and exists (select from consents c where c.person_id = p.id and c.withdrawn_at is null)
      order by p.id`,
  )
  return rows
}

/** Everybody of all lists, once for an identity and the institution it is known of. */
export async function listListedNames(
  db: Db,
): Promise<{ identity: string; name: string; institution_id: number | null }[]> {
  const { rows } = await db.query<{
    identity: string
    name: string
    institution_id: number | null
  }>(
    `select distinct on (identity) identity, name, institution_id from diagnostics_listed
      order by identity, id`,
  )
  return rows
}

/** Who is known to have passed: ids of people of the bot, by whose word, and identities of others. */
export async function listPassed(
  db: Db,
  { diagnosticsId }: { diagnosticsId: number },
): Promise<{ people: Map<number, 'said' | 'list'>; identities: Set<string> }> {
  const { rows: people } = await db.query<{ person_id: number; passed_by: 'said' | 'list' }>(
    `select person_id, passed_by from diagnostics_people
      where diagnostics_id = $1 and passed_at is not null`,
    [diagnosticsId],
  )
  const { rows: listed } = await db.query<{ identity: string }>(
    'select identity from diagnostics_listed where diagnostics_id = $1',
    [diagnosticsId],
  )
  return {
    people: new Map(people.map(({ person_id: id, passed_by: by }) => [id, by])),
    identities: new Set(listed.map(({ identity }) => identity)),
  }
}

/** Notes somebody whom the bot does not know. False: was noted already. */
export async function noteListed(
  tx: Db,
  row: {
    diagnosticsId: number
    name: string
    identity: string
    institutionWords: string
    institutionId: number | null
    now: Date
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into diagnostics_listed
            (diagnostics_id, name, identity, institution_words, institution_id, listed_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [
      ...[row.diagnosticsId, row.name, row.identity, row.institutionWords, row.institutionId],
      row.now,
    ],
  )
  return rowCount === 1
}

interface ListedBeside {
  /** The person's. */
  name: string
  /** Everybody of a list who works where the person does. */
  listed: { id: number; name: string; identity: string }[]
}

/** Null where the person has no name or no institution, or no list knows anybody there. */
export async function findListedBeside(
  tx: Db,
  { personId }: { personId: number },
): Promise<ListedBeside | null> {
  const { rows } = await tx.query<{ id: number; name: string; identity: string; own: string }>(
    `select l.id, l.name, l.identity, p.name as own
       from people p join diagnostics_listed l on l.institution_id = p.institution_id
      where p.id = $1 and p.name is not null
      order by l.id`,
    [personId],
  )
  const [first] = rows
  return first ? { name: first.own, listed: rows } : null
}

/** The row of a list becomes what is known of the person. */
export async function adoptListedRow(
  tx: Db,
  { id, personId }: { id: number; personId: number },
): Promise<void> {
  await tx.query(
    `with listed as (delete from diagnostics_listed where id = $1 returning *)
     insert into diagnostics_people
            (diagnostics_id, person_id, told_revision, passed_at, passed_by, institution_id)
     select l.diagnostics_id, $2, d.revision, l.listed_at, 'list', l.institution_id
       from listed l join diagnostics d on d.id = l.diagnostics_id
     on conflict (diagnostics_id, person_id) do update
        set passed_at = coalesce(diagnostics_people.passed_at, excluded.passed_at), passed_by = 'list',
            institution_id = coalesce(diagnostics_people.institution_id, excluded.institution_id)`,
    [id, personId],
  )
}
