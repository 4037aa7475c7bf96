import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import {
  findDelivery,
  findDeliveryByMessage,
  forgetReplies,
  markBlocked,
  moveDeliveries,
  type NewDelivery,
  planDelivery,
} from '../../db/deliveries.ts'
import { findPersonById } from '../../db/people.ts'
import { markSent } from '../../db/sending.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery } from '../helpers/deliveries.ts'
import { makePerson, now, soon } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const planned = async (part: Partial<NewDelivery> = {}) =>
  (await planDelivery(database.pool, { ...aDelivery(part), now })).id
const sent = async (messageId: string, part: Partial<NewDelivery> = {}) => {
  const id = await planned(part)
  await markSent(database.pool, { id, messageId, now })
  return id
}
const chatOf = async (id: number) => (await findDelivery(database.pool, { id }))?.chat_key

it('plans the same thing once', async () => {
  const delivery = aDelivery()
  const { id } = await planDelivery(database.pool, { ...delivery, now })
  const again = { ...delivery, content: { other: true }, now }
  expect(await planDelivery(database.pool, again)).toEqual({ id })
  expect((await findDelivery(database.pool, { id }))?.content).toEqual(delivery.content)
})

it('knows a message of the bot by the chat and the id there', async () => {
  const id = await sent('7', { chatKey: 'telegram:1' })
  await sent('7', { chatKey: 'telegram:2' })
  const message = { chatKey: 'telegram:1', messageId: '7' }
  expect(await findDeliveryByMessage(database.pool, message)).toMatchObject({ id })
  const unknown = { chatKey: 'telegram:1', messageId: '8' }
  expect(await findDeliveryByMessage(database.pool, unknown)).toBeNull()
})

it('moves to the new group what was not sent yet, and nothing else', async () => {
  const waiting = await planned({ chatKey: 'telegram:-7' })
  const over = await sent('1', { chatKey: 'telegram:-7' })
  await moveDeliveries(database.pool, { from: 'telegram:-7', to: 'telegram:-1007' })
  expect([await chatOf(waiting), await chatOf(over)]).toEqual(['telegram:-1007', 'telegram:-7'])
})

it('marks the account that blocked the bot, not another of the same person', async () => {
  const person = await makePerson(database.pool)
  const blocked = (chatKey: string) =>
    markBlocked(database.pool, { personId: person.id, chatKey, now })
  await blocked('telegram:-100')
  expect((await findPersonById(database.pool, person.id))?.blocked_at).toBeNull()
  await blocked(`telegram:${person.external_id}`)
  expect((await findPersonById(database.pool, person.id))?.blocked_at).toEqual(now)
})

it('forgets old replies, but neither answers nor what is still to be sent', async () => {
  const reply = await sent('1')
  const kept = [await sent('2', { kind: 'answer' }), await planned()]
  await forgetReplies(database.pool, { before: soon, limit: 10 })
  expect(await findDelivery(database.pool, { id: reply })).toBeNull()
  expect(await chatOf(kept[0]!)).toBeDefined()
  expect(await chatOf(kept[1]!)).toBeDefined()
})
