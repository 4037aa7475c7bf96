import { afterAll, beforeAll, expect, it } from 'vitest'
import { namesOfAudience, subjectsToChoose } from '../../db/audience-choices.ts'
import { type Audience, audienceCondition, countAudience } from '../../db/audiences.ts'
import {
  findSavedAudience,
  listSavedAudiences,
  removeSavedAudience,
  saveAudience,
} from '../../db/saved-audiences.ts'
import { openTestDatabase } from '../helpers/database.ts'

const database = await openTestDatabase()
const db = database.pool
const now = new Date('2026-11-23T09:00:00Z')
afterAll(() => database.close())

const ids = { school: 0, garden: 0, site: 0, event: 0 }

beforeAll(async () => {
  await db.query(`insert into consent_texts values ('v1', 'Согласие', $1)`, [now])
  const one = async (sql: string, values: unknown[] = []) =>
    (await db.query<{ id: number }>(sql, values)).rows[0]!.id
  const institution = `insert into institutions (name, short_names, territory, staff, heads)
    values ($1, '{}', 'Озёрный', 1, 1) returning id`
  ids.school = await one(institution, ['МБОУ «СОШ № 4»'])
  ids.garden = await one(institution, ['МБДОУ «Детский сад № 21»'])
  ids.site = await one(
    `insert into sites (name, created_at) values ('Логопеды', $1) returning id`,
    [now],
  )
  ids.event = await one(
    `insert into events (title, zone, starts_local, starts_at, status, created_at)
     values ('Семинар', 'Europe/Moscow', '2026-12-01 15:00', $1, 'published', $1) returning id`,
    [now],
  )
  await person('Анна', { subject: 'Музыка', years: 2, institution: ids.school })
  await person('Борис', { subject: 'музыка и ИЗО', years: 3, institution: ids.garden })
  await person('Вера', { subject: 'математика', years: 12, institution: ids.school })
  await person('Глеб', { roles: ['tutor'], years: 30 })
  await person('Дина', { roles: ['methodist', 'tutor'] })
  await mark('Анна', 'going')
  await mark('Борис', 'waiting')
  await mark('Вера', 'declined', true)
  await mark('Глеб', null)
  await db.query(
    `insert into subscriptions (site_id, person_id, since)
     select $1, id, $2 from people where name in ('Анна', 'Глеб')`,
    [ids.site, now],
  )
})

let next = 1
async function person(
  name: string,
  facts: { subject?: string; years?: number; institution?: number; roles?: string[] } = {},
) {
  const { subject = null, years = null, institution = null, roles = [] } = facts
  await db.query(
    `with person as (
       insert into people (name, subject, years_of_service, institution_id, created_at)
       values ($1, $2, $3, $4, $5) returning id),
     account as (
       insert into accounts (messenger, external_id, person_id) select 'telegram', $6, id from person),
     consent as (
       insert into consents (person_id, text_version, given_at) select id, 'v1', $5 from person)
     insert into roles (person_id, role, granted_at) select id, r, $5 from person, unnest($7::text[]) r`,
    [name, subject, years, institution, now, String(next++), roles],
  )
}

async function mark(name: string, said: string | null, came = false) {
  await db.query(
    `insert into event_people (event_id, person_id, mark, place, attended_at)
     select $1, id, $2, case when $2 in ('going', 'waiting') then id end, $3
       from people where name = $4`,
    [ids.event, said, came ? now : null, name],
  )
}

async function names(audience: Audience) {
  const { sql, values } = audienceCondition(audience, 1)
  const { rows } = await db.query<{ name: string }>(
    `select p.name from people p where ${sql} order by p.name`,
    values,
  )
  expect(await countAudience(db, { audience })).toBe(rows.length)
  return rows.map(({ name }) => name).join(' ')
}

it('means everyone where nothing is asked', async () => {
  expect(await names({})).toBe('Анна Борис Вера Глеб Дина')
  expect(await names({ roles: [], institutions: [], subjects: [], sites: [] })).toBe(
    'Анна Борис Вера Глеб Дина',
  )
})

it('takes whoever holds no role for a teacher, and any of several roles', async () => {
  expect(await names({ roles: ['teacher'] })).toBe('Анна Борис Вера')
  expect(await names({ roles: ['tutor'] })).toBe('Глеб Дина')
  expect(await names({ roles: ['teacher', 'methodist'] })).toBe('Анна Борис Вера Дина')
})

