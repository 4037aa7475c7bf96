/** The gateway against a Telegram that refuses what is too much. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { countOf } from '../../bot/gateway.ts'
import type { Database } from '../../db/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { openProgram, type Program } from '../helpers/limited.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let database: Database
let telegram: Telegram
let program: Program
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  telegram = await startTelegram({ limits: true })
  program = openProgram(telegram, database.pool)
})
afterEach(async () => {
  expect(program.refused()).toBe(0)
  await telegram.close()
})

let lastId = 6_000_000_000
/** Ids of their own: the database remembers chats longer than one Telegram of these tests lives. */
function aTeacher() {
  const teacher = telegram.person({ name: 'Анна', id: lastId++ })
  teacher.starts()
  return teacher
}

function aGroup() {
  return telegram.group({ title: 'Тьюторы', members: [aTeacher()], id: -lastId++ })
}

const times = <Result>(count: number, work: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => work(index))

/** The texts in the order in which Telegram got them. */
const texts = () =>
  telegram
    .calls()
    .filter(({ method }) => countOf(method, {}) > 0)
    .map(({ parameters }) => String(parameters.text))

it('answers a teacher at once while forty cards of a group wait for their minute', async () => {
  const [group, teacher] = [aGroup(), aTeacher()]
  const card = await program.say(group.id, 'Карточка')
  const edits = times(40, (index) => program.edit(group.id, card, `Карточка ${index}`))
  await program.say(teacher.chat, 'Ответ')
  expect(texts().indexOf('Ответ')).toBeLessThanOrEqual(3)
  const fates = await Promise.all(edits)
  expect(fates.filter((fate) => fate === 'sent')).toHaveLength(16)
  const waits = fates.flatMap((fate) => (fate === 'sent' ? [] : [fate.notYet]))
  expect(Math.min(...waits)).toBeGreaterThan(50)
})

it("keeps three places of a group's minute for people's answers", async () => {
  const group = aGroup()
  await Promise.all(times(20, (index) => program.deliver(group.id, `Карточка ${index}`, 5)))
  const answers = await Promise.all(times(4, () => program.deliver(group.id, 'Ответ')))
  expect(answers).toEqual(['sent', 'sent', 'sent', { notYet: expect.any(Number) }])
})

it('remembers what a chat has had when the program starts anew', async () => {
  const group = aGroup()
  await Promise.all(times(20, () => program.deliver(group.id, 'до')))
  const other = openProgram(telegram, database.pool)
  expect(await other.deliver(group.id, 'после')).toMatchObject({ notYet: expect.any(Number) })
  expect(other.refused()).toBe(0)
})

it('sends a person a few messages at once and then one a second, in order', async () => {
  const { chat } = aTeacher()
  const start = performance.now()
  await Promise.all(times(7, (index) => program.say(chat, String(index))))
  expect(performance.now() - start).toBeGreaterThan(2_500)
  expect(texts()).toEqual(times(7, String))
})

it('lets others pass who wait for nothing', async () => {
  const [busy, free] = [aTeacher(), aTeacher()]
  const many = times(6, (index) => program.say(busy.chat, `много ${index}`))
  await program.say(free.chat, 'один')
  await Promise.all(many)
  expect(texts().at(-1)).toBe('много 5')
})

it('draws no refusal with 240 messages to 60 people at once', async () => {
  const people = times(60, aTeacher)
  const all = times(4, (index) => people.map(({ chat }) => program.say(chat, String(index))))
  await Promise.all(all.flat())
  expect(texts()).toHaveLength(240)
}, 60_000)
