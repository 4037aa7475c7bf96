import { afterAll, expect, it } from 'vitest'
import { erasePerson, stopServing } from '../../db/erasure.ts'
import { attend, rateEvent } from '../../db/event-attendance.ts'
import { countEvent } from '../../db/event-cards.ts'
import { askForPlace, declinePlace, fillPlaces } from '../../db/event-marks.ts'
import { takeNews } from '../../db/event-news.ts'
import { findEventPerson, tellCancelled, tellMoved } from '../../db/event-people.ts'
import { changeEvent, type EventFacts } from '../../db/events.ts'
import type { Person } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { makeEvent } from '../helpers/events.ts'
import { makePerson, now } from '../helpers/people.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())

const methodist = await makePerson(db, { name: 'Марта', roles: ['methodist'] })
const people = (count: number) => Promise.all(Array.from({ length: count }, () => makePerson(db)))
const open = (facts: Partial<EventFacts> & { at?: Date } = {}) =>
  makeEvent(db, { personId: methodist.id, ...facts })
const comes = (eventId: number, { id: personId }: Person, before: Person[] = []) =>
  transaction(db, (tx) =>
    askForPlace(tx, {
      ...{ eventId, personId, now },
      before: before.map(({ external_id }) => ({
        chat_key: `telegram:${external_id}`,
        received_at: now,
      })),
    }),
  )
const declines = (eventId: number, { id: personId }: Person) =>
  transaction(db, (tx) => declinePlace(tx, { eventId, personId, now }))
const markOf = async (eventId: number, { id: personId }: Person) => {
  const own = await findEventPerson(db, { eventId, personId })
  return [own?.mark, own?.queue]
}
const newsOf = (eventId: number) =>
  transaction(db, async (tx) =>
    (await takeNews(tx, { limit: 1000 }))
      .filter(({ event_id, to_tell }) => event_id === eventId && to_tell !== 'event')
      .map(({ person_id, to_tell }) => [person_id, to_tell]),
  )

it('gives places in the order of asking, then places in the waiting list', async () => {
  const { id } = await open({ capacity: 2 })
  const [anna, boris, vera, gleb] = (await people(4)) as [Person, Person, Person, Person]
  for (const person of [anna, boris, vera, gleb]) await comes(id, person)
  expect(await markOf(id, boris)).toEqual(['going', null])
  expect(await markOf(id, vera)).toEqual(['waiting', 1])
  expect(await markOf(id, gleb)).toEqual(['waiting', 2])
  expect(await comes(id, anna)).toEqual({ kind: 'marked', mark: 'going' })
  expect(await countEvent(db, { eventId: id })).toMatchObject({ going: 2, waiting: 2 })
})

it('gives exactly as many places as there are to those who press at once', async () => {
  const { id } = await open({ capacity: 5 })
  const all = await people(30)
  await Promise.all(all.map((person) => comes(id, person)))
  expect(await countEvent(db, { eventId: id })).toMatchObject({ going: 5, waiting: 25 })
})

it('serves those first whose press arrived earlier and waits', async () => {
  const [anna, boris] = (await people(2)) as [Person, Person]
  const { id } = await open({ capacity: 1 })
  await comes(id, boris, [anna])
  expect(await markOf(id, anna)).toEqual(['going', null])
  expect(await markOf(id, boris)).toEqual(['waiting', 1])
})

it('gives a freed place to the first who waits and has them told', async () => {
  const { id } = await open({ capacity: 1 })
  const [anna, boris, vera] = (await people(3)) as [Person, Person, Person]
  for (const person of [anna, boris, vera]) await comes(id, person)
  await declines(id, anna)
  expect(await markOf(id, boris)).toEqual(['going', null])
  expect(await markOf(id, vera)).toEqual(['waiting', 1])
  expect(await newsOf(id)).toEqual([[boris.id, 'place']])
  await comes(id, anna)
  expect(await markOf(id, anna)).toEqual(['waiting', 2])
})

it('fills a larger event from the waiting list and takes no place away in a smaller one', async () => {
  const event = await open({ capacity: 1 })
  const { id } = event
  const [anna, boris, vera] = (await people(3)) as [Person, Person, Person]
  for (const person of [anna, boris, vera]) await comes(id, person)
  const resize = (capacity: number) =>
    transaction(db, async (tx) => {
      await changeEvent(tx, { id, sequence: 0, facts: { capacity }, told: false, now })
      return fillPlaces(tx, { eventId: id, now })
    })
  expect(await resize(2)).toEqual([boris.id])
  expect(await resize(1)).toEqual([])
  expect(await countEvent(db, { eventId: id })).toMatchObject({ going: 2, waiting: 1 })
  await declines(id, anna)
  expect(await markOf(id, vera)).toEqual(['waiting', 1])
})

