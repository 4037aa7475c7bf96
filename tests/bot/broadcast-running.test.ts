/** Broadcasts after they were made: the list, pause and going on, another time, a correction, a deletion, once more. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createBroadcastDraft,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import { findPerson } from '../../db/people.ts'
import { startBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'

const NOON = '2026-11-23T09:00:00Z'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool

let methodist: Person
let teachers: Person[]
beforeAll(async () => {
  methodist = await app.person('Мария', 'methodist')
  teachers = [await app.person('Анна'), await app.person('Борис')]
})

const texts = (person: Person) => person.inbox().map(({ text }) => text)

/** A draft for teachers, on the page from which it is sent. */
async function drafts(text: string, author = methodist) {
  app.clock.now = new Date(NOON)
  const { id: authorId } = (await findPerson(db, {
    ...{ messenger: 'telegram', externalId: String(author.id) },
  }))!
  const broadcastId = await createBroadcastDraft(db, { authorId, now: app.clock.now })
  const contents = [{ method: 'sendMessage', payload: { text } }]
  await setBroadcastContents(db, { broadcastId, contents, title: text })
  await setBroadcastAudience(db, { broadcastId, audience: { roles: ['teacher'] } })
  await opens(broadcastId, author)
  await author.sees(new RegExp(`Рассылка № ${broadcastId}\\. Выше`))
  return broadcastId
}

async function opens(id: number, person = methodist) {
  person.says('/broadcasts')
  await person.presses(`№ ${id}`)
}

/** Not yet on its way: that takes a look. */
async function begins(text: string) {
  const id = await drafts(text)
  await methodist.presses('Отправить сейчас')
  await methodist.presses('Отправить')
  await methodist.sees(`Рассылка № ${id} началась. Получателей: 2.`)
  return id
}

async function sends(text: string) {
  const id = await begins(text)
  await app.looks()
  await opens(id)
  await methodist.sees(new RegExp(`№ ${id}: завершена[\\s\\S]*Получателей: 2\\nДоставлено: 2`))
  return id
}

it('pauses and goes on from its page, and ends with everybody counted', async () => {
  const id = await begins('С паузой')
  await opens(id)
  await methodist.presses('Пауза', { on: await methodist.sees(`№ ${id}: идёт`) })
  await methodist.sees(`№ ${id}: на паузе`)
  await app.looks()
  expect(texts(teachers[0]!)).not.toContain('С паузой')
  await opens(id)
  await methodist.presses('Продолжить', { on: await methodist.sees(`№ ${id}: на паузе`) })
  await methodist.sees(`№ ${id}: идёт`)
  await app.looks()
  expect(teachers.map((teacher) => texts(teacher).includes('С паузой'))).toEqual([true, true])
})

it('stops for good, and leaves out who did not get it', async () => {
  const id = await begins('Остановлено')
  await opens(id)
  await methodist.presses('Остановить', { on: await methodist.sees(`№ ${id}: идёт`) })
  await methodist.sees(new RegExp(`№ ${id}: остановлена[\\s\\S]*Исключены при отправке: 2`))
  await app.looks()
  expect(texts(teachers[0]!)).not.toContain('Остановлено')
})

it('moves what is scheduled, makes a draft of it again, and cancels it', async () => {
  const id = await drafts('Запланировано')
  await methodist.presses('Запланировать')
  methodist.says('завтра в 10')
  await methodist.presses('Запланировать', { on: await methodist.sees(/24 ноября 2026, 10:00\?/) })
  await methodist.sees(/запланирована: вторник, 24 ноября 2026, 10:00/)
  await opens(id)
  await methodist.presses('Перенести')
  methodist.says('в среду в 12')
  await methodist.presses('Запланировать', { on: await methodist.sees(/25 ноября 2026, 12:00\?/) })
  await opens(id)
  await methodist.sees(`№ ${id}: запланирована: среда, 25 ноября 2026, 12:00`)
  await methodist.presses('Отменить рассылку')
  await methodist.sees(`№ ${id}: отменена`)
  await app.looks('2026-11-25T10:00:00Z')
  expect(texts(teachers[0]!)).not.toContain('Запланировано')
})

it('puts other words in the place of those that were sent', async () => {
  const id = await sends('Семинар в 15:00')
  await methodist.presses('Исправить')
  await methodist.sees(`Исправление рассылки № ${id}`)
  methodist.says('Семинар в 16:00')
  await methodist.sees(/Заменить им прежний у всех, кто получил рассылку\? Получили: 2 человека/)
  await methodist.presses('Исправить у всех')
  await methodist.sees(/Началось/)
  await app.looks()
  await teachers[0]!.sees('Семинар в 16:00')
  expect(texts(teachers[1]!)).not.toContain('Семинар в 15:00')
})

it('deletes at everybody’s what was sent, once that is confirmed', async () => {
  const id = await sends('Ошибка')
  await methodist.presses('Удалить у всех')
  const sure = await methodist.sees(`Удалить рассылку № ${id} у всех?`)
  expect(texts(teachers[0]!)).toContain('Ошибка')
  await methodist.presses('Удалить у всех', { on: sure })
  await methodist.sees(/Началось/)
  await app.looks()
  expect(teachers.map((teacher) => texts(teacher).includes('Ошибка'))).toEqual([false, false])
})

it('makes one new draft of what was sent, for the same people', async () => {
  await sends('Каждый месяц')
  await methodist.presses('Повторить как новую')
  const page = await methodist.sees(/Рассылка № \d+\. Выше[\s\S]*Кому: педагоги/)
  const id = Number(/№ (\d+)/.exec(page.text!)![1])
  await app.settled()
  const { rows } = await db.query('select id from broadcasts where title = $1 order by id', [
    'Каждый месяц',
  ])
  expect(rows).toHaveLength(2)
  expect(rows.at(-1)).toMatchObject({ id })
})

it('forgets the drafts of a methodist who is erased, and keeps what was sent without a name', async () => {
  const leaver = await app.person('Ольга', 'methodist')
  const draft = await drafts('Останется черновиком', leaver)
  const sent = await drafts('Останется', leaver)
  await leaver.presses('Отправить сейчас')
  await leaver.presses('Отправить')
  await leaver.sees(/началась/)
  leaver.says('/delete_me')
  await leaver.presses('Удалить мои данные')
  await leaver.sees(/удален/)
  const { rows } = await db.query('select id, created_by from broadcasts where id = any($1)', [
    [draft, sent],
  ])
  expect(rows).toEqual([{ id: sent, created_by: null }])
})
