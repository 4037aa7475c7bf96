/** Telegraf, which nobody wrote for this server, works with it as with Telegram. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Markup, Telegraf } from 'telegraf'
import { message } from 'telegraf/filters'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
let bot: Telegraf
let webServer: Server | undefined

beforeEach(async () => {
  telegram = await startTelegram()
  bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } })
})

afterEach(async () => {
  try {
    bot.stop()
  } catch {
    // Telegraf throws when it was never launched.
  }
  await telegram.close()
  webServer?.closeAllConnections()
  webServer?.close()
  webServer = undefined
})

async function listen(path: string, secretToken: string): Promise<string> {
  const handle = bot.webhookCallback(path, { secretToken })
  const server = createServer((request, response) => void handle(request, response))
  webServer = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
}

it('hears and answers by polling', async () => {
  bot.on(message('text'), (ctx) => ctx.replyWithHTML(`<i>${ctx.message.text}</i>`))
  const launched = telegram.nextCall('getUpdates')
  void bot.launch()
  const anna = telegram.person({ name: 'Анна' })
  anna.says('Здравствуйте')
  expect(await anna.sees('Здравствуйте')).toMatchObject({ entities: [{ type: 'italic' }] })
  await launched
})

it('hears by webhook with the secret, and may answer in the response', async () => {
  bot.on(message('text'), (ctx) => ctx.reply(`Слышу: ${ctx.message.text}`))
  const url = await listen('/hook', 'secret-of-the-test')
  await bot.telegram.setWebhook(url, { secret_token: 'secret-of-the-test' })
  const anna = telegram.person({ name: 'Анна' })
  anna.says('раз')
  anna.says('два')
  await anna.sees('Слышу: раз')
  await anna.sees('Слышу: два')
  expect(anna.inbox().map(({ text }) => text)).toEqual(['Слышу: раз', 'Слышу: два'])
  await expect(bot.telegram.getUpdates(0, 1, 0, undefined)).rejects.toMatchObject({ code: 409 })
})

it('keeps an update until the webhook takes it', async () => {
  const url = await listen('/hook', 'secret-of-the-test')
  await bot.telegram.setWebhook(url, { secret_token: 'another' })
  const anna = telegram.person({ name: 'Анна' })
  anna.says('Дойдёт?')
  await expect
    .poll(async () => (await bot.telegram.getWebhookInfo()).last_error_message)
    .toMatch(/403/)
  expect(await bot.telegram.getWebhookInfo()).toMatchObject({ pending_update_count: 1 })
  bot.on(message('text'), (ctx) => ctx.reply('Дошло'))
  await bot.telegram.setWebhook(url, { secret_token: 'secret-of-the-test' })
  await anna.sees('Дошло')
  await expect.poll(() => telegram.api.pendingUpdates()).toBe(0)
})

it('shows keyboards, takes presses and edits', async () => {
  bot.start((ctx) =>
    ctx.reply('Поможет?', Markup.inlineKeyboard([Markup.button.callback('👍 Помогло', 'up')])),
  )
  bot.action('up', async (ctx) => {
    await ctx.answerCbQuery('Спасибо')
    await ctx.editMessageText('Отмечено', Markup.inlineKeyboard([]))
  })
  void bot.launch()
  const anna = telegram.person({ name: 'Анна' })
  anna.starts()
  expect(await anna.presses('👍 Помогло')).toMatchObject({ text: 'Спасибо', showAlert: false })
  expect(await anna.sees('Отмечено')).not.toHaveProperty('reply_markup')
})

it('takes a document from a person and gives one back', async () => {
  bot.on(message('document'), async (ctx) => {
    const link = await ctx.telegram.getFileLink(ctx.message.document.file_id)
    const text = await (await fetch(link)).text()
    await ctx.replyWithDocument({ source: Buffer.from(text.toUpperCase()), filename: 'Ответ.txt' })
  })
  void bot.launch()
  const anna = telegram.person({ name: 'Анна' })
  anna.sendsFile({ name: 'Вопрос.txt', bytes: new TextEncoder().encode('привет') })
  const answer = await anna.sees('')
  const file = telegram.api.file(answer.document?.file_id ?? '')
  expect(Buffer.from(file?.bytes ?? []).toString()).toBe('ПРИВЕТ')
  expect(file?.name).toBe('Ответ.txt')
})
