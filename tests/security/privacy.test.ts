/** Nothing about a person is kept before consent, and nothing personal after erasure. */
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answered, routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'
import { tracesOf } from '../helpers/traces.ts'

let app: TestBot
let group: Group
let tutor: Person

beforeAll(async () => {
  app = await startBot({
    group: (telegram) => {
      tutor = telegram.person({ name: 'Тьютор' })
      group = telegram.group({ title: 'Тьюторы', members: [tutor] })
      return group
    },
  })
  app.when('без ответа', routed())
  app.when('с ответом', answered())
  await app.consents(tutor, 'tutor')
})
afterAll(() => app.close())

it('keeps nothing of what a person does before consent, in private or in the group, and logs none of it', async () => {
  const stranger = app.telegram.person({ name: 'Незнакомка', username: 'neznakomka_77' })
  app.telegram.api.join(group.id, stranger.id)
  stranger.says('Тайный вопрос с ответом?')
  await stranger.presses('Подробнее')
  stranger.says('/tutor Тайный вопрос')
  stranger.sendsFile({ name: 'Тайный.docx', bytes: Buffer.from('x'), caption: 'Тайный' })
  stranger.starts('i_ТайныйКод')
  stranger.says('/delete_me')
  await stranger.sees(/О вас ничего не сохранено/)
  const shown = stranger.inbox().at(-1)!
  for (const data of ['claim:1', 'clause:1:0', 'withdraw', 'erase-yes', 'Тайное:1'])
    await stranger.forges(data, shown)
  await app.settled()
  const traces = await tracesOf(app.database, stranger.id, 'Незнаком', 'neznakomka', 'Тайн')
  expect(traces).toEqual([])
  expect(inspect(app.logged, { depth: 9 })).not.toMatch(/Тайн|Незнаком|neznakomka/)
})

it('keeps nothing personal of an erased teacher, however they had talked', async () => {
  const teacher = app.telegram.person({ name: 'Забытая Ивановна', username: 'zabytaya_1' })
  await app.consents(teacher)
  teacher.says('Вопрос с ответом?')
  await teacher.presses('👍 Помогло')
  teacher.says('Забытый вопрос без ответа?')
  const accepted = await teacher.sees(/Вопрос передан/)
  teacher.repliesTo(accepted, 'Забытое уточнение')
  await group.sees(/Забытое уточнение/)
  teacher.says('/tutor')
  await teacher.sees(/./)
  teacher.says('/delete_me')
  await teacher.presses('Удалить мои данные')
  await teacher.sees(/Ваши данные удалены/)
  await app.settled()
  const traces = await tracesOf(app.database, teacher.id, 'Забытая', 'zabytaya', 'Забытое')
  expect(traces).toEqual([])
})

it('takes an erased tutor’s name off the answers that they gave', async () => {
  const gone = await app.person('Ушедшая Тьютор', 'tutor')
  const teacher = await app.person('Педагог')
  teacher.says('Про ушедшую без ответа?')
  const card = await group.sees(/Про ушедшую без ответа/)
  app.telegram.api.join(group.id, gone.id)
  await gone.presses('Взять', { in: group, on: card })
  gone.repliesTo(card, 'Ответ ушедшей.')
  await gone.presses('Отправить', { in: group })
  await group.sees(/ответ отправлен: Ушедшая/)
  gone.says('/delete_me')
  await gone.presses('Удалить мои данные')
  await group.sees(/ответ отправлен: тьютор/)
  await app.settled()
  expect(await tracesOf(app.database, gone.id, 'Ушедшая')).toEqual([])
})

it('says that the consent is recorded when the same button gives it again after a withdrawal', async () => {
  const teacher = app.telegram.person({ name: 'Вернувшаяся' })
  teacher.starts()
  const greeting = await teacher.sees(/нужно ваше согласие/)
  await teacher.presses('Согласен(на)', { on: greeting })
  await teacher.sees(/согласие записано/)
  teacher.says('/privacy')
  await teacher.presses('Отозвать согласие')
  await teacher.sees(/Согласие отозвано/)
  await teacher.presses('Согласен(на)', { on: greeting })
  await teacher.sees(/согласие записано/)
})

it('does not try again to answer a stranger who has blocked the bot', async () => {
  const stranger = app.telegram.person({ name: 'Заблокировавшая' })
  const description = 'Forbidden: bot was blocked by the user'
  app.telegram.api.fault({ method: 'sendMessage', kind: 'error', code: 403, description })
  stranger.says('Здравствуйте')
  const messages = () => app.logged.map(({ message }) => message)
  await expect.poll(messages).toContain('whom an update was to be answered cannot be written to')
  await app.settled()
  const { rows } = await app.database.pool.query('select * from inbox')
  expect(rows).toEqual([])
  expect(messages().filter((message) => /failed/.test(message))).toEqual([])
})
