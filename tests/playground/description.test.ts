/** Every method that is served takes what the official description says and answers as it says. */
import { existsSync } from 'node:fs'
import { Bot, InlineKeyboard, InputFile, InputMediaBuilder } from 'grammy'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDescription } from '../helpers/bot-api-description.ts'
import { sharedPath } from '../helpers/shared.ts'
import {
  type Call,
  type Group,
  type Person,
  startTelegram,
  type Telegram,
} from '../helpers/telegram.ts'

const file = sharedPath('telegram-bot-api-spec.json')
if (!existsSync(file)) console.warn(`skipped: no official description at ${file}`)

describe.skipIf(!existsSync(file))('the official description', () => {
  let telegram: Telegram
  let bot: Bot
  let anna: Person
  let forum: Group

  beforeAll(async () => {
    telegram = await startTelegram()
    bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } })
    anna = telegram.person({ name: 'Анна' })
    forum = telegram.group({ title: 'ГТЦ', members: [anna], forum: true, bot: 'administrator' })
    anna.starts('site')
    await saying(bot, anna)
    await sendingFiles(bot, anna)
    await inGroups(bot, anna, forum)
    await hearing(bot, anna, telegram)
  })

  afterAll(() => telegram.close())

  const checked = (problems: (call: Call) => string[]) =>
    telegram
      .calls()
      .flatMap((call) => (call.answer.ok ? problems(call) : [call.answer.description]))

  it('knows every parameter that the server was given', () => {
    const { problemsOfCall } = readDescription(file)
    expect(checked((call) => problemsOfCall(call.method, call.parameters, call.uploads))).toEqual(
      [],
    )
  })

  it('knows everything that the server answered', () => {
    const { problemsOfResult } = readDescription(file)
    const asSent = (call: Call) => JSON.parse(JSON.stringify(call.answer.result))
    expect(checked((call) => problemsOfResult(call.method, asSent(call)))).toEqual([])
  })

  it('has every method that is served, and each was called', () => {
    const { methods } = readDescription(file)
    const called = new Set(telegram.calls().map(({ method }) => method))
    expect(
      telegram.api.methods().map((name) => methods.find((one) => one.toLowerCase() === name)),
    ).toEqual(
      telegram.api.methods().map((name) => [...called].find((one) => one.toLowerCase() === name)),
    )
  })
})

async function saying(bot: Bot, anna: Person): Promise<void> {
  const { api } = bot
  await api.getMe()
  const sent = await api.sendMessage(
    anna.id,
    `<b>Пункт</b> <a href="https://example.org">3</a> <blockquote expandable>текст</blockquote> <pre><code class="language-js">1</code></pre> <a href="tg://user?id=${anna.id}">Анна</a> /help @someone #метка a@b.ru`,
    {
      parse_mode: 'HTML',
      protect_content: true,
      link_preview_options: { is_disabled: true },
      reply_markup: new InlineKeyboard().text('Да', 'y').url('Сайт', 'https://example.org'),
    },
  )
  await api.sendMessage(anna.id, 'Ответьте', {
    reply_markup: { force_reply: true, selective: true },
  })
  const plain = await api.sendMessage(anna.id, 'В ответ', {
    reply_parameters: { message_id: sent.message_id, quote: 'Пункт' },
    entities: [{ type: 'bold', offset: 0, length: 1 }],
    reply_markup: { keyboard: [[{ text: 'Пропустить' }]], resize_keyboard: true },
  })
  await api.sendMessageDraft(anna.id, 7, 'Пишу')
  await api.sendChatAction(anna.id, 'typing')
  await api.editMessageText(anna.id, sent.message_id, 'Иначе', {
    reply_markup: new InlineKeyboard().text('Да', 'y'),
  })
  await api.editMessageReplyMarkup(anna.id, sent.message_id)
  await api.copyMessage(anna.id, anna.id, plain.message_id)
  await api.copyMessages(anna.id, anna.id, [plain.message_id])
  await api.forwardMessage(anna.id, anna.id, plain.message_id)
  await api.forwardMessages(anna.id, anna.id, [plain.message_id])
  await api.setMessageReaction(anna.id, plain.message_id, [{ type: 'emoji', emoji: '👍' }])
  await api.deleteMessage(anna.id, plain.message_id)
  await api.deleteMessages(anna.id, [sent.message_id])
}

