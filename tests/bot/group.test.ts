/** Everything that a real group of tutors does. */
import { afterEach, expect, it } from 'vitest'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import { photo } from '../helpers/files.ts'
import type { Group, GroupOptions, Person } from '../helpers/telegram.ts'

const ADMIN = 6_000_000_001
let app: TestBot
afterEach(() => app.close())

/** Two tutors and a guest in a group of this kind, an administrator outside it, and a teacher. */
async function open(kind: Partial<GroupOptions> = {}) {
  const people: Record<string, Person> = {}
  let group: Group | undefined
  app = await startBot({
    admins: [ADMIN],
    group: (telegram) => {
      for (const name of ['Анна', 'Борис', 'Гость']) people[name] = telegram.person({ name })
      group = telegram.group({ title: 'Тьюторы', members: Object.values(people), ...kind })
      return group
    },
  })
  app.when('', routed())
  const admin = app.telegram.person({ name: 'Директор', id: ADMIN })
  await app.consents(admin)
  await app.consents(people.Анна!, 'tutor')
  await app.consents(people.Борис!, 'tutor')
  const teacher = await app.person('Мария')
  return {
    group: group!,
    anna: people.Анна!,
    boris: people.Борис!,
    guest: people.Гость!,
    admin,
    teacher,
  }
}

async function ask(teacher: Person, where: { sees: Group['sees'] }, text = 'Вопрос?') {
  teacher.says(text)
  const number = (await teacher.sees(/передан тьюторам: № \d+/)).text!.match(/№ (\d+)/)![1]!
  return { number, card: await where.sees(new RegExp(`№ ${number} · ждёт тьютора`)) }
}

it.each(['member', 'administrator'] as const)(
  'answers by reply and ignores the rest of the talk as a %s of the group',
  async (bot) => {
    const { group, anna, teacher } = await open({ bot })
    const { number, card } = await ask(teacher, group)
    const talk = anna.says('Коллеги, обед?', { in: group })
    anna.repliesTo(talk, 'Согласна')
    anna.sendsAlbum([photo(), photo()], { in: group })
    anna.edits(talk, 'Коллеги, ужин?')
    anna.repliesTo(card, 'Ответ.')
    await group.sees(`Так ответ на вопрос № ${number} `)
    const ofBot = group.messages().filter(({ from }) => from?.is_bot)
    expect(ofBot).toHaveLength(2)
  },
)

it('gives each question its own topic, where plain talk is no answer', async () => {
  const { group, anna, teacher } = await open({ forum: true, bot: 'administrator' })
  const { number, card } = await ask(teacher, group, 'Кто ведёт кружок?')
  const thread = card.message_thread_id!
  const root = group.messages().find(({ forum_topic_created }) => forum_topic_created)
  expect(root).toMatchObject({
    message_id: thread,
    forum_topic_created: { name: `№ ${number}. Кто ведёт кружок?` },
  })
  const talk = anna.says({ text: 'Обсудим?', threadId: thread }, { in: group })
  expect(talk.reply_to_message?.message_id).toBe(thread)
  anna.repliesTo(card, 'Методист.')
  expect(await group.sees(/Так ответ[\s\S]*Методист\./)).toMatchObject({
    message_thread_id: thread,
  })
  await anna.presses('Ответить', { in: group, on: card })
  expect(await group.sees('пришлите ответ')).toMatchObject({ message_thread_id: thread })
  expect(group.messages().filter(({ text }) => text?.includes('Обсудим'))).toHaveLength(1)
  const second = await ask(teacher, group, 'Другой?')
  expect(second.card.message_thread_id).not.toBe(thread)
})

it('brings a clarification into the topic of its question', async () => {
  const { group, anna, teacher } = await open({ forum: true, bot: 'administrator' })
  const { card } = await ask(teacher, group)
  anna.repliesTo(card, 'Коротко.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Коротко.') })
  teacher.repliesTo(await teacher.sees('Коротко.'), 'Подробнее?')
  expect(await group.sees(/уточняет[\s\S]*Подробнее\?/)).toMatchObject({
    message_thread_id: card.message_thread_id,
  })
})

it('keeps all in one place in a forum where it may not make topics', async () => {
  const { group, teacher } = await open({ forum: true, bot: 'member' })
  const { card } = await ask(teacher, group)
  expect(card.is_topic_message).toBeUndefined()
  await ask(teacher, group, 'Второй?')
  expect(app.telegram.calls('createForumTopic')).toHaveLength(1)
})

