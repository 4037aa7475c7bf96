/** What the desk does because of the time: the clock of these tests is moved, the day is Monday, work ends at six. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import { makeTutor } from '../helpers/people.ts'
import type { Group, Person } from '../helpers/telegram.ts'

let app: TestBot
let group: Group
let anna: Person
let boris: Person
let methodist: Person
let teacher: Person

beforeEach(async () => {
  app = await startBot({
    group: (telegram) => {
      anna = telegram.person({ name: 'Анна' })
      boris = telegram.person({ name: 'Борис' })
      group = telegram.group({ title: 'Тьюторы', members: [anna, boris] })
      return group
    },
  })
  await app.consents(anna, 'tutor')
  await app.consents(boris, 'tutor')
  app.when('без ответа', routed())
  methodist = await app.person('Марта', 'methodist')
  teacher = await app.person('Мария')
  await app.looks('2026-11-23T09:00:00Z')
})
afterEach(() => app.close())

async function openTicket(number: number) {
  teacher.says(`Вопрос ${number} без ответа?`)
  return group.sees(new RegExp(`№ ${number} · ждёт тьютора`))
}

const REMINDER = /^Ждут тьютора\n|^Вопрос № \d+ ждёт тьютора/

/** What the bot has said in the chat, edits aside, that holds these words. */
const saidIn = (chat: { chat: number }, words: RegExp | string) =>
  app.telegram.api
    .messages(chat.chat)
    .filter(
      (message) =>
        message.from?.id === app.telegram.bot.id && new RegExp(words).test(message.text ?? ''),
    )

it('reminds the group once of what nobody takes, after a quarter of the time', async () => {
  const card = await openTicket(1)
  await app.looks('2026-11-23T14:59:00Z')
  expect(saidIn(group, REMINDER)).toEqual([])
  await app.looks('2026-11-24T06:00:00Z')
  const reminder = await group.sees(REMINDER)
  expect(reminder.text).toContain(
    'Вопрос № 1 ждёт тьютора с 23 ноября, 12:00. Ответить до 18:00 25 ноября.',
  )
  expect(reminder.reply_to_message?.message_id).toBe(card.message_id)
  await app.looks('2026-11-24T06:00:01Z')
  expect(saidIn(group, REMINDER)).toHaveLength(1)
})

it('does each due thing once and none in the night, however long nobody looked', async () => {
  await openTicket(1)
  await openTicket(2)
  await openTicket(3)
  await app.looks('2026-12-05T20:00:00Z')
  expect(saidIn(group, REMINDER)).toEqual([])
  for (const minute of [0, 1, 2]) await app.looks(`2026-12-07T06:0${minute}:00Z`)
  expect(saidIn(group, REMINDER)).toHaveLength(1)
  expect(saidIn(group, 'Вопросы педагогов: сводка на')).toHaveLength(1)
  expect(saidIn(methodist, 'Срок ответа прошёл')).toHaveLength(1)
  expect(saidIn(teacher, 'задерживается')).toHaveLength(3)
  const reminder = saidIn(group, REMINDER)[0]!
  expect(reminder.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    'Взять № 1',
    'Взять № 2',
    'Взять № 3',
  ])
})

it('gives a silent tutor’s question back to the queue at half of the time, and tells tutor and card', async () => {
  const card = await openTicket(1)
  await anna.presses('Взять', { in: group, on: card })
  const taken = await group.sees(/у тьютора: Анна, до 15:00 24 ноября/)
  expect(taken.message_id).toBe(card.message_id)
  await app.looks('2026-11-24T11:59:00Z')
  await app.looks('2026-11-24T12:00:00Z')
  await anna.sees(/Время на ответ вышло, вопрос № 1 снова в очереди/)
  await group.sees(/№ 1 · ждёт тьютора/)
  await group.sees(REMINDER)
  expect(await boris.presses('Взять', { in: group, on: card })).toMatchObject({
    text: 'Вопрос № 1 ваш.',
  })
})

it('keeps an answer whose preview is open when the time runs out, and sends it while the question is free', async () => {
  const card = await openTicket(1)
  anna.repliesTo(card, 'Поздний ответ.')
  const preview = await group.sees('Поздний ответ.')
  await app.looks('2026-11-24T12:00:00Z')
  await group.sees(/№ 1 · ждёт тьютора/)
  expect(await anna.presses('Отправить', { in: group, on: preview })).toMatchObject({
    text: expect.stringMatching(/отправлен/),
  })
  await teacher.sees('Поздний ответ.')
  await group.sees(/№ 1 · ответ отправлен: Анна/)
})

