import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPerson } from '../../db/people.ts'
import { routed, startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import type { Person } from '../helpers/telegram.ts'
import { rowsIn } from '../helpers/xlsx.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())

let marta: Person
let personId: number
beforeAll(async () => {
  marta = await app.person('Марта', 'methodist')
  const account = { messenger: 'telegram', externalId: String(marta.id) }
  personId = (await findPerson(app.database.pool, account))!.id
})

let last = 0
/** From 15:00 to 16:30 in Moscow on a day of its own, for tutors: nobody is told of it. */
const held = async () => {
  const date = `2026-12-${String(++last).padStart(2, '0')}`
  const event = await makeEvent(app.database.pool, {
    ...{ personId, title: `Встреча ${last}`, audience: { roles: ['tutor'] } },
    ...{ starts_local: `${date}T15:00`, starts_at: new Date(`${date}T12:00:00Z`) },
  })
  app.clock.now = new Date(`${date}T12:10:00Z`)
  return { ...event, date, word: event.code_word! }
}
const comes = async (person: Person, { word }: { word: string }) => {
  person.says(word)
  await person.sees(/вы отмечены на мероприятии/)
}

it('counts whoever says the code word, however it is written', async () => {
  const [anna, boris] = [await app.person('Анна'), await app.person('Борис')]
  const { word, title } = await held()
  anna.says(` «${word.toUpperCase().replaceAll('Ё', 'Е')}»! `)
  await anna.sees(`Спасибо, вы отмечены на мероприятии «${title}».`)
  await comes(boris, { word })
  anna.says(word)
  await anna.sees(`Вы уже отмечены на мероприятии «${title}».`)
})

it('takes the word for a question outside its time', async () => {
  const anna = await app.person('Алла')
  const { word, date } = await held()
  app.when(word, routed())
  app.clock.now = new Date(`${date}T15:31:00Z`)
  anna.says(word)
  await anna.sees(/В документах ответа нет/)
  expect(app.asked.at(-1)?.text).toBe(word)
})

it('asks those who came how it was, once and after the end', async () => {
  const [anna, boris] = [await app.person('Ася'), await app.person('Булат')]
  const { title, date, word } = await held()
  await comes(anna, { word })
  await app.looks(`${date}T13:29:00Z`)
  expect(anna.inbox().some(({ text }) => text?.includes('Оцените'))).toBe(false)
  await app.looks(`${date}T13:30:00Z`)
  await anna.sees(new RegExp(`Как прошло мероприятие «${title}»`))
  expect(await anna.presses('4')).toMatchObject({ text: 'Спасибо! Ваша оценка: 4.' })
  await anna.sees(`Мероприятие «${title}». Ваша оценка: 4. Спасибо!`)
  await app.looks(`${date}T16:00:00Z`)
  expect(anna.inbox().filter(({ text }) => text?.includes('Оцените'))).toHaveLength(0)
  expect(boris.inbox().some(({ text }) => text?.includes('Оцените'))).toBe(false)
})

it('sends materials to those who came, and to those who say the word later', async () => {
  const [anna, boris] = [await app.person('Аида'), await app.person('Богдан')]
  const event = await held()
  await comes(anna, event)
  await marta.forges(`event-materials:${event.id}`, marta.inbox().at(-1)!)
  await marta.sees(/Пришлите материалы/)
  marta.sendsFile({ name: 'Слайды.pdf', bytes: Buffer.from('%PDF'), caption: 'Слайды встречи' })
  await marta.sees(/Слайды встречи[\s\S]*Отправить это тем, кто был/)
  await marta.presses('Отправить')
  await marta.sees(/Материалы отправлены: 1 получатель/)
  await app.looks()
  const sent = await anna.sees(new RegExp(`Материалы мероприятия «${event.title}»`))
  expect(sent.document?.file_name).toBe('Слайды.pdf')
  expect(boris.inbox().some(({ document }) => document)).toBe(false)
  await comes(boris, event)
  await app.looks()
  await boris.sees(/Материалы мероприятия/)
  await app.looks()
  expect(anna.inbox().filter(({ document }) => document)).toHaveLength(1)
})

it('lists who came as a table for methodists, and notes that it did', async () => {
  const anna = await app.person('Алина')
  const event = await held()
  await comes(anna, event)
  await marta.forges(`event-people:${event.id}`, marta.inbox().at(-1)!)
  const sent = await marta.sees(/1 человек\. В файле персональные данные/)
  const rows = await rowsIn(app.telegram.api.file(sent.document!.file_id)!.bytes)
  expect(rows).toEqual([
    ['ФИО', 'Учреждение', 'Должность', 'Отметка', 'Был(а)', 'Оценка'],
    ['Алина', undefined, undefined, 'без отметки', 'да'],
  ])
  const { rows: acts } = await app.database.pool.query(
    `select details ->> 'name' as name from audit where act = 'event participants listed'`,
  )
  expect(acts).toContainEqual({ name: event.title })
})