it('makes a new topic in the place of one that was deleted, and a new card', async () => {
  const { group, anna, teacher } = await open({ forum: true, bot: 'administrator' })
  const { number, card } = await ask(teacher, group)
  app.telegram.api.deleteTopic(group.id, card.message_thread_id!)
  teacher.edits(
    app.telegram.api.messages(teacher.id).find(({ text }) => text === 'Вопрос?')!,
    'Новый вопрос?',
  )
  await teacher.sees(/Исправлено/)
  await app.looks()
  const again = await group.sees(new RegExp(`№ ${number} · ждёт тьютора[\\s\\S]*Новый вопрос\\?`))
  expect(again.message_thread_id).not.toBe(card.message_thread_id)
  expect((await anna.presses('Взять', { in: group, on: again }))?.text).toBe(
    `Вопрос № ${number} ваш.`,
  )
})

it('goes to the general part when a topic is closed and the bot may not write there', async () => {
  const { group, anna, teacher } = await open({ forum: true, bot: 'administrator' })
  const { number, card } = await ask(teacher, group)
  anna.repliesTo(card, 'Кратко.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Кратко.') })
  app.telegram.api.closeTopic(group.id, card.message_thread_id!)
  app.telegram.api.setBot(group.id, anna.id, 'member')
  teacher.repliesTo(await teacher.sees('Кратко.'), 'Подробнее?')
  const note = await group.sees(new RegExp(`№ ${number}: педагог уточняет`))
  expect(note.is_topic_message).toBeUndefined()
})

it('puts a new card in the place of one that was deleted', async () => {
  const { group, anna, boris, teacher } = await open({ bot: 'administrator' })
  const { number, card } = await ask(teacher, group)
  app.telegram.api.erase(group.id, card.message_id)
  void anna.forges(`claim:${number}`, card)
  await teacher.sees(/взял тьютор: Анна/)
  await app.looks()
  const again = await group.sees(new RegExp(`№ ${number} · у тьютора: Анна`))
  expect((await boris.presses('Ответить', { in: group, on: again }))?.text).toMatch(
    /уже взял тьютор: Анна/,
  )
})

it('follows the group that becomes a supergroup', async () => {
  const { group, anna, teacher } = await open()
  const { number } = await ask(teacher, group, 'До переезда?')
  const id = app.telegram.api.migrate(group.id)
  await app.settled()
  teacher.says('После переезда?')
  await teacher.sees(/передан тьюторам: № 2/)
  await app.looks()
  const there = (text: string) =>
    app.telegram.api.messages(id).findLast((message) => message.text?.includes(text))
  await expect.poll(() => there('После переезда?')).toBeDefined()
  const card = there('До переезда?')!
  expect((await anna.presses('Взять', { on: card }))?.text).toBe(`Вопрос № ${number} ваш.`)
  anna.repliesTo(card, 'Всё на месте.')
  await expect.poll(() => there('Всё на месте.')?.reply_markup).toBeDefined()
  await anna.presses('Отправить', { on: there('Так ответ')! })
  await teacher.sees('Всё на месте.')
})

it('does what a button in the old group says after it has become a supergroup', async () => {
  const { group, anna, teacher } = await open()
  const { number, card } = await ask(teacher, group)
  const id = app.telegram.api.migrate(group.id)
  await app.settled()
  expect(await anna.presses('Ответить', { on: card })).toMatchObject({ text: '' })
  await expect
    .poll(() =>
      app.telegram.api
        .messages(id)
        .some(({ text }) => text?.includes(`пришлите ответ на вопрос № ${number}`)),
    )
    .toBe(true)
})

it('sends cards to the tutors while it is out of the group, and back into it', async () => {
  const { group, anna, boris, admin, teacher } = await open()
  const { number } = await ask(teacher, group)
  app.telegram.api.setBot(group.id, anna.id, 'kicked')
  await admin.sees(/Бота удалили из группы тьюторов/)
  await app.looks()
  const own = await boris.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  expect((await boris.presses('Взять', { on: own }))?.text).toBe(`Вопрос № ${number} ваш.`)
  app.telegram.api.setBot(group.id, anna.id, 'member')
  await admin.sees(/Бот снова в группе тьюторов/)
  await app.looks()
  await group.sees(new RegExp(`№ ${number} · у тьютора: Борис`))
  await ask(teacher, group, 'Снова в группе?')
})

