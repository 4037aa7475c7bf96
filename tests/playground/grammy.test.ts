/** grammY, the client that the bot itself uses, cannot tell the playground's server from Telegram. */

import { Bot, InlineKeyboard, InputFile, InputMediaBuilder } from 'grammy'
import type { Message } from 'grammy/types'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
let bot: Bot

beforeEach(async () => {
  telegram = await startTelegram()
  bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } })
  bot.catch(() => {})
})

afterEach(async () => {
  await bot.stop()
  await telegram.close()
})

const startPolling = () =>
  new Promise<void>((onStart) => void bot.start({ onStart: () => onStart() }))

it('carries words both ways by long polling', async () => {
  bot.on('message:text', (ctx) => ctx.reply(`<b>Вы</b>: ${ctx.msg.text}`, { parse_mode: 'HTML' }))
  await startPolling()
  const anna = telegram.person({ name: 'Анна' })
  anna.says('Здравствуйте')
  expect(await anna.sees(/Вы: Здравствуйте/)).toMatchObject({
    entities: [{ type: 'bold', offset: 0, length: 2 }],
  })
})

it('brings a press to the bot and its answer to the person', async () => {
  bot.command('start', (ctx) =>
    ctx.reply('Согласны?', { reply_markup: new InlineKeyboard().text('Да', 'yes') }),
  )
  bot.callbackQuery('yes', async (ctx) => {
    await ctx.answerCallbackQuery({ text: 'Принято', show_alert: true })
    await ctx.editMessageText('Спасибо')
  })
  await startPolling()
  const anna = telegram.person({ name: 'Анна' })
  anna.starts('i_code')
  expect(await anna.presses('Да')).toEqual({ text: 'Принято', showAlert: true, url: undefined })
  expect(await anna.sees('Спасибо')).not.toHaveProperty('reply_markup')
  expect(anna.inbox()).toHaveLength(1)
})

it('takes files by upload and by file_id, gives their bytes back, keeps albums together', async () => {
  const anna = telegram.person({ name: 'Анна' })
  anna.starts()
  const bytes = new TextEncoder().encode('Положение')
  const sent = await bot.api.sendDocument(anna.id, new InputFile(bytes, 'Положение.txt'), {
    caption: '<b>Вот</b> оно',
    parse_mode: 'HTML',
  })
  expect(sent).toMatchObject({
    document: { file_name: 'Положение.txt', file_size: 18 },
    caption_entities: [{ type: 'bold', offset: 0, length: 3 }],
  })
  const file = await bot.api.getFile(sent.document.file_id)
  const answer = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${file.file_path}`)
  expect(await answer.text()).toBe('Положение')
  const again = await bot.api.sendDocument(anna.id, sent.document.file_id)
  expect(again.document.file_unique_id).toBe(sent.document.file_unique_id)
  const album = await bot.api.sendMediaGroup(anna.id, [
    InputMediaBuilder.document(sent.document.file_id),
    InputMediaBuilder.document(new InputFile(bytes, 'Второе.txt')),
  ])
  expect(new Set(album.map((part) => (part as Message).media_group_id)).size).toBe(1)
})

it('says what the chat holds when what is waited for does not come', async () => {
  const anna = telegram.person({ name: 'Анна' })
  anna.says('Есть кто?')
  await bot.api.sendMessage(anna.id, 'Да', { reply_markup: new InlineKeyboard().text('Где', 'x') })
  await expect(anna.sees('Нет', { within: 20 })).rejects.toThrow(
    /waited 20 ms for Нет; the chat:\n#1 Анна: Есть кто\?\n#2 Вопрос специалисту: Да \n {4}⟨Где⟩/,
  )
})
