import { Api } from 'grammy'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createGateway } from '../../bot/gateway.ts'
import { createNotifier } from '../../bot/notifier.ts'
import type { Database } from '../../db/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { NO_TOPICS } from '../helpers/notifier.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

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
afterEach(() => telegram.api.clearFaults())

function open(apiRoot = telegram.apiRoot) {
  const gateway = createGateway({ pool: database.pool })
  const api = new Api(telegram.token, { apiRoot })
  api.config.use(gateway)
  return createNotifier({
    api,
    gateway,
    renderCard: async () => ({ text: 'Карточка' }),
    topics: NO_TOPICS,
  })
}

function aTeacher() {
  const teacher = telegram.person({ name: 'Анна' })
  teacher.starts()
  return teacher
}

const message = (chat: number, payload: object = {}) => ({
  chatKey: `telegram:${chat}`,
  content: { method: 'sendMessage', payload: { text: 'Ответ', ...payload } },
  priority: 0,
  carefully: false,
  beforeSend: async () => true,
})

it('delivers, and names the message', async () => {
  const teacher = aTeacher()
  const result = await open().send(message(teacher.chat))
  const seen = await teacher.sees('Ответ')
  expect(result).toEqual({ kind: 'sent', messageId: String(seen.message_id) })
})

it('answers a message even when it was deleted', async () => {
  const reply = { reply_parameters: { message_id: 999_999 } }
  expect(await open().send(message(aTeacher().chat, reply))).toMatchObject({ kind: 'sent' })
})

it('knows who has blocked the bot, and who never wrote to it', async () => {
  const teacher = aTeacher()
  teacher.blocks()
  expect(await open().send(message(teacher.chat))).toEqual({ kind: 'blocked', why: 'blocked' })
  expect(await open().send(message(404))).toEqual({ kind: 'blocked', why: 'unknown' })
  expect(await open().send(message(-404))).toMatchObject({ kind: 'refused' })
})

it.each([
  [
    { code: 429, retryAfter: 9 },
    { kind: 'wait', seconds: 9 },
  ],
  [{ code: 400, description: 'Bad Request: message is too long' }, { kind: 'refused' }],
  [{ code: 500 }, { kind: 'unknown', denied: true }],
  [
    { code: 504, description: 'Gateway Timeout' },
    { kind: 'unknown', denied: false },
  ],
  [{ code: 502, description: 'Bad Gateway' }, { kind: 'unsent' }],
  [
    { code: 403, description: 'Forbidden: user is deactivated' },
    { kind: 'blocked', why: 'deactivated' },
  ],
])('says what %o means', async (fault, result) => {
  const teacher = aTeacher()
  const notifier = open()
  telegram.api.fault({ kind: 'error', method: 'sendMessage', ...fault })
  expect(await notifier.send(message(teacher.chat))).toMatchObject(result)
  await database.pool.query('delete from send_gate')
})

it('says that a message may have arrived when the answer was lost', async () => {
  const teacher = aTeacher()
  telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage' })
  expect(await open().send(message(teacher.chat))).toMatchObject({ kind: 'unknown' })
})

it('does not repeat a message in doubt while Telegram is away', async () => {
  const teacher = aTeacher()
  telegram.api.fault({ kind: 'error', code: 500, method: 'getMe' })
  const again = { ...message(teacher.chat), carefully: true }
  expect(await open().send(again)).toMatchObject({ kind: 'unsent' })
  expect(await open().send(again)).toMatchObject({ kind: 'sent' })
})

it('refuses what is not a call of Telegram', async () => {
  const notifier = open()
  const { chat } = aTeacher()
  expect(await notifier.send({ ...message(chat), content: {} })).toMatchObject({ kind: 'refused' })
  const unknown = { method: 'sendThought', payload: {} }
  const result = await notifier.send({ ...message(chat), content: unknown })
  expect(result).toMatchObject({ kind: 'refused' })
})

it('brings a card up to date, and takes one that is for sent', async () => {
  const teacher = aTeacher()
  const notifier = open()
  const sent = await notifier.send(message(teacher.chat))
  const messageId = sent.kind === 'sent' ? sent.messageId : ''
  const card = { chatKey: `telegram:${teacher.chat}`, messageId, ticketId: 1 }
  expect(await notifier.editCard(card)).toEqual({ kind: 'sent', messageId })
  expect(await teacher.sees('Карточка')).toMatchObject({ message_id: Number(messageId) })
  expect(await notifier.editCard(card)).toMatchObject({ kind: 'sent' })
})

it('says in words what a person lets nobody send as a voice', async () => {
  const teacher = aTeacher()
  const description = 'Bad Request: VOICE_MESSAGES_FORBIDDEN'
  telegram.api.fault({ kind: 'error', method: 'sendVoice', code: 400, description })
  const payload = { voice: 'file', caption: '<b>Ответ</b>', parse_mode: 'HTML' }
  const voice = { ...message(teacher.chat), content: { method: 'sendVoice', payload } }
  const result = await open().send(voice)
  if (result.kind !== 'elsewhere') throw new Error(result.kind)
  await open().send({ ...voice, content: result.content })
  await teacher.sees(/^Ответ\n\nЗдесь было голосовое/)
})
