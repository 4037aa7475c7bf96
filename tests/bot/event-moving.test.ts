import { afterAll, beforeEach, expect, it } from 'vitest'
import type { EventFacts } from '../../db/events.ts'
import { findEvent } from '../../db/events.ts'
import { findPerson } from '../../db/people.ts'
import { startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const { now } = app.clock

beforeEach(async () => {
  await app.settled()
  app.clock.now = now
  await db.query('delete from events')
  await db.query('delete from audit')
})

const methodist = () => app.person('Марта', 'methodist')
const idOf = async ({ id }: Person) =>
  (await findPerson(db, { messenger: 'telegram', externalId: String(id) }))!.id
const acts = async () =>
  (await db.query<{ act: string }>('select act from audit order by id')).rows.map(({ act }) => act)
const dueTimes = async () =>
  (
    await db.query<{ due_at: Date }>(
      `select due_at from reminders where status = 'planned' order by due_at`,
    )
  ).rows.map(({ due_at }) => due_at.toISOString())

/** An event of the methodist's with their card of it, and a person who goes there. */
async function held(facts: Partial<EventFacts> = {}) {
  const math = await methodist()
  const person = await app.person('Идущая')
  const event = await makeEvent(db, { personId: await idOf(math), remind_before: [120], ...facts })
  await app.looks()
  await person.sees(/Урок с нейросетями/)
  await person.presses('Пойду')
  await app.settled()
  await math.forges(`event-card:${event.id}`, math.inbox().at(-1)!)
  const card = await math.sees(/Кодовое слово/)
  await app.settled()
  return { math, person, event, card, find: () => findEvent(db, { id: event.id }) }
}

/** What the person was sent since; edits of earlier messages are none. */
async function told(person: Person, work: () => Promise<unknown>) {
  const before = person.inbox().length
  await work()
  await app.looks()
  await app.settled()
  return person.inbox().slice(before)
}

/** Chooses the field on the card, and says the new value when it is asked for. */
async function changes(math: Person, field: string, words: string) {
  await math.presses('Изменить')
  await math.presses(field)
  await math.sees(/Отмена|Урок с нейросетями\n\n/)
  await app.settled()
  math.says(words)
  const confirmation = await math.sees(/Было: /)
  await app.settled()
  return confirmation
}

it('moves an event when old and new are confirmed: those who go are told once, reminders move with it', async () => {
  const { math, person, find } = await held()
  const confirmation = await changes(math, 'Дата и время', '26 ноября в 16:00')
  expect(confirmation.text).toMatch(
    /Было: среда, 25 ноября 2026, 15:00, Озёрный\nСтанет: четверг, 26 ноября 2026, 16:00/,
  )
  expect(confirmation.text).toContain('Сообщу тем, кто собирался прийти (1 человек)')
  expect(await find()).toMatchObject({ starts_local: '2026-11-25T15:00', sequence: 0 })
  const messages = await told(person, async () => {
    await math.presses('Перенести')
    await math.sees(/Перенесено/)
  })
  expect(messages).toHaveLength(1)
  expect(await find()).toMatchObject({ starts_local: '2026-11-26T16:00', sequence: 1 })
  expect(await dueTimes()).toEqual(['2026-11-26T11:00:00.000Z'])
  expect(await acts()).toEqual(['event moved'])
})

it('understands a new hour alone, and a new day alone, of the event’s own day and hour', async () => {
  const { math, find } = await held()
  const hour = await changes(math, 'Дата и время', 'в 17:30')
  expect(hour.text).toContain('Станет: среда, 25 ноября 2026, 17:30')
  await math.presses('Отмена', { on: hour })
  await math.sees(/Ничего не изменено/)
  await app.settled()
  const day = await changes(math, 'Дата и время', 'на пятницу')
  expect(day.text).toContain('Станет: пятница, 27 ноября 2026, 15:00')
  await math.presses('Перенести')
  await math.sees(/Перенесено/)
  expect(await find()).toMatchObject({ starts_local: '2026-11-27T15:00', sequence: 1 })
})

it('tells those who go of another place, and nobody of another title, which only shows', async () => {
  const { math, person, find } = await held()
  expect((await changes(math, 'Место или ссылка', 'Актовый зал')).text).toContain('Сообщу тем')
  const messages = await told(person, async () => {
    await math.presses('Сохранить')
    await math.sees(/Исправлено/)
  })
  expect(messages).toHaveLength(1)
  expect(messages[0]!.caption ?? messages[0]!.text).toContain('Актовый зал')
  expect((await changes(math, 'Название', 'Мастерская')).text).toContain('писать никому не буду')
  const silence = await told(person, async () => {
    await math.presses('Сохранить')
    await math.sees(/Исправлено/)
  })
  expect(silence).toEqual([])
  expect(person.inbox().some(({ text }) => text?.startsWith('Мастерская'))).toBe(true)
  expect(await find()).toMatchObject({ title: 'Мастерская', place: 'Актовый зал', sequence: 1 })
})

it('gives freed places to those who wait when there are more of them', async () => {
  const { math, event } = await held({ capacity: 1 })
  const waiting = await app.person('Ждущая')
  await waiting.forges(`event-mark:${event.id}:going:note`, waiting.inbox().at(-1)!)
  await app.settled()
  expect((await changes(math, 'Число мест', '2')).text).toMatch(/Число мест\. Было: 1\nСтанет: 2/)
  const messages = await told(waiting, async () => {
    await math.presses('Сохранить')
    await math.sees(/Исправлено/)
  })
  expect(messages).toHaveLength(1)
  const { rows } = await db.query(`select mark from event_people where mark is not null`)
  expect(rows).toEqual([{ mark: 'going' }, { mark: 'going' }])
})

it('cancels an event with its reason when that is confirmed: those who go are told once, nothing reminds', async () => {
  const { math, person, find } = await held()
  await math.presses('Отменить мероприятие')
  await math.sees(/Почему отменяется/)
  await app.settled()
  math.says('Болезнь ведущей')
  const sure = await math.sees(/Причина: Болезнь ведущей/)
  await app.settled()
  expect(await find()).toMatchObject({ status: 'published' })
  const yes = dataOf(sure, 'Отменить мероприятие')
  const messages = await told(person, async () => {
    await math.presses('Отменить мероприятие', { on: sure })
    await math.sees(/Отменено/)
    await app.settled()
    await math.forges(yes, sure)
  })
  expect(messages.map(({ text, caption }) => text ?? caption)).toEqual([
    expect.stringMatching(/отменено[\s\S]*Причина: Болезнь ведущей/i),
  ])
  expect(await find()).toMatchObject({ status: 'cancelled', sequence: 1 })
  expect(await dueTimes()).toEqual([])
  expect(await acts()).toEqual(['event cancelled'])
})

it('refuses a change that was confirmed too late: another methodist has moved the event since', async () => {
  const { math, event, find } = await held()
  const late = await changes(math, 'Дата и время', '27 ноября в 10:00')
  const other = await methodist()
  await other.forges(`event-edit:${event.id}`, other.inbox().at(-1)!)
  await other.presses('Дата и время')
  await other.sees(/Когда начало/)
  await app.settled()
  other.says('28 ноября в 12:00')
  await other.presses('Перенести')
  await other.sees(/Перенесено/)
  expect((await math.presses('Перенести', { on: late }))?.text).toMatch(/с тех пор изменилось/)
  expect(await find()).toMatchObject({ starts_local: '2026-11-28T12:00', sequence: 1 })
})

it('changes nothing of an event that is over, and nothing for anybody but methodists', async () => {
  const { math, person, event, card, find } = await held()
  const shown = person.inbox().at(-1)!
  for (const name of ['event-edit', 'event-cancel', 'event-no-reason']) {
    const answer = await person.forges(`${name}:${event.id}`, shown)
    expect(answer?.text).toBe('Мероприятия проводят методисты.')
  }
  app.clock.now = new Date('2026-11-25T14:00:00Z')
  expect((await math.forges(`event-edit:${event.id}`, card))?.text).toMatch(/отменено или прошло/)
  expect(await find()).toMatchObject({ status: 'published', sequence: 0 })
})