it('finds people by institution, by a part of their subject and by years of service', async () => {
  expect(await names({ institutions: [ids.school] })).toBe('Анна Вера')
  expect(await names({ institutions: [ids.school, ids.garden] })).toBe('Анна Борис Вера')
  expect(await names({ subjects: ['МУЗЫКА'] })).toBe('Анна Борис')
  expect(await names({ subjects: ['матем', 'изо'] })).toBe('Борис Вера')
  expect(await names({ years: { from: null, to: 3 } })).toBe('Анна Борис')
  expect(await names({ years: { from: 3, to: 12 } })).toBe('Борис Вера')
  expect(await names({ years: { from: 21, to: null } })).toBe('Глеб')
})

it('takes a percent sign in a subject for what it is', async () => {
  expect(await names({ subjects: ['%'] })).toBe('')
})

it('finds subscribers of a site, and people by what they answered to an event', async () => {
  const event = (...marks: NonNullable<Audience['event']>['marks']) => ({
    event: { id: ids.event, marks },
  })
  expect(await names({ sites: [ids.site] })).toBe('Анна Глеб')
  expect(await names(event('going'))).toBe('Анна')
  expect(await names(event('going', 'waiting'))).toBe('Анна Борис')
  expect(await names(event('none'))).toBe('Глеб')
  expect(await names(event('came'))).toBe('Вера')
})

it('wants all conditions at once', async () => {
  expect(
    await names({
      roles: ['teacher'],
      institutions: [ids.school, ids.garden],
      subjects: ['музыка'],
      years: { from: null, to: 3 },
      event: { id: ids.event, marks: ['going', 'waiting'] },
    }),
  ).toBe('Анна Борис')
  expect(await names({ roles: ['teacher'], sites: [ids.site] })).toBe('Анна')
})

it('leaves out who withdrew consent, was erased or blocks the bot', async () => {
  for (const name of ['Ушёл', 'Стёрт', 'Закрыл']) await person(name, { subject: 'редкий' })
  const { rows } = await db.query<{ name: string; id: number }>(
    `select name, id from people where subject = 'редкий'`,
  )
  const idOf = (name: string) => rows.find((row) => row.name === name)!.id
  expect(await names({ subjects: ['редкий'] })).toBe('Закрыл Стёрт Ушёл')
  await db.query('update consents set withdrawn_at = $2 where person_id = $1', [idOf('Ушёл'), now])
  await db.query('update people set erased_at = $2 where id = $1', [idOf('Стёрт'), now])
  await db.query('update accounts set blocked_at = $2 where person_id = $1', [idOf('Закрыл'), now])
  expect(await names({ subjects: ['редкий'] })).toBe('')
})

it('names the parts of an audience, and offers the subjects that people teach', async () => {
  const audience = { institutions: [ids.school, 999], sites: [ids.site] }
  const event = { id: ids.event, marks: ['going' as const] }
  expect(await namesOfAudience(db, { audience: { ...audience, event } })).toEqual({
    institutions: new Map([[ids.school, 'МБОУ «СОШ № 4»']]),
    sites: new Map([[ids.site, 'Логопеды']]),
    event: 'Семинар',
  })
  const subjects = await subjectsToChoose(db, { limit: 3 })
  expect(subjects.map(({ subject }) => subject)).toContain('музыка')
})

it('keeps an audience under one name, whatever its letter case', async () => {
  const { id: personId } = (await db.query<{ id: number }>('select id from people limit 1'))
    .rows[0]!
  const audience: Audience = { roles: ['teacher'], years: { from: null, to: 3 } }
  const saved = { name: 'Молодые', audience, personId, now }
  expect(await saveAudience(db, saved)).toBe(true)
  expect(await saveAudience(db, saved)).toBe(true)
  expect(await saveAudience(db, { ...saved, name: 'МОЛОДЫЕ', audience: {} })).toBe(false)
  const [kept] = await listSavedAudiences(db, { offset: 0, limit: 5 })
  expect(kept).toMatchObject({ name: 'Молодые', audience })
  expect(await removeSavedAudience(db, { id: kept!.id })).toBe('Молодые')
  expect(await findSavedAudience(db, { id: kept!.id })).toBeNull()
  expect(await removeSavedAudience(db, { id: kept!.id })).toBeNull()
})
