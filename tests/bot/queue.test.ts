/** The queue of tutors and a teacher's own questions, as they read with few and with many. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { findPerson } from '../../db/people.ts'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'

let app: TestBot
let anna: Person
let teacher: Person

beforeAll(async () => {
  app = await startBot({ group: (telegram) => telegram.group({ title: 'Тьюторы', members: [] }) })
  app.when('без ответа', routed())
  anna = await app.person('Анна', 'tutor')
  teacher = await app.person('Мария')
})
beforeEach(async () => {
  await app.database.pool.query('truncate questions, tickets, deliveries restart identity cascade')
})
afterAll(() => app.close())

const idOf = async (person: Person) =>
  (await findPerson(app.database.pool, { messenger: 'telegram', externalId: String(person.id) }))!
    .id

/** So many tickets of the teacher, an hour after one another; the first is the oldest. */
async function makeTickets(count: number): Promise<void> {
  await app.database.pool.query(
    `with asked as (
       insert into questions (origin, person_id, chat_key, text, asked_at, status)
       select 'made:' || n, $1, $2, 'Вопрос номер ' || n || '?', $3::timestamptz + n * interval '1 hour', 'routed'
         from generate_series(1, $4) n returning *)
     insert into tickets (question_id, person_id, opened_at, waiting_since, remind_at, promised_by)
     select id, $1, asked_at, asked_at, asked_at, $5 from asked order by id`,
    [
      await idOf(teacher),
      `telegram:${teacher.id}`,
      new Date('2026-10-01T09:00:00Z'),
      count,
      new Date('2026-11-25T09:00:00Z'),
    ],
  )
}

const labels = (message: { reply_markup?: { inline_keyboard: { text: string }[][] } }) =>
  message.reply_markup?.inline_keyboard.map((row) => row.map(({ text }) => text))

it('says so when nothing waits', async () => {
  anna.says('/queue')
  const page = await anna.sees('Свободных вопросов нет.')
  expect(labels(page)).toEqual([
    ['• Свободные 0', 'Мои 0'],
    ['В работе 0', 'Просроченные 0'],
  ])
})

it.each([
  [1, 'Свободные: 1 вопрос\n', ['№ 1'], undefined],
  [5, 'Свободные: 5 вопросов\n', ['№ 1', '№ 2', '№ 3', '№ 4', '№ 5'], undefined],
  [21, 'Свободные: 21 вопрос, показаны 1–5\n', ['№ 1', '№ 2', '№ 3', '№ 4', '№ 5'], 'Дальше'],
  [400, 'Свободные: 400 вопросов, показаны 1–5\n', ['№ 1', '№ 2', '№ 3', '№ 4', '№ 5'], 'Дальше'],
])('shows the longest waiting first of %i', async (count, title, numbers, next) => {
  await makeTickets(count)
  anna.says('/queue')
  const page = await anna.sees(title)
  expect(page.text).toContain(
    '№ 1 · ждёт с 1 октября, 13:00 · ответить до 12:00 25 ноября\nВопрос номер 1?',
  )
  expect(labels(page)?.[0]).toEqual(numbers)
  expect(labels(page)?.[1]?.[0]).toBe(next ?? `• Свободные ${count}`)
})

it('turns pages in place, to the last and back', async () => {
  await makeTickets(7)
  anna.says('/queue')
  const first = await anna.sees('показаны 1–5')
  await anna.presses('Дальше', { on: first })
  const last = await anna.sees('показаны 6–7')
  expect(last.message_id).toBe(first.message_id)
  expect(labels(last)?.slice(0, 2)).toEqual([['№ 6', '№ 7'], ['Назад']])
  await anna.presses('Назад', { on: first })
  await anna.sees('показаны 1–5')
})

it('opens a card from the list, which follows what happens', async () => {
  await makeTickets(2)
  anna.says('/queue')
  await anna.presses('№ 2', { on: await anna.sees('Свободные: 2 вопроса') })
  const card = await anna.sees(/№ 2 · ждёт тьютора/)
  await anna.presses('Взять', { on: card })
  const taken = await anna.sees(/№ 2 · у тьютора: Анна/)
  expect(taken.message_id).toBe(card.message_id)
  expect(labels(taken)).toEqual([
    ['Ответить', 'Вернуть в очередь'],
    ['Передать', 'Продлить'],
    ['Дубликат', 'Отклонить'],
  ])
})

