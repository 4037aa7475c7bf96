/** What Telegram refuses is refused here, with its code and its words. */
import { Bot } from 'grammy'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Person, startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
let anna: Person

beforeAll(async () => {
  telegram = await startTelegram()
  anna = telegram.person({ name: 'Анна' })
  anna.starts()
})

afterAll(() => telegram.close())

async function call(method: string, parameters: Record<string, unknown>, token = telegram.token) {
  const response = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return (await response.json()) as {
    ok: boolean
    error_code?: number
    description?: string
    result: never
  }
}

const say = (text: string, more: object = {}) =>
  call('sendMessage', { chat_id: anna.id, text, ...more })

it('knows its token and its methods', async () => {
  expect(await call('getMe', {}, '1:wrong')).toMatchObject({
    error_code: 401,
    description: 'Unauthorized',
  })
  expect(await call('sendInvoice', {})).toEqual({
    ok: false,
    error_code: 404,
    description: 'Not Found: method sendInvoice is not served here',
  })
})

it.each([
  [{ chat_id: 1, text: 'а' }, 'Bad Request: chat not found'],
  [{ text: 'а' }, 'Bad Request: chat_id is empty'],
  [{ text: ' ' }, 'Bad Request: message text is empty', true],
  [{ text: 'я'.repeat(4097) }, 'Bad Request: message is too long', true],
  [
    { text: 'а', reply_parameters: { message_id: 999 } },
    'Bad Request: message to be replied not found',
    true,
  ],
  [{ text: 'а', reply_markup: '{' }, "Bad Request: can't parse reply markup JSON object", true],
  [
    {
      text: 'а',
      reply_markup: { inline_keyboard: [[{ text: 'б', callback_data: 'я'.repeat(33) }]] },
    },
    'Bad Request: BUTTON_DATA_INVALID',
    true,
  ],
])('refuses sendMessage %j', async (parameters, description, toAnna = false) => {
  const target = toAnna ? { chat_id: anna.id } : {}
  expect(await call('sendMessage', { ...target, ...parameters })).toEqual({
    ok: false,
    error_code: 400,
    description,
  })
})

it.each([
  ['<b>а', `Can't find end tag corresponding to start tag "b"`],
  ['а</b>', 'Unexpected end tag at byte offset 2'],
  ['<b>а</i>', 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'],
  ['<h1>а</h1>', 'Unsupported start tag "h1" at byte offset 0'],
  ['2 < 3', 'Unsupported start tag "" at byte offset 2'],
  ['<b', 'Unclosed start tag at byte offset 0'],
])('refuses the HTML %s', async (text, reason) => {
  expect(await say(text, { parse_mode: 'HTML' })).toMatchObject({
    error_code: 400,
    description: `Bad Request: can't parse entities: ${reason}`,
  })
})

it('refuses an edit that changes nothing, one of a message that is gone, one of another’s message', async () => {
  const { result } = await say('Было')
  const own: number = (result as { message_id: number }).message_id
  const edit = (message_id: number, text: string) =>
    call('editMessageText', { chat_id: anna.id, message_id, text })
  expect((await edit(own, 'Было')).description).toMatch(/message is not modified/)
  expect(await edit(own, 'Стало')).toMatchObject({ ok: true })
  expect((await edit(own + 1000, 'Стало')).description).toBe(
    'Bad Request: message to edit not found',
  )
  const hers = anna.says('Моё').message_id
  expect((await edit(hers, 'Чужое')).description).toBe("Bad Request: message can't be edited")
})

it('lets the bot write only to those who started it and have not blocked it', async () => {
  const boris = telegram.person({ name: 'Борис' })
  telegram.group({ title: 'ГТЦ', members: [boris] })
  const write = () => call('sendMessage', { chat_id: boris.id, text: 'Здравствуйте' })
  expect((await write()).description).toBe("Forbidden: bot can't initiate conversation with a user")
  boris.starts()
  expect(await write()).toMatchObject({ ok: true })
  boris.blocks()
  expect(await write()).toMatchObject({
    error_code: 403,
    description: 'Forbidden: bot was blocked by the user',
  })
  boris.unblocks()
  expect(await write()).toMatchObject({ ok: true })
})

it('answers a press once, and not when it is old', async () => {
  await say('Нажмите', {
    reply_markup: { inline_keyboard: [[{ text: 'Да', callback_data: 'y' }]] },
  })
  const pressed = anna.presses('Да')
  const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } })
  const query = (await bot.api.getUpdates({ timeout: 5, allowed_updates: [] })).at(
    -1,
  )?.callback_query
  const elsewhere = { callback_query_id: query?.id, url: 'https://t.me/another_bot?start=a' }
  expect((await call('answerCallbackQuery', elsewhere)).description).toBe(
    'Bad Request: URL_INVALID',
  )
  await bot.api.answerCallbackQuery(query?.id ?? '', { text: 'Принято' })
  expect(await pressed).toMatchObject({ text: 'Принято' })
  const again = await call('answerCallbackQuery', { callback_query_id: query?.id })
  expect(again.description).toMatch(/query is too old/)
})

it('ends a poll when another begins', async () => {
  const polls = [1, 2].map(() => call('getUpdates', { timeout: 10, offset: 999_999_999 }))
  expect(await Promise.race(polls)).toMatchObject({
    error_code: 409,
    description: expect.stringMatching(/terminated by other getUpdates request/),
  })
  telegram.api.pushUpdate({ message: {} })
  expect((await Promise.all(polls)).map(({ ok }) => ok).sort()).toEqual([false, true])
})
