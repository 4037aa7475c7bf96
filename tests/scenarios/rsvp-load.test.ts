import { afterAll, expect, it } from 'vitest'
import { listParticipants } from '../../db/event-attendance.ts'
import { countEvent } from '../../db/event-cards.ts'
import { startBot } from '../helpers/bot.ts'
import { makeCrowd, makeEvent } from '../helpers/events.ts'
import { makePerson } from '../helpers/people.ts'
import type { Person } from '../helpers/telegram.ts'

const app = await startBot()
afterAll(() => app.close())
const db = app.database.pool

it('gives the places to those who pressed first and the others a place in the order of pressing', async () => {
  const methodist = await makePerson(db, { roles: ['methodist'] })
  const crowd = await makeCrowd(db, app.telegram, 24)
  const audience = { subjects: ['толпа'] }
  const { id } = await makeEvent(db, { personId: methodist.id, capacity: 6, audience })
  await app.looks()
  const pressed = crowd.toSorted((a, b) => (a.id % 7) - (b.id % 7))
  // The answer to /start may come later than the announcement.
  const seen = pressed.map((person) => person.sees(/Урок с нейросетями/))
  const copies = new Map((await Promise.all(seen)).map((copy, n) => [pressed[n]!, copy]))
  await Promise.all(
    pressed.map((person) => person.forges(`event-mark:${id}:going:copy`, copies.get(person)!)),
  )
  await app.settled()
  expect(await countEvent(db, { eventId: id })).toMatchObject({ going: 6, waiting: 18, silent: 0 })
  const inOrder = (await listParticipants(db, { eventId: id })).map(({ name }) => name)
  expect(inOrder.slice(0, 6).toSorted()).toEqual(namesOf(pressed.slice(0, 6)).toSorted())
  expect(inOrder.slice(6)).toEqual(namesOf(pressed.slice(6)))
  // Copies follow: a chat at its limit gets its edit a moment later.
  const copyOf = (person: Person) =>
    person.inbox().find(({ message_id: id }) => id === copies.get(person)!.message_id)
  const marks = async () => {
    await app.looks()
    return pressed.map((person) => /Вы .*$/.exec(copyOf(person)?.text ?? '')?.[0])
  }
  const waiting = pressed.slice(6).map((_, n) => `Вы в листе ожидания: номер ${n + 1}.`)
  await expect.poll(marks, { timeout: 20_000 }).toEqual([...Array(6).fill('Вы идёте.'), ...waiting])
}, 60_000)

const namesOf = (people: { name: string }[]) => people.map(({ name }) => name)
