/** Who asks, answers and administers: people, their accounts in messengers, and their roles. */
import type { Db } from './db.ts'

export const ROLES = ['tutor', 'methodist', 'administrator'] as const

/** What goes beyond being a teacher, which everyone is. */
export type Role = (typeof ROLES)[number]

/** How a messenger knows a person. */
export interface Account {
  messenger: string
  externalId: string
}

export interface Person {
  id: number
  messenger: string
  external_id: string
  name: string | null
  username: string | null
  position: string | null
  subject: string | null
  /** Whole years; 0 for the first one. */
  years_of_service: number | null
  /** Of the list, or in the person's own words. */
  institution: string | null
  /** The municipality of the institution. */
  municipality: string | null
  /** Whether they want to be reminded of what they take part in. */
  reminders: boolean
  /** «21:00-08:00», «none» for none; null for those of the centre. */
  quiet_hours: string | null
  roles: Role[]
  /** Since when the bot is blocked by the person, as far as it is known. */
  blocked_at: Date | null
  /** Whether a consent is in force: without one nothing is done for the person. */
  consented: boolean
}

const PERSON = `
  select p.id, a.messenger, a.external_id, p.name, a.username, a.blocked_at, p.position, p.subject,
         p.years_of_service, p.reminders, p.quiet_hours,
         coalesce(i.name, p.institution_words) as institution, i.territory as municipality,
         array(select r.role from roles r where r.person_id = p.id order by r.role) as roles,
         exists (select from consents c where c.person_id = p.id and c.withdrawn_at is null) as consented
    from people p
    join accounts a on a.person_id = p.id
    left join institutions i on i.id = p.institution_id`

/** The person behind an account, with or without consent; null for a stranger. */
export async function findPerson(db: Db, account: Account): Promise<Person | null> {
  const { rows } = await db.query<Person>(
    `${PERSON} where a.messenger = $1 and a.external_id = $2`,
    [account.messenger, account.externalId],
  )
  return rows[0] ?? null
}

/** A person by id; null for one erased. Of several accounts the first is taken. */
export async function findPersonById(db: Db, personId: number): Promise<Person | null> {
  const { rows } = await db.query<Person>(
    `${PERSON} where p.id = $1 order by a.messenger, a.external_id limit 1`,
    [personId],
  )
  return rows[0] ?? null
}

/** Consenting people who hold a role, oldest first. */
export async function peopleWithRole(db: Db, { role }: { role: Role }): Promise<Person[]> {
  const { rows } = await db.query<Person>(
    `${PERSON} where exists (select from roles r where r.person_id = p.id and r.role = $1)
        and exists (select from consents c where c.person_id = p.id and c.withdrawn_at is null)
      order by p.id`,
    [role],
  )
  return rows
}

/** A page of those who hold any role, by name; one more than `limit` tells that there is a next page. */
export async function listRoleHolders(
  db: Db,
  { offset, limit }: { offset: number; limit: number },
): Promise<Person[]> {
  const { rows } = await db.query<Person>(
    `${PERSON} where exists (select from roles r where r.person_id = p.id)
      order by p.name nulls last, p.id offset $1 limit $2`,
    [offset, limit + 1],
  )
  return rows
}

/** Makes the account known and returns its person's id; a name that the person already has is kept. */
export async function registerPerson(
  db: Db,
  person: Account & { name: string; username: string | null; now: Date },
): Promise<number> {
  const known = await findPerson(db, person)
  if (known) {
    await db.query('update people set name = coalesce(name, $2) where id = $1', [
      known.id,
      person.name,
    ])
    await noteContact(db, person)
    return known.id
  }
  const { rows } = await db.query<{ person_id: number }>(
    `with person as (insert into people (name, created_at) values ($3, $5) returning id)
     insert into accounts (messenger, external_id, person_id, username)
     select $1, $2, id, $4 from person returning person_id`,
    [person.messenger, person.externalId, person.name, person.username, person.now],
  )
  const made = rows[0]
  if (!made) throw new Error('an account was not returned by its own insert')
  return made.person_id
}

/** Notes that the person of this account has just written: their username, and that they do not block the bot. */
export async function noteContact(
  db: Db,
  account: Account & { username: string | null },
): Promise<void> {
  await db.query(
    `update accounts set username = $3, blocked_at = null where messenger = $1 and external_id = $2`,
    [account.messenger, account.externalId, account.username],
  )
}

/** Notes since when the person blocks the bot, or null that they do not; of a stranger nothing is noted. */
export async function noteBlocking(
  db: Db,
  { messenger, externalId, since }: Account & { since: Date | null },
): Promise<void> {
  await db.query('update accounts set blocked_at = $3 where messenger = $1 and external_id = $2', [
    messenger,
    externalId,
    since,
  ])
}

/** Gives a role; false when the person already had it. */
export async function grantRole(
  db: Db,
  grant: { personId: number; role: Role; grantedBy: number | null; now: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into roles (person_id, role, granted_at, granted_by) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [grant.personId, grant.role, grant.now, grant.grantedBy],
  )
  return rowCount === 1
}

/** Takes a role away; false when there was none to take. */
export async function revokeRole(
  db: Db,
  { personId, role }: { personId: number; role: Role },
): Promise<boolean> {
  const { rowCount } = await db.query('delete from roles where person_id = $1 and role = $2', [
    personId,
    role,
  ])
  return rowCount === 1
}
