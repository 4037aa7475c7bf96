/** Groups, topics, albums, forwards: what people do reaches the bot as Telegram would tell it. */
import { Bot } from 'grammy'
import type { Update } from 'grammy/types'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let telegram: Telegram
let bot: Bot
let offset = 0

beforeEach(async () => {
  telegram = await startTelegram()
  bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } })
  offset = 0
})

afterEach(() => telegram.close())

async function heard(): Promise<Update[]> {
  const updates = await bot.api.getUpdates({ offset })
  offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
  return updates
}

it('in privacy mode hears only what is meant for it, as administrator everything', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const group = telegram.group({ title: 'ГТЦ', members: [boris] })
  const card = await bot.api.sendMessage(group.id, 'Вопрос № 1')
  boris.says('просто разговор', { in: group })
  boris.says('/queue', { in: group })
  boris.says('/queue@another_bot', { in: group })
  boris.repliesTo(card, 'ответ')
  expect((await heard()).map((update) => update.message?.text)).toEqual(['/queue', 'ответ'])
  telegram.api.setBot(group.id, boris.id, 'administrator')
  boris.says('просто разговор', { in: group })
  expect((await heard()).map((update) => update.message?.text)).toEqual([
    undefined,
    'просто разговор',
  ])
})

it('tells a bot that writes to a group which has become a supergroup where it is now', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const group = telegram.group({ title: 'ГТЦ', members: [boris] })
  const next = telegram.api.migrate(group.id)
  await expect(bot.api.sendMessage(group.id, 'Вопрос')).rejects.toMatchObject({
    error_code: 400,
    description: 'Bad Request: group chat was upgraded to a supergroup chat',
    parameters: { migrate_to_chat_id: next },
  })
  expect(await bot.api.sendMessage(next, 'Вопрос')).toMatchObject({ chat: { type: 'supergroup' } })
  expect((await heard()).map((update) => update.message)).toMatchObject([
    { migrate_to_chat_id: next },
    { migrate_from_chat_id: group.id },
  ])
})

it('keeps a topic apart and its replies in it', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const forum = telegram.group({
    title: 'ГТЦ',
    members: [boris],
    forum: true,
    bot: 'administrator',
  })
  const topic = await bot.api.createForumTopic(forum.id, '№ 127')
  const card = await bot.api.sendMessage(forum.id, 'Вопрос', {
    message_thread_id: topic.message_thread_id,
  })
  expect(boris.repliesTo(card, 'Ответ')).toMatchObject({
    message_thread_id: topic.message_thread_id,
  })
  await expect(
    bot.api.sendMessage(forum.id, 'Мимо', { message_thread_id: 999 }),
  ).rejects.toMatchObject({ description: 'Bad Request: message thread not found' })
})

it('brings an album as separate updates, an edit, a forward, a block and a return', async () => {
  const anna = telegram.person({ name: 'Анна' })
  const first = anna.says('Вопросс')
  anna.edits(first, 'Вопрос')
  const bytes = new TextEncoder().encode('а')
  anna.sendsAlbum([
    { name: 'а.txt', bytes },
    { name: 'б.txt', bytes },
  ])
  anna.says({ forward: { chatId: anna.id, messageId: first.message_id } })
  anna.blocks()
  anna.says('Вернулась')
  const updates = await heard()
  const kinds = updates.map((update) => Object.keys(update)[1])
  expect(kinds).toEqual([
    'message',
    'edited_message',
    'message',
    'message',
    'message',
    'my_chat_member',
    'my_chat_member',
    'message',
  ])
  expect(new Set(updates.map(({ message }) => message?.media_group_id).filter(Boolean)).size).toBe(
    1,
  )
  expect(updates[4]?.message).toMatchObject({ text: 'Вопрос', forward_origin: { type: 'user' } })
})

it('tells what is simply said in a topic as a reply to the topic’s root, also in privacy mode', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const forum = telegram.group({
    title: 'ГТЦ',
    members: [boris],
    forum: true,
    bot: 'administrator',
  })
  const { message_thread_id: threadId } = await bot.api.createForumTopic(forum.id, '№ 127')
  telegram.api.setBot(forum.id, boris.id, 'member')
  boris.says({ text: 'Обсудим', threadId }, { in: forum })
  boris.says('Вне тем', { in: forum })
  const said = (await heard()).flatMap(({ message }) => message ?? [])
  expect(said).toMatchObject([
    { is_topic_message: true, reply_to_message: { message_id: threadId, forum_topic_created: {} } },
  ])
})

it('shows who speaks in the name of the group or of a channel as a bot of Telegram’s own', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const group = telegram.group({ title: 'ГТЦ', members: [boris], bot: 'administrator' })
  const channel = { id: -1_001_111, type: 'channel', title: 'Новости' } as const
  boris.says({ text: 'раз', as: 'group' }, { in: group })
  boris.says({ text: 'два', as: channel }, { in: group })
  expect((await heard()).map(({ message }) => message)).toMatchObject([
    { from: { id: 1_087_968_824, is_bot: true }, sender_chat: { id: group.id } },
    { from: { id: 136_817_688, is_bot: true }, sender_chat: { id: channel.id } },
  ])
})

it('lets people delete messages and topics, of which the bot is not told', async () => {
  const boris = telegram.person({ name: 'Борис' })
  const forum = telegram.group({
    title: 'ГТЦ',
    members: [boris],
    forum: true,
    bot: 'administrator',
  })
  const { message_thread_id } = await bot.api.createForumTopic(forum.id, '№ 127')
  const card = await bot.api.sendMessage(forum.id, 'Вопрос', { message_thread_id })
  telegram.api.deleteTopic(forum.id, message_thread_id)
  await expect(bot.api.editMessageText(forum.id, card.message_id, 'Ещё')).rejects.toMatchObject({
    description: 'Bad Request: message to edit not found',
  })
  telegram.api.erase(forum.id, boris.says('Лишнее', { in: forum }).message_id)
  expect((await heard()).map(({ message }) => message?.text)).toEqual(['Лишнее'])
  expect(forum.messages()).toEqual([])
})
