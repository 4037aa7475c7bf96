import { afterAll, beforeEach, expect, it } from 'vitest'
import type { Audience } from '../../db/audiences.ts'
import { changeDraft, draftDiagnostics, publishDiagnostics } from '../../db/diagnostics.ts'
import { erasePerson } from '../../db/erasure.ts'
import { findPerson } from '../../db/people.ts'
import { setQuietHours } from '../../db/profiles.ts'
import { transaction } from '../../db/transaction.ts'
import { invitationAt, termOf } from '../../jobs/diagnostics-days.ts'
import { planDiagnosticsReminders } from '../../jobs/plan-reminders.ts'
import { startBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const ZONE = 'Europe/Moscow'
const methodist = await app.person('Марта', 'methodist')
beforeEach(async () => {
  await app.settled()
  app.clock.now = new Date('2026-11-23T09:00:00Z')
  await db.query('delete from diagnostics')
  // Each test has people of its own.
  await db.query('update consents set withdrawn_at = now() where person_id <> $1', [
    await idOf(methodist),
  ])
})

async function idOf(person: Person) {
  const account = { messenger: 'telegram', externalId: String(person.id) }
  return (await findPerson(db, account))!.id
}

/** Teachers are asked; by default from today to 20 December. */
async function publish(from = '2026-11-23', audience: Audience = { roles: ['teacher'] }) {
  const now = app.clock.now
  const personId = await idOf(methodist)
  const { id } = await draftDiagnostics(db, { personId, zone: ZONE, now })
  const term = termOf({ from, to: '2026-12-20', zone: ZONE })
  const change = { title: 'Цифровые навыки', link: 'https://example.ru/', term, audience }
  const { revision } = (await changeDraft(db, { id, personId, change }))!
  const announceAt = invitationAt({ opens_on: from, closes_on: '2026-12-20', zone: ZONE })
  await transaction(db, async (tx) => {
    await publishDiagnostics(tx, { id, personId, revision, announceAt, now })
    await planDiagnosticsReminders(tx, { diagnosticsId: id, now })
  })
  return id
}

async function manages(id: number, ...presses: string[]) {
  methodist.says('/diagnostics')
  const list = await methodist.sees(/1\. Цифровые навыки/)
  for (const label of ['1', ...presses]) await methodist.presses(label, { on: list })
  return { id, list }
}

const said = (person: Person, pattern: RegExp) =>
  person.inbox().filter(({ text = '' }) => pattern.test(text))
const invitations = (person: Person) => said(person, /^Диагностика: /)

it('invites the audience at the opening, once, with the link and «Прошёл(ла)»', async () => {
  const teacher = await app.person('Анна')
  await publish('2026-12-01')
  await app.looks('2026-12-01T06:59:00Z')
  expect(invitations(teacher)).toEqual([])
  await app.looks('2026-12-01T07:00:00Z')
  const invitation = await teacher.sees(/Диагностика: Цифровые навыки/)
  expect(invitation.reply_markup!.inline_keyboard).toMatchObject([
    [{ text: 'Пройти диагностику', url: 'https://example.ru/' }],
    [{ text: 'Прошёл(ла)' }],
  ])
  await app.looks('2026-12-01T09:00:00Z')
  expect(invitations(teacher)).toHaveLength(1)
  expect(invitations(methodist)).toEqual([])
})

it('waits for the end of a person’s quiet hours, and invites within a day who joins later', async () => {
  const teacher = await app.person('Ася')
  const own = { personId: await idOf(teacher), quietHours: '09:00-15:00' }
  await setQuietHours(db, own)
  await publish()
  await app.looks()
  expect(invitations(teacher)).toEqual([])
  await app.looks('2026-11-23T12:00:00Z')
  await teacher.sees(/Диагностика: /)
  const late = await app.person('Алла')
  await app.looks('2026-11-24T12:00:01Z')
  await late.sees(/Диагностика: /)
  expect(invitations(teacher)).toHaveLength(1)
})

it('stops the reminders of who has passed, and takes it back', async () => {
  const [anna, boris] = [await app.person('Анна'), await app.person('Борис')]
  await publish()
  await app.looks()
  await anna.sees(/Диагностика: /)
  const answer = await anna.presses('Прошёл(ла)')
  expect(answer).toMatchObject({ text: 'Спасибо! Напоминать больше не буду.' })
  await boris.sees(/Диагностика: /)
  await app.looks('2026-12-17T08:00:00Z')
  await boris.sees(/Цифровые навыки/)
  expect(said(anna, /Цифровые/)).toHaveLength(1)
  await anna.presses('Ещё не прошёл(ла)')
  await app.settled()
  const { rows } = await db.query('select from diagnostics_people where passed_at is not null')
  expect(rows).toHaveLength(0)
})

it('tells everyone concerned of a new term once, however often it is looked', async () => {
  const [anna, boris] = [await app.person('Анна'), await app.person('Борис')]
  const id = await publish()
  await app.looks()
  await boris.sees(/Диагностика: /)
  await boris.presses('Прошёл(ла)')
  await manages(id, 'Изменить срок')
  await methodist.sees(/По какой день продлить/)
  methodist.says('до 25 декабря')
  await methodist.sees(/Новый срок[\s\S]*Получателей: 1/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Сохранено: /)
  await app.looks()
  await app.looks('2026-11-23T10:00:00Z')
  await anna.sees(/изменился\.\nТеперь: [\s\S]*25 декабря 2026/)
  expect(said(anna, /изменился/)).toHaveLength(1)
  expect(said(boris, /изменился/)).toEqual([])
  const { rows } = await db.query(
    `select due_at from reminders where status = 'planned' order by due_at`,
  )
  expect(rows.at(-1)).toEqual({ due_at: new Date('2026-12-24T07:00:00Z') })
})

it('tells of a cancelled one those who were invited, and withdraws what has not left', async () => {
  const [anna, quiet] = [await app.person('Анна'), await app.person('Тихон')]
  await setQuietHours(db, { personId: await idOf(quiet), quietHours: '09:00-23:00' })
  const id = await publish()
  await app.looks()
  await anna.sees(/Диагностика: /)
  await manages(id, 'Отменить диагностику', 'Отменить')
  await methodist.sees(/Диагностика отменена/)
  await app.looks('2026-11-23T10:00:00Z')
  await anna.sees(/отменена\. Проходить её не нужно/)
  await app.looks('2026-12-17T21:00:00Z')
  expect(said(quiet, /Цифровые/)).toEqual([])
  expect(said(anna, /Цифровые/)).toHaveLength(2)
  expect(await anna.presses('Прошёл(ла)')).toMatchObject({ text: 'Эта диагностика отменена.' })
})

it('ends it early, and reminds nobody after that', async () => {
  const anna = await app.person('Анна')
  const id = await publish()
  await app.looks()
  await anna.sees(/Диагностика: /)
  await manages(id, 'Завершить сейчас', 'Завершить')
  await methodist.sees(/Диагностика завершена/)
  await app.looks('2026-11-23T10:00:00Z')
  await anna.sees(/завершена раньше срока/)
  await app.looks('2026-12-19T09:00:00Z')
  expect(said(anna, /Цифровые/)).toHaveLength(2)
})

it('shows everybody what runs for them, with their own state', async () => {
  const [anna, other] = [await app.person('Анна'), await app.person('Олег', 'tutor')]
  await publish()
  await app.looks()
  anna.says('/diagnostics')
  const own = await anna.sees(/Вы ещё не прошли/)
  await anna.presses('Прошёл(ла)', { on: own })
  anna.says('/diagnostics')
  await anna.sees(/Вы прошли/)
  other.says('/diagnostics')
  const none = await other.sees(/нет ни одной диагностики/)
  const id = (await db.query<{ id: number }>('select id from diagnostics')).rows[0]!.id
  await other.forges(`diagnostics-passed:${id}`, none)
  await other.forges(`diagnostics-stop-yes:${id}:cancelled`, none)
  await app.settled()
  const { rows } = await db.query(
    'select status, passed_at is not null as passed from diagnostics d join diagnostics_people p on p.diagnostics_id = d.id',
  )
  expect(rows).toEqual([{ status: 'published', passed: true }])
})

it('keeps the count of somebody who is erased, without the name', async () => {
  const anna = await app.person('Анна')
  await publish()
  await app.looks()
  await anna.sees(/Диагностика: /)
  await anna.presses('Прошёл(ла)')
  await app.settled()
  const personId = await idOf(anna)
  await transaction(db, (tx) => erasePerson(tx, { personId, now: app.clock.now }))
  const { rows } = await db.query(
    `select p.passed_by, p.announced_by, n.name from diagnostics_people p join people n on n.id = p.person_id`,
  )
  expect(rows).toEqual([{ passed_by: 'said', announced_by: null, name: null }])
})
