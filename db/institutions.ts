/** The municipality's institutions: what they are called, where they are, how many work there. */
import type { Db } from './db.ts'

export interface InstitutionFacts {
  name: string
  short_names: string[]
  /** The municipality, as documents name it. */
  territory: string
  /** How many teachers work there. */
  staff: number
  heads: number
}

export interface Institution extends InstitutionFacts {
  id: number
}

export interface InstitutionWithPeople extends Institution {
  /** How many people of the bot belong to it. */
  people: number
}

const WITH_PEOPLE = `
  select i.*, (select count(*) from people p where p.institution_id = i.id) as people from institutions i`

/** All of them as people read lists: «№ 2» before «№ 10». A municipality has some hundreds at most. */
export async function listInstitutions(db: Db): Promise<InstitutionWithPeople[]> {
  const { rows } = await db.query<InstitutionWithPeople>(WITH_PEOPLE)
  return rows.sort(
    (one, other) =>
      order.compare(one.territory, other.territory) || order.compare(one.name, other.name),
  )
}

export async function findInstitution(db: Db, id: number): Promise<InstitutionWithPeople | null> {
  const { rows } = await db.query<InstitutionWithPeople>(`${WITH_PEOPLE} where i.id = $1`, [id])
  return rows[0] ?? null
}

/** Returns its id. Throws when the territory has one of this very name. */
export async function addInstitution(db: Db, facts: InstitutionFacts): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into institutions (name, short_names, territory, staff, heads)
     values ($1, $2, $3, $4, $5) returning id`,
    [facts.name, facts.short_names, facts.territory, facts.staff, facts.heads],
  )
  const made = rows[0]
  if (!made) throw new Error('an institution was not returned by its own insert')
  return made.id
}

/** False when there is none of this id, or it says just this already. */
export async function correctInstitution(db: Db, facts: Institution): Promise<boolean> {
  const { rowCount } = await db.query(
    `update institutions set name = $2, short_names = $3, territory = $4, staff = $5, heads = $6
      where id = $1 and (name, short_names, territory, staff, heads) is distinct from ($2, $3, $4, $5, $6)`,
    [facts.id, facts.name, facts.short_names, facts.territory, facts.staff, facts.heads],
  )
  return rowCount === 1
}

/** Its facts; null when it is gone already, or people belong to it. */
export async function removeInstitution(
  db: Db,
  { id }: { id: number },
): Promise<Institution | null> {
  const { rows } = await db.query<Institution>(
    `delete from institutions
      where id = $1 and not exists (select from people where institution_id = $1) returning *`,
    [id],
  )
  return rows[0] ?? null
}

const order = new Intl.Collator('ru', { numeric: true })
