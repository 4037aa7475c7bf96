/** Outbox, notifier and gateway together, against a Telegram that fails. */
import { Api } from 'grammy'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createGateway } from '../../bot/gateway.ts'
import { createNotifier } from '../../bot/notifier.ts'
import type { Database } from '../../db/database.ts'
import { findDelivery } from '../../db/deliveries.ts'
import { createDeliver } from '../../jobs/deliver.ts'
import { createOutbox } from '../../jobs/outbox.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aDelivery, endHolds } from '../helpers/deliveries.ts'
import { NO_TOPICS } from '../helpers/notifier.ts'
import { now } from '../helpers/people.ts'
import { type Call, startTelegram, type Telegram } from '../helpers/telegram.ts'

let database: Database
let telegram: Telegram
beforeAll(async () => {
  database = await openTestDatabase()
  telegram = await startTelegram()
})
afterAll(async () => {
  await telegram.close()
  await database.close()
})

/** As if the group had had its minute's messages just now, or a minute ago. */
async function fillMinuteOf(chat: number, seconds = 0): Promise<void> {
  await database.pool.query(
    `insert into send_chats
     select 'telegram', $1, array_fill(clock_timestamp() - $2 * interval '1 second', array[20])
     on conflict (messenger, chat) do update set places = excluded.places`,
    [chat, seconds],
  )
}

const isFor = (chat: number) => (call: Call) => String(call.parameters.chat_id) === String(chat)

function open() {
  const gateway = createGateway({ pool: database.pool })
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
  api.config.use(gateway)
  const notifier = createNotifier({ api, gateway, renderCard: async () => null, topics: NO_TOPICS })
  const parts = { pool: database.pool, notifier, clock: () => now }
  const teacher = telegram.person({ name: 'Анна' })
  teacher.starts()
  const reply = aDelivery({ chatKey: `telegram:${teacher.chat}` })
  const later = async (deliveryId: number) => {
    await endHolds(database.pool)
    await createDeliver(parts)({ deliveryId })
  }
  return { outbox: createOutbox(parts), reply, later, teacher }
}

it('delivers once what was said while the network was away', async () => {
  const { outbox, reply, later, teacher } = open()
  telegram.api.fault({ kind: 'cut', seconds: 3600 })
  const result = await outbox.post(reply)
  expect(result.kind).toBe('planned')
  telegram.api.clearFaults()
  await later(result.id)
  expect(teacher.inbox()).toHaveLength(1)
  expect((await outbox.post(reply)).kind).toBe('sent')
})

it('doubles a message only when its answer was lost', async () => {
  const { outbox, reply, later, teacher } = open()
  telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage' })
  const { id } = await outbox.post(reply)
  await later(id)
  await later(id)
  expect(teacher.inbox()).toHaveLength(2)
})

it('delivers after the seconds that it was asked to wait', async () => {
  const { outbox, reply, later, teacher } = open()
  telegram.api.fault({ kind: 'error', code: 429, retryAfter: 1, method: 'sendMessage' })
  const asked = performance.now()
  const { id } = await outbox.post(reply)
  await later(id)
  expect(performance.now() - asked).toBeGreaterThan(950)
  expect(teacher.inbox()).toHaveLength(1)
})

it("holds a group's message back in its row until the group's minute is over, and sends it once", async () => {
  const { outbox, later, teacher } = open()
  const group = telegram.group({ title: 'Тьюторы', members: [teacher] })
  await fillMinuteOf(group.id)
  const { id, kind } = await outbox.post(aDelivery({ chatKey: `telegram:${group.id}` }))
  expect(kind).toBe('planned')
  const row = await findDelivery(database.pool, { id })
  expect(row).toMatchObject({ status: 'planned', attempts: 0, lease_owner: null, error: null })
  expect(Number(row?.lease_until) - Date.now()).toBeGreaterThan(50_000)
  await fillMinuteOf(group.id, 61)
  await Promise.all([later(id), later(id)])
  expect(telegram.calls('sendMessage').filter(isFor(group.id))).toHaveLength(1)
})

it('tells nothing to a person who blocked the bot, and goes on when they come back', async () => {
  const { outbox, reply, teacher } = open()
  teacher.blocks()
  expect(await outbox.post(reply)).toMatchObject({ kind: 'failed' })
  teacher.unblocks()
  expect(await outbox.post({ ...reply, key: `${reply.key}:again` })).toMatchObject({ kind: 'sent' })
})