it('prolongs the time up to the promise, once', async () => {
  const card = await openTicket(1)
  await anna.presses('Взять', { in: group, on: card })
  expect(await anna.presses('Продлить', { in: group, on: card })).toMatchObject({
    text: 'Вопрос № 1 ваш до 18:00 25 ноября.',
  })
  const shown = await group.sees(/у тьютора: Анна, до 18:00 25 ноября/)
  expect(JSON.stringify(shown.reply_markup)).not.toContain('Продлить')
  expect(await anna.forges('prolong:1', card)).toMatchObject({
    text: expect.stringMatching(/дальше продлить нельзя/),
  })
  await app.looks('2026-11-24T12:00:00Z')
  expect(saidIn(anna, 'Время на ответ вышло')).toEqual([])
})

it('tells methodists and the teacher once that the promise is broken, and says so on the card', async () => {
  const card = await openTicket(1)
  await anna.presses('Взять', { in: group, on: card })
  await anna.presses('Продлить', { in: group })
  await app.looks('2026-11-25T15:00:01Z')
  expect(saidIn(methodist, 'Срок ответа прошёл')).toEqual([])
  await app.looks('2026-11-26T06:00:00Z')
  await methodist.sees(/№ 1: обещали ответить до 18:00 25 ноября/)
  await teacher.sees(/Ответ на вопрос № 1 задерживается/)
  await group.sees(/Срок прошёл: обещали ответить до 18:00 25 ноября/)
  await app.looks('2026-11-26T06:00:05Z')
  expect(saidIn(teacher, 'задерживается')).toHaveLength(1)
})

it('closes an answer that nobody contests for a week, and lets it be reopened for two more', async () => {
  const card = await openTicket(1)
  anna.repliesTo(card, 'Ответ.')
  await anna.presses('Отправить', { in: group, on: await group.sees(/Так ответ/) })
  await teacher.sees('Ответ.')
  await app.looks('2026-11-30T08:00:00Z')
  expect(saidIn(group, 'закрыт')).toEqual([])
  await app.looks('2026-11-30T09:00:01Z')
  await group.sees(/№ 1 · закрыт/)
  await app.looks('2026-12-14T08:00:00Z')
  await teacher.presses('Уточнить')
  await teacher.sees('Что уточнить')
  teacher.says('А летом?')
  await teacher.sees(/Уточнение передано тьютору: № 1/)
  await group.sees(/№ 1 · у тьютора: Анна/)
})

it('says in the morning what there is, and nothing when there is nothing', async () => {
  await app.looks('2026-11-24T06:00:00Z')
  expect(saidIn(group, 'Вопросы педагогов: сводка на')).toEqual([])
  await openTicket(1)
  anna.repliesTo(await openTicket(2), 'Ответ.')
  await anna.presses('Отправить', { in: group, on: await group.sees(/Так ответ/) })
  await app.looks('2026-11-25T06:00:00Z')
  const digest = await group.sees('Вопросы педагогов: сводка на')
  expect(digest.text).toContain('С прошлой сводки (24 ноября, 09:00): новых — 2, с ответом — 1.')
  expect(digest.text).toContain('Ждут тьютора: 1\nВ работе: 0')
})

it('returns the questions of a tutor who leaves the group, and tells both', async () => {
  const card = await openTicket(1)
  await anna.presses('Взять', { in: group, on: card })
  app.telegram.api.leave(group.id, anna.id)
  await anna.sees('Вопрос № 1 снова в очереди, отвечать на него вам больше не нужно.')
  await group.sees(/№ 1 · ждёт тьютора/)
  await app.looks()
  await group.sees(REMINDER)
})

it('shows one of a hundred tutors who press at once as the one who has it, and tells him to the others', async () => {
  const tutors = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const tutor = app.telegram.person({ name: `Тьютор ${index + 1}` })
      app.telegram.api.join(group.id, tutor.id)
      await makeTutor(app.database.pool, tutor)
      return tutor
    }),
  )
  const card = await openTicket(1)
  const answers = await Promise.all(
    tutors.map((tutor) => tutor.presses('Взять', { in: group, on: card })),
  )
  const shown = await group.sees(/№ 1 · у тьютора: Тьютор \d+/, { within: 10_000 })
  const name = /у тьютора: (Тьютор \d+)/.exec(shown.text ?? '')?.[1]
  const texts = answers.map((answer) => answer?.text)
  expect(texts.filter((text) => text === 'Вопрос № 1 ваш.')).toHaveLength(1)
  expect(texts.filter((text) => text === `Вопрос № 1 уже взял тьютор: ${name}.`)).toHaveLength(99)
  expect(tutors[texts.indexOf('Вопрос № 1 ваш.')]?.name).toBe(name)
})
