import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillPlaces } from '../../db/event-marks.ts'
import { tellCancelled, tellMoved } from '../../db/event-people.ts'
import { cancelEvent, changeEvent, type EventFacts } from '../../db/events.ts'
import { findPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import type { Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())

let methodist: { id: number }
beforeAll(async () => {
  const marta = await app.person('Марта', 'methodist')
  const account = { messenger: 'telegram', externalId: String(marta.id) }
  methodist = (await findPerson(app.database.pool, account))!
})

let last = 0
/** An event with a name of its own, meant for these people. */
const made = async (people: Person[], facts: Partial<EventFacts> & { at?: Date } = {}) => {
  const title = `Мастерская ${++last}`
  await app.database.pool.query(
    `update people set subject = $1 where id in (
       select person_id from accounts where external_id = any($2::text[]))`,
    [title, people.map(({ id }) => String(id))],
  )
  const meant = { personId: methodist.id, title, audience: { subjects: [title] } }
  return makeEvent(app.database.pool, { ...meant, ...facts })
}
const announced = async (people: Person[], facts: Partial<EventFacts> = {}) => {
  const event = await made(people, facts)
  await app.looks('2026-11-23T09:00:00Z')
  return event
}
const copyOf = (person: Person, title: string) =>
  person.inbox().findLast(({ text, reply_markup }) => text?.includes(title) && reply_markup)!
const labels = (message: ReturnType<typeof copyOf>) =>
  message.reply_markup?.inline_keyboard.flat().map(({ text }) => text)

it('announces an event to its audience with what people need to know', async () => {
  const anna = await app.person('Анна')
  const { title } = await announced([anna], { description: 'Покажем и попробуем.', capacity: 20 })
  const shown = await anna.sees(new RegExp(title))
  expect(shown.text).toBe(`${title}

Когда: среда, 25 ноября 2026, 15:00, 1 час 30 минут
Где: Дом учителя, кабинет 5
Мест: 20

Покажем и попробуем.`)
  expect(labels(shown)).toEqual(['Пойду', 'Не смогу', 'В календарь'])
})

it('shows each person their own mark in their own copy', async () => {
  const [anna, boris] = [await app.person('Алла'), await app.person('Богдан')]
  const { title } = await announced([anna, boris], { capacity: 1 })
  expect(await anna.presses('Пойду')).toMatchObject({ text: 'Вы идёте. Место за вами.' })
  await anna.sees(/Вы идёте\.$/)
  expect(await boris.presses('Пойду')).toMatchObject({
    text: 'Места заняты. Вы в листе ожидания: номер 1.',
  })
  await boris.sees(/Вы в листе ожидания: номер 1\.$/)
  expect(labels(copyOf(boris, title))).toEqual(['Не смогу', 'В календарь'])
  await boris.presses('Не смогу')
  await boris.sees(/Вы не придёте\.$/)
  expect(labels(copyOf(boris, title))).toEqual(['Пойду', 'В календарь'])
})

it('moves the first who waits up when a place is freed and tells them, once', async () => {
  const [anna, boris] = [await app.person('Ася'), await app.person('Борис')]
  const { title } = await announced([anna, boris], { capacity: 1 })
  await anna.presses('Пойду')
  await boris.presses('Пойду')
  await anna.presses('Не смогу')
  await app.looks()
  await boris.sees(new RegExp(`Место освободилось: теперь вы идёте[\\s\\S]*${title}`))
  await app.looks()
  await app.looks()
  const told = boris.inbox().filter(({ text }) => text?.includes('Место освободилось'))
  expect(told).toHaveLength(1)
  expect(boris.inbox().find(({ text }) => text?.startsWith(title))?.text).toMatch(/Вы идёте\.$/)
})

it('changes nothing by a second, a late or a forged press', async () => {
  const [anna, tutor] = [await app.person('Агния'), await app.person('Тамара', 'tutor')]
  const { id, title } = await announced([anna])
  await anna.presses('Пойду')
  const copy = copyOf(anna, title)
  expect(await anna.forges(`event-mark:${id}:going:copy`, copy)).toMatchObject({
    text: 'Вы идёте. Место за вами.',
  })
  const hello = tutor.inbox().at(-1)!
  expect(await tutor.forges(`event-mark:${id}:going:page`, hello)).toMatchObject({
    text: 'Такого мероприятия для вас нет.',
  })
  app.clock.now = new Date('2026-11-25T12:00:00Z')
  expect(await anna.forges(`event-mark:${id}:declined:copy`, copy)).toMatchObject({
    text: 'Мероприятие уже началось, отметки больше не меняются.',
  })
  await app.settled()
  await app.looks('2026-11-23T09:00:00Z')
  expect(copyOf(anna, title).text).toMatch(/Вы идёте\.$/)
})

const move = (id: number) =>
  transaction(app.database.pool, async (tx) => {
    const facts = { starts_local: '2026-11-26T15:00', starts_at: new Date('2026-11-26T12:00:00Z') }
    await changeEvent(tx, { id, sequence: 0, facts, told: true, now: app.clock.now })
    await tellMoved(tx, { eventId: id, now: app.clock.now })
  })

const cancel = (id: number, reason: string | null = null) =>
  transaction(app.database.pool, async (tx) => {
    await cancelEvent(tx, { id, sequence: 0, reason, now: app.clock.now })
    await tellCancelled(tx, { eventId: id, now: app.clock.now })
  })

it('edits every copy of a moved event and asks those who come whether they still do', async () => {
  const [anna, boris] = [await app.person('Аида'), await app.person('Булат')]
  const { id, title } = await announced([anna, boris])
  await anna.presses('Пойду')
  await move(id)
  await app.looks()
  const asked = await anna.sees(/Мероприятие перенесено/, { within: 3000 })
  expect(asked.caption).toMatch(/26 ноября 2026, 15:00[\s\S]*Вы идёте\. Вам по-прежнему удобно\?/)
  expect(asked.document?.file_name).toBe('Мероприятие.ics')
  expect(labels(asked)).toEqual(['Пойду', 'Не смогу'])
  await app.looks()
  for (const person of [anna, boris]) {
    const copies = person.inbox().filter(({ text }) => text?.startsWith(title))
    expect(copies.map(({ text }) => /четверг, 26 ноября/.test(text ?? ''))).toEqual([true])
  }
  expect(boris.inbox().some(({ caption }) => caption?.includes('перенесено'))).toBe(false)
})

it('tells whoever does not come, but has a moved event in the calendar, that they still can', async () => {
  const anna = await app.person('Агния')
  const { id } = await announced([anna])
  await anna.presses('В календарь')
  await anna.presses('Не смогу')
  await app.settled()
  await move(id)
  await app.looks()
  const told = await anna.sees(/Мероприятие перенесено/, { within: 3000 })
  expect(told.caption).toContain('Если теперь сможете прийти, отметьтесь: /events.')
})

it('says in an announcement that waits for the morning what is true by then', async () => {
  const anna = await app.person('Арина')
  app.clock.now = new Date('2026-11-23T19:00:00Z')
  const at = app.clock.now
  const moved = await made([anna], { at })
  await app.looks()
  const cancelled = await made([anna], { at })
  await app.looks()
  await move(moved.id)
  await cancel(cancelled.id)
  await app.looks()
  expect(copyOf(anna, moved.title)).toBeUndefined()
  await app.looks('2026-11-24T05:00:00Z')
  await anna.sees(new RegExp(`${moved.title}[\\s\\S]*четверг, 26 ноября`))
  await app.looks()
  expect(anna.inbox().some(({ text }) => text?.includes(cancelled.title))).toBe(false)
  app.clock.now = new Date('2026-11-23T09:00:00Z')
})

const fileIn = ({ document }: ReturnType<typeof copyOf>) =>
  Buffer.from(app.telegram.api.file(document!.file_id)!.bytes).toString()

it('tells of a cancelled event, and takes it out of calendars', async () => {
  const [anna, boris] = [await app.person('Алина'), await app.person('Борислав')]
  const { id, title } = await announced([anna, boris])
  await anna.presses('В календарь')
  const entry = await anna.sees(/Откройте файл/)
  await cancel(id, 'Болезнь.')
  await app.looks()
  const told = await anna.sees(/Мероприятие отменено[\s\S]*Причина: Болезнь\./)
  const [before, after] = [entry, told].map(fileIn) as [string, string]
  expect(before).toMatch(/METHOD:PUBLISH[\s\S]*SEQUENCE:0/)
  expect(after).toMatch(/METHOD:CANCEL[\s\S]*SEQUENCE:1/)
  expect(/UID:(\S+)/.exec(after)?.[1]).toBe(/UID:(\S+)/.exec(before)?.[1])
  await app.looks()
  expect(boris.inbox().findLast(({ text }) => text?.includes(title))?.text).toMatch(
    /^Мероприятие отменено\. Причина: Болезнь\./,
  )
})

it('has those who wait told when the event becomes larger', async () => {
  const [anna, boris] = [await app.person('Аглая'), await app.person('Бэла')]
  const { id } = await announced([anna, boris], { capacity: 1 })
  await anna.presses('Пойду')
  await boris.presses('Пойду')
  await transaction(app.database.pool, async (tx) => {
    await changeEvent(tx, {
      id,
      sequence: 0,
      facts: { capacity: 2 },
      told: false,
      now: app.clock.now,
    })
    await fillPlaces(tx, { eventId: id, now: app.clock.now })
  })
  await app.looks()
  await boris.sees(/Место освободилось/)
})

it('lets news wait for the morning, but not what would come too late then', async () => {
  const anna = await app.person('Аделина')
  const early = { starts_local: '2026-11-24T09:00', starts_at: new Date('2026-11-24T06:00:00Z') }
  const [first, second] = [await announced([anna], early), await announced([anna])]
  for (const { id, title } of [first, second]) {
    await anna.forges(`event-mark:${id}:going:copy`, copyOf(anna, title))
  }
  app.clock.now = new Date('2026-11-23T20:00:00Z')
  await cancel(first.id)
  await cancel(second.id)
  await app.looks()
  await anna.sees(new RegExp(`Мероприятие отменено\\s+«${first.title}»`))
  await app.looks('2026-11-24T04:59:59Z')
  const news = () => anna.inbox().filter(({ caption }) => caption?.includes('отменено'))
  expect(news()).toHaveLength(1)
  await app.looks('2026-11-24T05:00:00Z')
  await anna.sees(new RegExp(`Мероприятие отменено\\s+«${second.title}»`))
  expect(news()).toHaveLength(2)
})
