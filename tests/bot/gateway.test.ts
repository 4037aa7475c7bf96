import { Api, GrammyError } from 'grammy'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { countOf, createGateway, OvertakenError } from '../../bot/gateway.ts'
import { UnreachableError } from '../../bot/unreachable.ts'
import type { Database } from '../../db/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Person, startTelegram, type Telegram } from '../helpers/telegram.ts'

let database: Database
let telegram: Telegram
let teacher: Person
beforeAll(async () => {
  database = await openTestDatabase()
  telegram = await startTelegram({ limits: false })
  teacher = telegram.person({ name: 'Анна' })
  teacher.starts()
})
afterAll(async () => {
  await telegram.close()
  await database.close()
})
beforeEach(async () => {
  await database.pool.query('delete from send_gate')
  await database.pool.query('delete from send_chats')
})
afterEach(() => telegram.api.clearFaults())

/** A program of its own on the common database, as if in another process. */
function open(apiRoot = telegram.apiRoot) {
  const gateway = createGateway({ pool: database.pool })
  const api = new Api(telegram.token, { apiRoot })
  api.config.use(gateway)
  const say = (text: string) => api.sendMessage(teacher.chat, text)
  return { gateway, api, say }
}

function aPerson(): Person {
  const person = telegram.person({ name: 'Борис' })
  person.starts()
  return person
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const sentSince = (start: number) =>
  telegram
    .calls('sendMessage')
    .slice(start)
    .map((call) => call.parameters.text)

it('keeps the rate of all processes together under thirty a second', async () => {
  const [one, other] = [open(), open()]
  const people = Array.from({ length: 10 }, () => aPerson())
  const took = await milliseconds(() =>
    Promise.all(
      people.flatMap(({ chat }) => [one, other].map(({ api }) => api.sendMessage(chat, 'да'))),
    ),
  )
  expect(took).toBeGreaterThanOrEqual(19 * 33 - 5)
})

it('does not make uncounted calls wait', async () => {
  const { api } = open()
  await database.pool.query(
    `insert into send_gate values ('telegram', clock_timestamp() + interval '1 hour', null)`,
  )
  await api.getMe()
  await api.sendChatAction(teacher.chat, 'typing')
})

it('counts a message, a copy or an edit as one and an album as its parts', () => {
  expect(countOf('sendMessage', {})).toBe(1)
  expect(countOf('copyMessage', {})).toBe(1)
  expect(countOf('editMessageReplyMarkup', {})).toBe(1)
  expect(countOf('sendMediaGroup', { media: [{}, {}, {}] })).toBe(3)
  expect(countOf('copyMessages', { message_ids: [1, 2] })).toBe(2)
  const uncounted = ['answerCallbackQuery', 'sendMessageDraft', 'sendChatAction', 'getFile']
  expect(uncounted.map((method) => countOf(method, {}))).toEqual([0, 0, 0, 0])
})

it('lets a reply overtake what is less urgent', async () => {
  const { gateway, say } = open()
  const start = telegram.calls('sendMessage').length
  const later = { priority: 9, beforeSend: async () => true }
  const texts = ['рассылка 1', 'рассылка 2', 'рассылка 3', 'рассылка 4']
  const broadcast = texts.map((text) => gateway.forDelivery(later, () => say(text)))
  await Promise.all([...broadcast, say('ответ')])
  expect(sentSince(start).indexOf('ответ')).toBeLessThanOrEqual(1)
})

it('lets all replies of one process go before the broadcast of another', async () => {
  const [sender, other] = [open(), open()]
  const start = telegram.calls('sendMessage').length
  const later = { priority: 9, beforeSend: async () => true }
  const send = (chat: number) => () => sender.api.sendMessage(chat, 'рассылка')
  const people = Array.from({ length: 24 }, () => aPerson())
  const begun = telegram.nextCall('sendMessage')
  const broadcast = people.map(({ chat }) => sender.gateway.forDelivery(later, send(chat)))
  await begun
  await Promise.all(people.slice(0, 6).map(({ chat }) => other.api.sendMessage(chat, 'ответ')))
  const sent = sentSince(start)
  expect(sent.lastIndexOf('ответ') - sent.indexOf('ответ')).toBeLessThanOrEqual(6 + 1)
  await Promise.all(broadcast)
})

it('pauses every process to the second when one is asked to wait', async () => {
  const [one, other] = [open(), open()]
  telegram.api.fault({ kind: 'error', code: 429, retryAfter: 1, method: 'sendMessage' })
  const delivery = { priority: 0, beforeSend: async () => true }
  await one.gateway.forDelivery(delivery, () => one.say('первое')).catch(() => {})
  const took = await milliseconds(() => other.say('второе'))
  expect(took).toBeGreaterThan(900)
  expect(took).toBeLessThan(2_000)
})

it("sends by itself what was asked to wait, when it is not the ledger's", async () => {
  const { say } = open()
  telegram.api.fault({ kind: 'error', code: 429, retryAfter: 1, method: 'sendMessage' })
  const took = await milliseconds(() => say('подождало'))
  expect(took).toBeGreaterThan(900)
  expect(took).toBeLessThan(2_000)
})

it('reports to the ledger that it was asked to wait, and does not wait itself', async () => {
  const { gateway, say } = open()
  telegram.api.fault({ kind: 'error', code: 429, retryAfter: 7, method: 'sendMessage' })
  const delivery = { priority: 0, beforeSend: async () => true }
  const send = gateway.forDelivery(delivery, () => say('подождёт'))
  await expect(send).rejects.toMatchObject({ error_code: 429, parameters: { retry_after: 7 } })
})

it('announces a delivery directly before it leaves, and holds it back when told so', async () => {
  const { gateway, say } = open()
  const start = telegram.calls('sendMessage').length
  const delivery = { priority: 0, beforeSend: async () => false }
  await expect(gateway.forDelivery(delivery, () => say('чужое'))).rejects.toThrow(OvertakenError)
  expect(sentSince(start)).toEqual([])
})

it('never repeats a message whose answer was lost', async () => {
  const { say } = open()
  const start = telegram.calls('sendMessage').length
  telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage' })
  await expect(say('однажды')).rejects.toMatchObject({ arrived: 'perhaps' })
  expect(sentSince(start)).toEqual(['однажды'])
})

it('repeats what may be repeated when its answer was lost', async () => {
  const { api } = open()
  telegram.api.fault({ kind: 'drop-answer', method: 'getMe' })
  expect((await api.getMe()).username).toBe(telegram.bot.username)
})

it('knows that nothing was sent where nobody listens, and never names the token', async () => {
  const { gateway, say } = open('http://127.0.0.1:1')
  const delivery = { priority: 0, beforeSend: async () => true }
  const error = await gateway.forDelivery(delivery, () => say('никому')).catch((error) => error)
  expect(error).toBeInstanceOf(UnreachableError)
  expect(error).toMatchObject({ arrived: 'no', reason: 'ECONNREFUSED' })
  expect(JSON.stringify([error, error.message, error.stack, error.error])).not.toContain('AAF')
})

it('passes on what Telegram refuses', async () => {
  const { api } = open()
  await expect(api.sendMessage(404, 'кому?')).rejects.toThrow(GrammyError)
})
