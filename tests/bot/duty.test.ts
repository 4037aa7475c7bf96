/** Who is on duty gets the cards where there is no group. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'

let app: TestBot
let anna: Person
let boris: Person
let teacher: Person

beforeAll(async () => {
  app = await startBot()
  app.when('без ответа', routed())
  anna = await app.person('Анна', 'tutor')
  boris = await app.person('Борис', 'tutor')
  teacher = await app.person('Мария')
})
afterAll(() => app.close())

const cardsOf = (person: Person, words: string) =>
  person.inbox().filter(({ text }) => text?.includes(words))

it('sends cards to those on duty alone, and to all when nobody is', async () => {
  anna.says('/duty')
  await anna.sees('Сейчас никто не дежурит.')
  expect(await anna.presses('Заступить на дежурство')).toMatchObject({ text: 'Вы на дежурстве.' })
  await anna.sees(/Дежурят: Анна\.[\s\S]*Вы на дежурстве\./)
  teacher.says('Дежурный без ответа?')
  await anna.sees('Дежурный без ответа?')
  await app.looks()
  expect(cardsOf(boris, 'Дежурный')).toEqual([])
  expect(await anna.presses('Сдать дежурство')).toMatchObject({ text: 'Дежурство сдано.' })
  await app.looks()
  await boris.sees('Дежурный без ответа?')
})

it('tells the tutor who has a question of its clarification, on duty or not', async () => {
  teacher.says('Личный без ответа?')
  const card = await boris.sees('Личный без ответа?')
  await boris.presses('Взять', { on: card })
  anna.says('/duty')
  await anna.presses('Заступить на дежурство')
  const taken = await teacher.sees(/взял тьютор: Борис/)
  teacher.repliesTo(taken, 'И вот ещё что.')
  await boris.sees(/педагог уточняет[\s\S]*И вот ещё что\./)
})

it('sends cards to all when the only one on duty blocks the bot', async () => {
  anna.blocks()
  await app.settled()
  teacher.says('Ушла без ответа?')
  await boris.sees('Ушла без ответа?')
})

it('lets methodists look who is on duty, and nobody but tutors go on it', async () => {
  const methodist = await app.person('Марта', 'methodist')
  methodist.says('/duty')
  const shown = await methodist.sees(/дежурит/)
  expect(shown.reply_markup?.inline_keyboard ?? []).toEqual([])
  expect(await methodist.forges('duty:on', shown)).toMatchObject({
    text: expect.stringMatching(/только тьюторы/),
  })
})
