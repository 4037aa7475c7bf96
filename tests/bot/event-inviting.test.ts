/** Another site or audience of a published event: who is told of it, who is not reminded any more, and that nothing comes twice. */
import type { Message } from 'grammy/types'
import { afterAll, beforeEach, expect, it } from 'vitest'
import type { Audience } from '../../db/audiences.ts'
import type { EventFacts } from '../../db/events.ts'
import { findEvent } from '../../db/events.ts'
import { findPerson } from '../../db/people.ts'
import { setQuietHours } from '../../db/profiles.ts'
import { leaveSite } from '../../db/reminders.ts'
import { subscribe } from '../../db/sites.ts'
import { transaction } from '../../db/transaction.ts'
import { planEventReminders } from '../../jobs/plan-reminders.ts'
import { startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const { now } = app.clock
const math = await app.person('Марта', 'methodist')

beforeEach(async () => {
  await app.settled()
  app.clock.now = now
  for (const table of ['events', 'audit', 'sites']) await db.query(`delete from ${table}`)
  // Each test has people of its own.
  await db.query('update consents set withdrawn_at = now() where person_id <> $1', [
    await idOf(math),
  ])
})

async function idOf({ id }: Person) {
  return (await findPerson(db, { messenger: 'telegram', externalId: String(id) }))!.id
}
const TUTORS: Audience = { roles: ['tutor'] }
const TEACHERS: Audience = { roles: ['teacher'] }
const dayBefore = '2026-11-24T12:00:00Z'

async function makeSite(name: string, ...subscribers: Person[]) {
  const { rows } = await db.query<{ id: number }>(
    'insert into sites (name, created_at) values ($1, $2) returning id',
    [name, now],
  )
  const siteId = rows[0]!.id
  for (const person of subscribers)
    await subscribe(db, { siteId, personId: await idOf(person), now })
  return siteId
}

/** Announced, with a reminder a day before. */
async function held(facts: Partial<EventFacts> = {}) {
  const event = await makeEvent(db, { personId: await idOf(math), remind_before: [1440], ...facts })
  await transaction(db, (tx) => planEventReminders(tx, { eventId: event.id, now }))
  await app.looks()
  await app.settled()
  return { ...event, now: () => findEvent(db, { id: event.id }) }
}

const heard = (person: Person, pattern: RegExp) =>
  person
    .inbox()
    .map(({ text, caption }) => text ?? caption ?? '')
    .filter((text) => pattern.test(text))
const announcements = (person: Person) => heard(person, /^(Урок с нейросетями|Мастерская)\n/)

/** Opens the changes of the event, and presses these one after the other in that message. */
async function presses(id: number, ...labels: string[]) {
  await math.forges(`event-edit:${id}`, math.inbox().at(-1)!)
  const page = await math.sees(/Что изменить/)
  for (const label of labels) {
    await math.presses(label, { on: page })
    await app.settled()
  }
  return math.inbox().find(({ message_id }) => message_id === page.message_id)!
}

const CHOOSE_TUTORS = ['Роль', 'Тьюторы', 'Назад', 'Готово']
const TUTORS_FOR_TEACHERS = ['✓ Роль', '✓ Педагоги', 'Тьюторы', 'Назад', 'Готово']
const choosesEveryone = (id: number) => presses(id, 'Кого позвать', 'Все', 'Готово')

async function confirms(confirmation: Message) {
  await math.presses('Сохранить', { on: confirmation })
  await math.sees(/Исправлено/)
  await app.looks()
  await app.looks()
  await app.settled()
}

it('invites those who were not invited, once, when the wider audience is confirmed', async () => {
  const [tutor, teacher] = [await app.person('Тоня', 'tutor'), await app.person('Анна')]
  const event = await held({ audience: TUTORS })
  const confirmation = await choosesEveryone(event.id)
  expect(confirmation.text).toMatch(
    /Было: тьюторы, 1 человек\nСтанет: все, 3 человека[\s\S]*Новых приглашений: 2\.$/,
  )
  await app.looks()
  expect([await event.now(), announcements(teacher)]).toMatchObject([{ audience: TUTORS }, []])
  await confirms(confirmation)
  expect([tutor, teacher].map((person) => announcements(person).length)).toEqual([1, 1])
  expect(await event.now()).toMatchObject({ audience: {}, sequence: 1 })
  expect((await db.query('select act from audit')).rows).toEqual([{ act: 'event changed' }])
})

it('reminds those no more who are not invited now and have not answered; who goes keeps the place', async () => {
  const [silent, going] = [await app.person('Молчунья'), await app.person('Идущая')]
  const tutor = await app.person('Тьютор', 'tutor')
  const event = await held()
  await going.presses('Пойду')
  const confirmation = await presses(event.id, 'Кого позвать', ...CHOOSE_TUTORS)
  expect(confirmation.text).toMatch(
    /Кто уже ответил[\s\S]*Новых приглашений: 0\. Кого больше не зовёте и кто не ответил: 2\. Напоминать им/,
  )
  await confirms(confirmation)
  await app.looks(dayBefore)
  const reminded = [silent, going, tutor].map((person) => heard(person, /^Напоминаю/).length)
  expect(reminded).toEqual([0, 1, 1])
  // The announcement is still in their hands: who changes their mind is welcome.
  await silent.presses('Пойду')
  await silent.sees(/Вы идёте/)
})

it('does not send an announcement that waits for the end of quiet hours to who is not invited any more', async () => {
  const teacher = await app.person('Спящая')
  await setQuietHours(db, { personId: await idOf(teacher), quietHours: '09:00-15:00' })
  const event = await held({ audience: TEACHERS })
  await confirms(await presses(event.id, 'Кого позвать', ...TUTORS_FOR_TEACHERS))
  await app.looks('2026-11-23T13:00:00Z')
  expect(announcements(teacher)).toEqual([])
  await confirms(await choosesEveryone(event.id))
  expect(announcements(teacher)).toHaveLength(1)
})

it('takes the event to another site: its subscribers are invited, who goes is told, copies follow', async () => {
  const [old, fresh] = [await app.person('Давняя'), await app.person('Новая')]
  const first = await makeSite('Математики', old)
  const second = await makeSite('Логопеды', fresh)
  const event = await held({ site_id: first, audience: { sites: [first] } })
  await old.presses('Пойду')
  await app.settled()
  const confirmation = await presses(event.id, 'Площадка', 'Логопеды')
  expect(confirmation.text).toMatch(/Было: Математики\nСтанет: Логопеды[\s\S]*Новых приглашений: 1/)
  expect(confirmation.text).toContain('Станет: подписчики площадки «Логопеды», 1 человек')
  await confirms(confirmation)
  expect(announcements(fresh)).toHaveLength(1)
  expect(announcements(old)).toEqual([expect.stringContaining('Площадка: Логопеды')])
  expect(heard(old, /^Мероприятие изменилось[\s\S]*Площадка: Логопеды/)).toHaveLength(1)
  expect(await event.now()).toMatchObject({ site_id: second, audience: { sites: [second] } })
})

it('takes a site by its name, and keeps an audience of its own; without a site nobody is written to', async () => {
  const going = await app.person('Идущая')
  const first = await makeSite('Математики')
  await makeSite('Физики')
  const event = await held({ site_id: first, audience: TEACHERS })
  await going.presses('Пойду')
  await presses(event.id, 'Площадка')
  math.says('Химики')
  await math.sees(/Площадки «Химики» нет/)
  math.says('физики')
  const confirmation = await math.sees(/Станет: Физики/)
  expect(confirmation.text).not.toContain('Кого позвать')
  await app.settled()
  await confirms(confirmation)
  const without = await presses(event.id, 'Площадка', 'Без площадки')
  expect(without.text).toContain('писать никому не буду')
  await confirms(without)
  expect(heard(going, /^Мероприятие изменилось/)).toHaveLength(1)
  expect(await event.now()).toMatchObject({ site_id: null, audience: TEACHERS })
})

it('changes nothing on «Отмена», for a stale press, for somebody else, or when the event has changed since', async () => {
  const teacher = await app.person('Чужая')
  const event = await held({ audience: TUTORS })
  const late = await choosesEveryone(event.id)
  const apply = dataOf(late, 'Сохранить')
  const answer = await teacher.forges(apply, late)
  expect(answer?.text).toBe('Мероприятия проводят методисты.')
  await math.presses('Отмена', { on: late })
  await math.sees(/Ничего не изменено/)
  expect((await math.forges(apply, late))?.text).toMatch(/Этот вопрос уже позади/)
  expect((await math.forges(`audience-done:invited:${event.id}`, late))?.text).toMatch(
    /уже нечего менять/,
  )
  const seen = await choosesEveryone(event.id)
  await db.query('update events set sequence = sequence + 1')
  expect((await math.presses('Сохранить', { on: seen }))?.text).toMatch(/с тех пор изменилось/)
  await app.looks()
  expect([await event.now(), announcements(teacher)]).toMatchObject([{ audience: TUTORS }, []])
})

it('neither announces nor reminds of events of a site that somebody has left, unless they said «Пойду»', async () => {
  const [left, going] = [await app.person('Ушедшая'), await app.person('Идущая')]
  const siteId = await makeSite('Историки')
  const leaves = async (person: Person) => {
    const personId = await idOf(person)
    await transaction(db, (tx) => leaveSite(tx, { siteId, personId, now }))
  }
  await leaves(left)
  await held({ site_id: siteId, audience: TEACHERS })
  expect(announcements(left)).toEqual([])
  await going.presses('Пойду')
  await app.settled()
  await leaves(going)
  await app.looks(dayBefore)
  expect(heard(going, /^Напоминаю: вы записаны/)).toHaveLength(1)
  // Another audience includes them: whoever looks for the event may come.
  left.says('/events')
  await left.presses('1')
  await left.presses('Пойду')
  await left.sees(/Вы идёте/)
})
