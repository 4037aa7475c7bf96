import { afterAll, beforeEach, expect, it } from 'vitest'
import { forgetRestedChats, moveBack, pauseSends, takePlace } from '../../db/send-gate.ts'
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

const takeMany = (count: number, part: object = {}) =>
  Promise.all(Array.from({ length: count }, (_, index) => take({ ...part, chat: String(index) })))

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
  expect((await take(album, 10)).kind).toBe('taken')
  expect((await take(album, 10)).kind).toBe('taken')
  expect((await take({ ...album, nth: 20 })).kind).toBe('held')
  const next = await take({ chat: '-10' })
  expect(next.milliseconds).toBeGreaterThan(5 * 33)
})

it('gives out no more than thirty places of any second', async () => {
  const places = await takeMany(62)
  const times = places.map((place) => Date.parse('at' in place ? place.at : '')).toSorted()
  expect(times[30]! - times[0]!).toBeGreaterThanOrEqual(1_000)
  expect(times[61]! - times[31]!).toBeGreaterThanOrEqual(1_000)
})

it('begins the second of a call that arrived late when it arrived', async () => {
  const places = await takeMany(30)
  const [first, last] = [places[0]!, places[29]!]
  const at = 'at' in first ? first.at : ''
  await moveBack(db, { messenger: 'telegram', at, milliseconds: 500 })
  const next = await take({ chat: '-2' })
  const [, before, after] = [first, last, next].map((place) =>
    Date.parse('at' in place ? place.at : ''),
  )
  expect(after! - Date.parse(at)).toBeGreaterThanOrEqual(1_500)
  expect(after! - before!).toBeGreaterThan(500)
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