it('takes no mark after the beginning, of a cancelled event, or from those it is not for', async () => {
  const [anna, boris] = (await people(2)) as [Person, Person]
  const begun = await open({ starts_at: new Date(now.getTime() + 1), at: new Date(0) })
  const later = {
    eventId: begun.id,
    personId: anna.id,
    before: [],
    now: new Date(now.getTime() + 1),
  }
  expect(await transaction(db, (tx) => askForPlace(tx, later))).toEqual({ kind: 'begun' })
  const cancelled = await open({})
  await db.query(`update events set status = 'cancelled' where id = $1`, [cancelled.id])
  expect(await comes(cancelled.id, anna)).toEqual({ kind: 'cancelled' })
  const closed = await open({ audience: { roles: ['tutor'] } })
  expect(await comes(closed.id, boris)).toEqual({ kind: 'unknown' })
})

it('has a move told to those who come or wait only, and a cancelled event announced to nobody', async () => {
  const { id } = await open({ capacity: 1 })
  const [anna, boris, vera] = (await people(3)) as [Person, Person, Person]
  for (const person of [anna, boris]) await comes(id, person)
  await declines(id, vera)
  await transaction(db, (tx) => tellMoved(tx, { eventId: id, now }))
  expect(await newsOf(id)).toEqual([
    [anna.id, 'moved'],
    [boris.id, 'moved'],
  ])
  await transaction(db, (tx) => tellCancelled(tx, { eventId: id, now }))
  expect(await newsOf(id)).toEqual([
    [anna.id, 'cancelled'],
    [boris.id, 'cancelled'],
  ])
  expect(await countEvent(db, { eventId: id })).toMatchObject({ untold: 0, silent: 0 })
})

it('counts whoever says the word in its time, once, and takes an opinion of nobody else', async () => {
  const event = await open({})
  const [anna, boris] = (await people(2)) as [Person, Person]
  await comes(event.id, boris)
  const word = event.code_word!.replaceAll('ё', 'е')
  const says = (personId: number, at: string) =>
    transaction(db, (tx) => attend(tx, { word, personId, now: new Date(at) }))
  expect(await says(anna.id, '2026-11-25T11:29:59Z')).toBeNull()
  expect(await says(anna.id, '2026-11-25T11:30:00Z')).toMatchObject({ fresh: true })
  expect(await says(anna.id, '2026-11-25T15:30:00Z')).toMatchObject({ fresh: false })
  expect(await says(boris.id, '2026-11-25T15:30:01Z')).toBeNull()
  const rate = ({ id: personId }: Person, rating: number) =>
    transaction(db, (tx) => rateEvent(tx, { eventId: event.id, personId, rating, now }))
  expect([await rate(anna, 4), await rate(anna, 4), await rate(boris, 5)]).toEqual([
    'rated',
    'same',
    'not there',
  ])
  expect(await countEvent(db, { eventId: event.id })).toMatchObject({ came: 1, rated: 1, stars: 4 })
})

it('frees the places of those who leave, and counts the erased without a name', async () => {
  const { id, code_word } = await open({ capacity: 1 })
  const [anna, boris] = (await people(2)) as [Person, Person]
  for (const person of [anna, boris]) await comes(id, person)
  await transaction(db, (tx) => stopServing(tx, { personId: anna.id, now }))
  expect(await markOf(id, boris)).toEqual(['going', null])
  const at = new Date('2026-11-25T12:30:00Z')
  const word = code_word!.replaceAll('ё', 'е')
  await transaction(db, (tx) => attend(tx, { word, personId: boris.id, now: at }))
  await transaction(db, (tx) =>
    rateEvent(tx, { eventId: id, personId: boris.id, rating: 5, now: at }),
  )
  await transaction(db, (tx) => erasePerson(tx, { personId: boris.id, now: at }))
  expect(await findEventPerson(db, { eventId: id, personId: boris.id })).toBeNull()
  expect(await countEvent(db, { eventId: id })).toMatchObject({ came: 1, rated: 1, stars: 5 })
})
