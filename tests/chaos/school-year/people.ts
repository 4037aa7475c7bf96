/** A municipality's teachers, straight in the database, as people who have talked to the bot long ago. */
import type { Pool } from '../../../db/db.ts'
import type { Chance } from '../../helpers/random.ts'
import type { Person, Telegram } from '../../helpers/telegram.ts'

export interface Teacher extends Person {
  /** Of the database. */
  key: number
  site: number
  subject: string
  quiet: string
}

export const SUBJECTS = ['математика', 'музыка', 'логопедия', 'химия', 'история', 'труд']
/** None of them at noon, when events are announced. */
const QUIET = ['none', '21:00-08:00', '21:00-08:00', '20:00-09:30', '22:30-06:00', '13:00-15:00']

export async function settle(
  pool: Pool,
  {
    telegram,
    chance,
    count,
    sites,
  }: { telegram: Telegram; chance: Chance; count: number; sites: number },
): Promise<{ siteIds: number[]; teachers: Teacher[] }> {
  const siteIds: number[] = []
  for (let site = 1; site <= sites; site += 1) {
    const { rows } = await pool.query<{ id: number }>(
      'insert into sites (name, created_at) values ($1, now()) returning id',
      [`Площадка ${site}`],
    )
    siteIds.push(rows[0]!.id)
  }
  const people = Array.from({ length: count }, (_, index) =>
    telegram.person({ name: `Педагог ${index + 1}` }),
  )
  // The bot may write to those who have talked to it.
  for (const { id } of people) telegram.api.unblock(id)
  const chosen = people.map((person) => ({
    person,
    site: chance.one(siteIds),
    subject: chance.one(SUBJECTS),
    quiet: chance.one(QUIET),
  }))
  const { rows } = await pool.query<{ id: number }>(
    `insert into people (name, created_at, subject, quiet_hours)
     select name, now(), subject, quiet from unnest($1::text[], $2::text[], $3::text[]) as p (name, subject, quiet)
     returning id`,
    [
      chosen.map(({ person }) => person.name),
      chosen.map(({ subject }) => subject),
      chosen.map(({ quiet }) => quiet),
    ],
  )
  const keys = rows.map(({ id }) => id)
  await pool.query(
    `insert into accounts (messenger, external_id, person_id)
     select 'telegram', external_id, person_id from unnest($1::text[], $2::bigint[]) as a (external_id, person_id)`,
    [people.map(({ id }) => String(id)), keys],
  )
  await pool.query(
    `insert into consent_texts (version, body, first_shown_at) values ('v1', 'Согласие', now())`,
  )
  await pool.query(
    `insert into consents (person_id, text_version, given_at) select unnest($1::bigint[]), 'v1', now()`,
    [keys],
  )
  await pool.query(
    `insert into subscriptions (site_id, person_id, since)
     select site_id, person_id, now() from unnest($1::bigint[], $2::bigint[]) as s (site_id, person_id)`,
    [chosen.map(({ site }) => site), keys],
  )
  const teachers = chosen.map(({ person, ...rest }, index) => ({
    ...person,
    ...rest,
    key: keys[index]!,
  }))
  return { siteIds, teachers }
}
