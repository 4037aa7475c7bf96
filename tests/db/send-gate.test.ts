import { afterAll, beforeEach, expect, it } from 'vitest'
import {
  forgetRestedChats,
  moveBack,
  type Place,
  pauseSends,
  takePlace,
} from '../../db/send-gate.ts'
import { openTestDatabase } from '../helpers/database.ts'

const database = await openTestDatabase()
const db = database.pool
afterAll(() => database.close())
beforeEach(async () => {
  await db.query('delete from send_gate')
  await db.query('delete from send_chats')
})

/** At most two in any minute. */
const terms = { chat: '-1', nth: 2, age: 60, credit: 0, step: 0 }
const take = (part: object = {}, count = 1) =>
  takePlace(db, { messenger: 'telegram', count, terms: { ...terms, ...part } })

/** In the order of their times. */
const takeMany = async (count: number) => {
  const chats = Array.from({ length: count }, (_, index) => String(index))
  const places = await Promise.all(chats.map((chat) => take({ chat })))
  return places.toSorted((one, other) => timeOf(one) - timeOf(other))
}

const timeOf = (place: Place): number => Date.parse('at' in place ? place.at : '')

/** So much time passes: what a chat has taken is older, and no place over all chats lies ahead any more. */
const age = async (seconds: number) => {
  await db.query(
    `update send_chats
        set places = array(select place - $1 * interval '1 second' from unnest(places) place)`,
    [seconds],
  )
  await db.query('delete from send_gate')
}

it('gives a chat its places, and then says when the next is free', async () => {
  expect(await take()).toMatchObject({ kind: 'taken' })
  expect(await take()).toMatchObject({ kind: 'taken' })
  const held = await take()
  expect(held).toMatchObject({ kind: 'held' })
  expect(held.milliseconds).toBeGreaterThan(55_000)
  await age(60)
  expect(await take()).toMatchObject({ kind: 'taken' })
})

it('holds one chat back and not another, and takes no place for what it holds', async () => {
  await take()
  await take()
  await Promise.all(Array.from({ length: 20 }, () => take()))
  const other = await take({ chat: '-2' })
  expect(other).toMatchObject({ kind: 'taken' })
  expect(other.milliseconds).toBeLessThan(3 * 33)
})

it('lets a chat at rest save up for a burst, and no more', async () => {
  const person = { chat: '7', nth: 1, age: 1, credit: 3, step: 1 }
  const kinds = []
  for (let index = 0; index < 6; index += 1) kinds.push((await take(person)).kind)
  expect(kinds).toEqual(['taken', 'taken', 'taken', 'taken', 'held', 'held'])
  await age(3600)
  await take(person)
  await take(person)
  await take(person)
  expect((await take(person)).kind).toBe('taken')
  expect((await take(person)).kind).toBe('held')
})

it('counts an album as its parts, in its chat and over all', async () => {
  const album = { chat: '-9', nth: 11, age: 60 }
  const first = await take(album, 10)
  expect((await take(album, 10)).kind).toBe('taken')
  expect((await take({ ...album, nth: 20 })).kind).toBe('held')
  const next = await take({ chat: '-10' })
  expect(timeOf(next) - timeOf(first)).toBeGreaterThanOrEqual(11 * 33)
})

it('gives out no more than thirty places of any second', async () => {
  const places = await takeMany(62)
  const times = places.map(timeOf)
  expect(times[30]! - times[0]!).toBeGreaterThanOrEqual(1_000)
  expect(times[61]! - times[31]!).toBeGreaterThanOrEqual(1_000)
})

/** From the first of the places to the next one that is given out. */
async function untilNext(places: Place[]): Promise<number> {
  const [first = 0, next = 0] = [places[0]!, await take({ chat: '-2' })].map(timeOf)
  return next - first
}

const late = async (places: Place[], milliseconds: number) => {
  for (const place of places) {
    const at = 'at' in place ? place.at : ''
    await moveBack(db, { messenger: 'telegram', at, milliseconds })
  }
}

it('begins the second of calls that arrived late when they arrived', async () => {
  const places = await takeMany(30)
  await late(places, 500)
  expect(await untilNext(places)).toBeGreaterThanOrEqual(1_500)
})

it('loses one place, and not the time, by one call that arrived late', async () => {
  const places = await takeMany(30)
  await late(places.slice(0, 1), 500)
  const took = await untilNext(places)
  expect(took).toBeGreaterThanOrEqual(1_008 + 33)
  expect(took).toBeLessThan(1_008 + 3 * 33)
})

it('takes nothing while the messenger asked to wait', async () => {
  await pauseSends(db, { messenger: 'telegram', seconds: 30 })
  const held = await take()
  expect(held.kind).toBe('held')
  expect(held.milliseconds).toBeGreaterThan(25_000)
  expect((await db.query('select from send_chats')).rowCount).toBe(0)
})

it('forgets chats at rest and no others', async () => {
  await take({ chat: '-1' })
  await age(100)
  await take({ chat: '-2' })
  await forgetRestedChats(db)
  expect((await db.query('select chat from send_chats')).rows).toEqual([{ chat: '-2' }])
})
