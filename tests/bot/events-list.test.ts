import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPerson } from '../../db/people.ts'
import { startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import type { Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())

let marta: Person
let personId: number
beforeAll(async () => {
  marta = await app.person('Марта', 'methodist')
  const account = { messenger: 'telegram', externalId: String(marta.id) }
  personId = (await findPerson(app.database.pool, account))!.id
})

const day = (date: number) => ({
  starts_local: `2026-12-${date}T15:00`,
  starts_at: new Date(`2026-12-${date}T12:00:00Z`),
})
const labels = ({ reply_markup }: Awaited<ReturnType<Person['sees']>>) =>
  reply_markup?.inline_keyboard.map((row) => row.map(({ text }) => text))

it('shows what is ahead for the person, and lets them answer from there', async () => {
  const anna = await app.person('Анна')
  await makeEvent(app.database.pool, { personId, title: 'Для всех', ...day(14) })
  await makeEvent(app.database.pool, {
    ...{ personId, title: 'Для тьюторов', audience: { roles: ['tutor'] } },
    ...day(15),
  })
  anna.says('/events')
  const list = await anna.sees(/Мероприятия впереди/)
  expect(list.text).toBe(`Мероприятия впереди

1. Для всех
понедельник, 14 декабря 2026, 15:00`)
  await anna.presses('1')
  await anna.sees(/^Для всех/)
  await anna.presses('Пойду')
  const page = await anna.sees(/^Для всех[\s\S]*Вы идёте\.$/)
  expect(labels(page)).toEqual([['Не смогу'], ['В календарь'], ['К списку']])
  await anna.presses('К списку')
  await anna.sees(/14 декабря 2026, 15:00\nвы идёте$/)
  await anna.presses('Мои')
  await anna.sees(/Мои мероприятия[\s\S]*Для всех/)
})

it('turns long lists, and shows methodists every event with its counts', async () => {
  for (const date of [16, 17, 18, 21, 22]) {
    await makeEvent(app.database.pool, {
      ...{ personId, title: `Встреча ${date}`, audience: { roles: ['tutor'] } },
      ...day(date),
    })
  }
  marta.says('/events')
  const list = await marta.sees(/Мероприятия впереди: 1–6 из 7/)
  expect(list.text).toMatch(/Для тьюторов[\s\S]*идут 0/)
  expect(labels(list)!.slice(-3)).toEqual([
    ['Дальше'],
    ['• Впереди', 'Мои'],
    ['Прошедшие', 'Черновики'],
  ])
  await marta.presses('Дальше')
  await marta.sees(/: 7–7 из 7/)
})

it('shows nobody what is not for them', async () => {
  const anna = await app.person('Алла')
  const { id } = await makeEvent(app.database.pool, {
    ...{ personId, title: 'Закрытое', audience: { roles: ['tutor'] } },
    ...day(28),
  })
  const hello = anna.inbox().at(-1)!
  for (const data of [`event:${id}:ahead:0`, `event-calendar:${id}`]) {
    expect(await anna.forges(data, hello)).toMatchObject({
      text: 'Такого мероприятия для вас нет.',
    })
  }
  for (const data of [`event-card:${id}`, `event-people:${id}`, `event-materials:${id}`]) {
    expect(await anna.forges(data, hello)).toMatchObject({ text: 'Это доступно методистам.' })
  }
})

it('keeps the methodist’s card at the true counts, many changes in one edit', async () => {
  const event = await makeEvent(app.database.pool, {
    ...{ personId, title: 'С карточкой', capacity: 1, audience: { roles: ['teacher'] } },
    ...day(29),
  })
  await app.looks()
  await marta.forges(`event-card:${event.id}`, marta.inbox().at(-1)!)
  const card = await marta.sees(/С карточкой[\s\S]*Идут: 0 из 1/)
  expect(card.text).toContain(`Кодовое слово: ${event.code_word}.`)
  const [anna, boris] = [await app.person('Ася'), await app.person('Борис')]
  for (const person of [anna, boris]) {
    person.says('/events')
    await person.sees(/Мероприятия впереди/)
    await person.forges(`event-mark:${event.id}:going:note`, person.inbox().at(-1)!)
  }
  await app.settled()
  const before = app.telegram.calls('editMessageText').length
  await app.looks()
  await marta.sees(/С карточкой[\s\S]*Идут: 1 из 1\nВ листе ожидания: 1/)
  expect(app.telegram.calls('editMessageText').length - before).toBe(1)
})
