/** The server fails when a test asks for it, and limits a bot as Telegram does. */
import { Bot, GrammyError, HttpError } from 'grammy'
import { afterEach, expect, it } from 'vitest'
import { startTelegram, type Telegram, type TelegramOptions } from '../helpers/telegram.ts'

let telegram: Telegram

afterEach(() => telegram.close())

async function start(options: TelegramOptions = {}) {
  telegram = await startTelegram(options)
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } })
  const anna = telegram.person({ name: 'Анна' })
  anna.starts()
  return { bot, anna }
}

it('drops the answer of a call that took effect', async () => {
  const { bot, anna } = await start()
  telegram.api.fault({ kind: 'drop-answer', method: 'sendMessage' })
  await expect(bot.api.sendMessage(anna.id, 'Дошло')).rejects.toBeInstanceOf(HttpError)
  expect(anna.inbox()).toMatchObject([{ text: 'Дошло' }])
})

it('fails without an effect as often as asked', async () => {
  const { bot, anna } = await start()
  telegram.api.fault({ kind: 'error', code: 502, description: 'Bad Gateway', times: 2 })
  await expect(bot.api.sendMessage(anna.id, 'раз')).rejects.toMatchObject({ error_code: 502 })
  await expect(bot.api.sendMessage(anna.id, 'два')).rejects.toMatchObject({ error_code: 502 })
  await bot.api.sendMessage(anna.id, 'три')
  expect(anna.inbox()).toMatchObject([{ text: 'три' }])
})

it('lets nothing through while the network is cut', async () => {
  const { bot, anna } = await start()
  telegram.api.fault({ kind: 'cut', seconds: 60 })
  await expect(bot.api.sendMessage(anna.id, 'Нет')).rejects.toBeInstanceOf(HttpError)
  telegram.api.clearFaults()
  await bot.api.sendMessage(anna.id, 'Да')
  expect(anna.inbox()).toMatchObject([{ text: 'Да' }])
})

it('asks to wait when a group gets more than twenty a minute', async () => {
  const { bot, anna } = await start({ limits: true })
  const group = telegram.group({ title: 'ГТЦ', members: [anna] })
  const sent = await Promise.allSettled(
    Array.from({ length: 21 }, (_, index) => bot.api.sendMessage(group.id, `№ ${index}`)),
  )
  const refused = sent.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toHaveLength(1)
  expect(refused[0]).toBeInstanceOf(GrammyError)
  expect(refused[0].parameters.retry_after).toBeGreaterThan(50)
})

it('counts the parts of an album and not what Telegram does not count', async () => {
  const { bot, anna } = await start({ limits: true })
  for (let index = 0; index < 40; index += 1) await bot.api.sendChatAction(anna.id, 'typing')
  await bot.api.sendMessage(anna.id, 'раз')
  await expect(bot.api.copyMessages(anna.id, anna.id, [1, 2, 3, 4, 5])).rejects.toMatchObject({
    error_code: 429,
  })
})