async function sendingFiles(bot: Bot, anna: Person): Promise<void> {
  const { api } = bot
  const upload = (name: string) => new InputFile(new TextEncoder().encode(name), name)
  const pixel = Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64')
  await api.sendPhoto(anna.id, new InputFile(pixel, 'точка.gif'), { caption: 'Точка' })
  const { document, message_id } = await api.sendDocument(anna.id, upload('Положение.txt'))
  await api.editMessageCaption(anna.id, message_id, { caption: '<i>Вот</i>', parse_mode: 'HTML' })
  await api.sendVoice(anna.id, upload('голос.ogg'))
  await api.sendAudio(anna.id, upload('звук.mp3'))
  await api.sendVideo(anna.id, upload('видео.mp4'))
  await api.sendAnimation(anna.id, upload('движение.mp4'), { caption: 'Смотрите' })
  await api.sendVideoNote(anna.id, upload('круг.mp4'))
  await api.sendMediaGroup(anna.id, [
    InputMediaBuilder.document(document.file_id),
    InputMediaBuilder.document(upload('Второе.txt'), { caption: 'Два' }),
  ])
  await api.getFile(document.file_id)
}

async function inGroups(bot: Bot, anna: Person, forum: Group): Promise<void> {
  const { api } = bot
  const { message_thread_id } = await api.createForumTopic(forum.id, '№ 127')
  const card = await api.sendMessage(forum.id, 'Карточка', { message_thread_id })
  await api.pinChatMessage(forum.id, card.message_id)
  await api.getChat(forum.id)
  await api.getChat(anna.id)
  await api.unpinChatMessage(forum.id)
  await api.editForumTopic(forum.id, message_thread_id, { name: '№ 128' })
  await api.closeForumTopic(forum.id, message_thread_id)
  await api.reopenForumTopic(forum.id, message_thread_id)
  await api.deleteForumTopic(forum.id, message_thread_id)
  await api.getChatMember(forum.id, anna.id)
  await api.getChatMember(forum.id, bot.isInited() ? bot.botInfo.id : 7_000_000_001)
  await api.getChatAdministrators(forum.id)
  await api.getChatMemberCount(forum.id)
  const commands = [{ command: 'my', description: 'Мои вопросы' }]
  await api.setMyCommands(commands, { scope: { type: 'chat', chat_id: anna.id } })
  await api.getMyCommands({ scope: { type: 'chat', chat_id: anna.id } })
  await api.deleteMyCommands({ scope: { type: 'chat', chat_id: anna.id } })
}

async function hearing(bot: Bot, anna: Person, telegram: Telegram): Promise<void> {
  const { api } = bot
  const forum = telegram.group({ title: 'Группа', members: [anna] })
  const asked = await api.sendMessage(anna.id, 'Да?', {
    reply_markup: new InlineKeyboard().text('Да', 'y'),
  })
  anna.edits(anna.repliesTo(asked, 'ответт'), 'ответ')
  anna.sendsFile({ name: 'а.txt', bytes: new Uint8Array([1]), caption: 'Файл' })
  void anna.presses('Да')
  void anna.forges('чужое', { ...asked, message_id: 10_000 })
  telegram.api.migrate(forum.id)
  anna.blocks()
  anna.unblocks()
  telegram.api.react(anna.id, anna.id, asked.message_id, '👍')
  const updates = await api.getUpdates({ timeout: 1 })
  const pressed = updates.find((update) => update.callback_query)?.callback_query
  await api.answerCallbackQuery(pressed?.id ?? '', { text: 'Принято' })
  await api.setWebhook('https://example.org/hook', {
    secret_token: 'abc',
    allowed_updates: ['message'],
  })
  await api.getWebhookInfo()
  await api.deleteWebhook({ drop_pending_updates: true })
  await api.leaveChat(telegram.group({ title: 'Другая', members: [anna] }).id)
}