it('learns from a refusal that it is out of the group', async () => {
  const { group, anna, admin, teacher } = await open()
  const off = {
    kind: 'error',
    method: 'sendMessage',
    code: 403,
    description: 'Forbidden: bot was kicked from the group chat',
  } as const
  teacher.says('Есть кто?')
  await app.telegram.nextCall(
    'sendMessage',
    ({ parameters }) => String(parameters.chat_id) === String(teacher.id),
  )
  await group.sees(/Есть кто/)
  app.telegram.api.fault(off)
  await app.bot.outbox.post({
    key: 'probe',
    kind: 'ticket',
    chatKey: `telegram:${group.id}`,
    personId: null,
    content: { method: 'sendMessage', payload: { text: '?' } },
    priority: 1,
    dueAt: app.clock.now,
  })
  await app.looks()
  await anna.sees(/Есть кто/)
  await admin.sees(/Бота удалили из группы тьюторов/)
})

it('refuses politely who answers in the name of the group or of a channel, and nobody else', async () => {
  const { group, anna, teacher } = await open({ supergroup: true, bot: 'administrator' })
  const { number, card } = await ask(teacher, group)
  const channel = { id: -1_001_111, type: 'channel', title: 'Новости' } as const
  anna.says({ text: 'Разговор', as: 'group' }, { in: group })
  anna.repliesTo(card, { text: 'Ответ', as: 'group' })
  await group.sees(/отправлено от имени группы или канала/)
  anna.repliesTo(card, { text: 'Ответ', as: channel })
  await group.sees(/отправлено от имени группы или канала/)
  anna.says({ text: '/cancel', as: 'group' }, { in: group })
  await group.sees(/отправлено от имени группы или канала/)
  await app.settled()
  expect(group.messages().filter(({ text }) => text?.includes('от имени группы'))).toHaveLength(3)
  expect((await anna.presses('Взять', { in: group, on: card }))?.text).toBe(
    `Вопрос № ${number} ваш.`,
  )
})

it('opens the chat with the bot for who presses without consent, and changes nothing', async () => {
  const { group, guest, teacher } = await open()
  const { number, card } = await ask(teacher, group)
  const answer = await guest.presses('Взять', { in: group, on: card })
  expect(answer).toMatchObject({ text: '', url: 'https://t.me/vopros_test_bot?start=desk' })
  guest.repliesTo(card, 'И я отвечу')
  const told = await group.sees(/сначала откройте чат со мной/)
  expect(told.entities).toContainEqual(
    expect.objectContaining({ type: 'text_link', url: answer!.url }),
  )
  const { rows } = await app.database.pool.query('select status from tickets where id = $1', [
    number,
  ])
  expect(rows).toEqual([{ status: 'open' }])
  guest.starts('desk')
  await guest.sees(/нужно ваше согласие/)
})

it('makes the group that an administrator adds it to the tutors’ when they say so', async () => {
  const { group, anna, admin, guest, teacher } = await open()
  const { number } = await ask(teacher, group)
  const made = { title: 'Новая', supergroup: true, bot: 'member' } as const
  const [added, foreign] = [admin, guest].map((person) =>
    app.telegram.group({ ...made, members: [person, anna] }),
  ) as [Group, Group]
  for (const { id } of [added, foreign]) app.telegram.api.setBot(id, guest.id, 'left')
  app.telegram.api.setBot(foreign.id, guest.id, 'member')
  app.telegram.api.setBot(added.id, admin.id, 'member')
  const asked = await admin.sees(/Вы добавили меня в группу «Новая»/)
  await app.settled()
  expect(admin.inbox().filter(({ text }) => text?.includes('Вы добавили'))).toHaveLength(1)
  expect((await anna.forges(`tutor-group:${foreign.id}`, asked))?.text).toMatch(/администратор/)
  await admin.presses('Это группа тьюторов', { on: asked })
  await app.looks()
  await added.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  expect(foreign.messages()).toEqual([])
})

it('shows a tutor without a group the files of a clarification at once', async () => {
  const { group, anna, teacher } = await open()
  const { number, card } = await ask(teacher, group)
  await anna.presses('Взять', { in: group, on: card })
  app.telegram.api.setBot(group.id, anna.id, 'kicked')
  await app.settled()
  const accepted = teacher.inbox().find(({ text }) => text?.includes('передан тьюторам'))!
  const { bytes } = photo()
  teacher.repliesTo(accepted, {
    file: { kind: 'photo', name: '', mime: '', bytes },
    caption: 'Вот.',
  })
  const note = await anna.sees(new RegExp(`№ ${number}: педагог уточняет[\\s\\S]*Вот\\.`))
  expect(note).toHaveProperty('photo')
  expect(note.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Ответить'])
})