it('filters what is one’s own, in work and overdue', async () => {
  await makeTickets(3)
  anna.says('/queue')
  await anna.presses('№ 1', { on: await anna.sees('Свободные: 3 вопроса') })
  await anna.presses('Взять', { on: await anna.sees(/№ 1 · ждёт тьютора/) })
  await anna.sees(/№ 1 · у тьютора: Анна/)
  anna.says('/queue')
  const page = await anna.sees('Свободные: 2 вопроса')
  await anna.presses('Мои 1', { on: page })
  await anna.sees(/Мои: 1 вопрос\n\n№ 1 · у тьютора: Анна, до 15:00 24 ноября · ответить до/)
  await anna.presses('Просроченные 0', { on: page })
  await anna.sees('Просроченных вопросов нет.')
  const before = app.clock.now
  app.clock.now = new Date('2026-11-25T09:00:00Z')
  await anna.presses('В работе 1', { on: page })
  await anna.sees(/В работе: 1 вопрос\n\n№ 1 · у тьютора: Анна, [^·]* · срок прошёл/)
  app.clock.now = before
})

it('shows the queue to tutors and methodists alone', async () => {
  teacher.says('/queue')
  await teacher.sees('Очередь видят тьюторы и методисты.')
  const methodist = await app.person('Марта', 'methodist')
  methodist.says('/queue')
  await methodist.sees('Свободных вопросов нет.')
})

it.each([
  [1, 'Ваши вопросы\n\n№ 1 · 1 октября, 13:00 · ждёт тьютора, ответят до среды'],
  [5, 'Ваши вопросы\n\n№ 5 ·'],
  [21, 'Ваши вопросы: 1–5 из 21\n\n№ 21 ·'],
  [400, 'Ваши вопросы: 1–5 из 400\n\n№ 400 ·'],
])('lists %i questions of a person, the newest first', async (count, title) => {
  await makeTickets(count)
  teacher.says('/my')
  await teacher.sees(title)
})

it('says so when a person has asked nothing', async () => {
  teacher.says('/my')
  await teacher.sees('Вы ещё ничего не спрашивали.')
})

it('lists a question once that was asked again while it waited', async () => {
  teacher.says('Дважды без ответа?')
  await teacher.sees(/передан тьюторам: № 1/)
  teacher.says('дважды без ответа?')
  await teacher.sees(/уже у тьюторов: № 1/)
  teacher.says('/my')
  const list = await teacher.sees('Ваши вопросы')
  expect(list.text?.match(/ваши вопросы|дважды/gi)).toEqual(['Ваши вопросы', 'Дважды'])
})

it('opens a question of one’s own with everything said, and lets its asker go on or end it', async () => {
  teacher.says('Нить без ответа?')
  await teacher.sees(/передан тьюторам: № 1/)
  anna.says('/queue')
  await anna.presses('№ 1', { on: await anna.sees('Свободные: 1 вопрос') })
  anna.repliesTo(await anna.sees(/№ 1 · ждёт тьютора/), 'Ответ на нить.')
  await anna.presses('Отправить')
  await teacher.sees(/Ответ на нить\./)
  teacher.says('/my')
  await teacher.presses('№ 1', { on: await teacher.sees(/№ 1 · .* · тьютор ответил/) })
  const thread = await teacher.sees(/Вопрос № 1 · тьютор ответил/)
  expect(thread.text).toMatch(
    /Вы, 23 ноября, 12:00\nНить без ответа\?\n\nТьютор, 23 ноября, 12:00\nОтвет на нить\./,
  )
  expect(labels(thread)).toEqual([['Решено', 'Уточнить']])
  await teacher.presses('Решено', { on: thread })
  teacher.says('/my')
  await teacher.presses('№ 1', { on: await teacher.sees(/№ 1 · .* · закрыт/) })
  expect(labels(await teacher.sees(/Вопрос № 1 · закрыт/))).toEqual([['Уточнить']])
})
