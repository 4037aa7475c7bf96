/** Choosing whom something is meant for, as a broadcast has it: every kind of condition, with the number at each press. */
import type { Message } from 'grammy/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findBroadcast } from '../../db/broadcasts.ts'
import { addInstitution } from '../../db/institutions.ts'
import { startBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool

let colleague: Person

beforeAll(async () => {
  const facts = { territory: 'Озёрный', staff: 20, heads: 1 }
  for (let number = 1; number <= 9; number += 1) {
    await addInstitution(db, { name: `МБОУ «СОШ № ${number}»`, short_names: [], ...facts })
  }
  await db.query(`insert into sites (name, created_at) values ('Логопеды', $1)`, [app.clock.now])
  await db.query(
    `insert into events (title, zone, starts_local, starts_at, status, created_at)
     values ('Семинар', 'Europe/Moscow', '2026-12-01 15:00', '2026-12-01T12:00Z', 'published', $1)`,
    [app.clock.now],
  )
  colleague = await app.person('Ольга', 'methodist')
  const teachers = [await app.person('Анна'), await app.person('Борис'), await app.person('Вера')]
  for (const [index, teacher] of teachers.entries()) {
    await db.query(
      `update people p set institution_id = $2, subject = $3, years_of_service = $4
         from accounts a where a.person_id = p.id and a.external_id = $1`,
      [String(teacher.id), index + 1, ['Музыка', 'музыка и ИЗО', 'математика'][index], index * 6],
    )
  }
})

/** A broadcast whose audience is being chosen. */
async function opens() {
  const methodist = await app.person('Мария', 'methodist')
  methodist.says('/broadcast')
  await methodist.sees(/Пришлите сообщение/)
  methodist.says('Приходите на семинар')
  await methodist.presses('Без кнопок')
  const page = await methodist.sees(/Кому: все/)
  const [, draft] = /broadcast:(\d+)/.exec(dataOf(page, 'Готово'))!
  return { methodist, draft: Number(draft), page }
}

const audienceOf = async (draft: number) => (await findBroadcast(db, { id: draft }))!.audience
const labels = (message: Message) =>
  message.reply_markup!.inline_keyboard.flat().map(({ text }) => text)

it('counts after each press, and combines a role with years of service', async () => {
  const { methodist, draft, page } = await opens()
  expect(page.text).toContain('Сейчас это 5 человек.')
  await methodist.presses('Роль')
  await methodist.presses('Педагоги')
  await methodist.sees(/Кому: педагоги\nСейчас это 3 человека\./)
  await methodist.presses('Назад')
  await methodist.presses('Стаж')
  await methodist.presses('Молодые специалисты: до 3 лет')
  const narrowed = await methodist.sees(/Кому: педагоги; стаж до 3 лет\nСейчас это 1 человек\./)
  expect(labels(narrowed)).toContain('✓ Молодые специалисты: до 3 лет')
  expect(await audienceOf(draft)).toEqual({ roles: ['teacher'], years: { from: null, to: 3 } })
})

it('turns the pages of institutions, finds one by words, and takes one out again', async () => {
  const { methodist, draft } = await opens()
  await methodist.presses('Учреждение')
  const first = await methodist.sees(/Из каких учреждений/)
  expect(labels(first)).not.toContain('МБОУ «СОШ № 9»')
  await methodist.presses('Дальше')
  await methodist.presses('МБОУ «СОШ № 9»')
  await methodist.sees(/Сейчас таких людей нет/)
  await methodist.presses('Найти')
  await methodist.sees(/Какое учреждение\?/)
  methodist.says('вторая школа')
  await methodist.presses('МБОУ «СОШ № 2»')
  await methodist.sees(/учреждение — МБОУ «СОШ № 9» или МБОУ «СОШ № 2»\n\nСейчас это 1 человек/)
  await methodist.presses('✓ МБОУ «СОШ № 2»')
  await methodist.sees(/Кому: учреждение — МБОУ «СОШ № 9»\n/)
  expect(await audienceOf(draft)).toEqual({ institutions: [9] })
})

it('offers the subjects that people teach, and takes others as they are typed', async () => {
  const { methodist, draft } = await opens()
  await methodist.presses('Предмет')
  await methodist.presses('математика')
  await methodist.sees(/предмет — математика\nСейчас это 1 человек/)
  await methodist.presses('Вписать')
  methodist.says('ИЗО, логопедия')
  await methodist.sees(/предмет — математика, изо или логопедия\nСейчас это 2 человека/)
  await methodist.presses('Не важно')
  await methodist.sees(/Кому: все\nСейчас это/)
  expect(await audienceOf(draft)).toEqual({})
})

it('reads years of service in words, and asks again where they are none', async () => {
  const { methodist, draft } = await opens()
  await methodist.presses('Стаж')
  await methodist.presses('Вписать')
  methodist.says('давно')
  await methodist.sees(/Не понял стаж/)
  methodist.says('от 5 до 15 лет')
  await methodist.sees(/стаж от 5 до 15 лет\nСейчас это 2 человека/)
  expect(await audienceOf(draft)).toEqual({ years: { from: 5, to: 15 } })
})

it('means subscribers of a site and those who answered to an event', async () => {
  const { methodist, draft } = await opens()
  await methodist.presses('Площадка')
  await methodist.presses('Логопеды')
  await methodist.sees(/подписчики площадки «Логопеды»/)
  await methodist.presses('Назад')
  await methodist.presses('Мероприятие')
  await methodist.presses('1 декабря: Семинар')
  await methodist.sees(/мероприятие «Семинар» — пойдут/)
  await methodist.presses('Были')
  await methodist.presses('✓ Пойдут')
  await methodist.sees(/мероприятие «Семинар» — были/)
  expect(await audienceOf(draft)).toEqual({ sites: [1], event: { id: 1, marks: ['came'] } })
})

it('keeps a choice under a name, gives it back and forgets it', async () => {
  const { methodist } = await opens()
  await methodist.presses('Роль')
  await methodist.presses('Тьюторы')
  await methodist.presses('Назад')
  await methodist.presses('Сохранить выбор')
  methodist.says('Наши тьюторы')
  await methodist.sees(/Сохранено: «Наши тьюторы»/)
  await methodist.presses('Все')
  await methodist.sees(/Кому: все/)
  await methodist.presses('Сохранённые')
  await methodist.presses('Наши тьюторы')
  await methodist.sees(/Кому: тьюторы/)
  await methodist.presses('Сохранённые')
  await methodist.presses('Удалить сохранённые')
  await methodist.presses('✕ Наши тьюторы')
  await methodist.sees(/Сохранённых пока нет/)
})

it('lets nobody else change it, whatever they press', async () => {
  const { methodist, draft, page } = await opens()
  const press = `audience-with:broadcast:${draft}:role:tutor:0`
  const teacher = await app.person('Пётр')
  teacher.says('/my')
  const theirs = await teacher.sees(/./)
  expect((await teacher.forges(press, theirs))?.text).toMatch(/методисты и администраторы/)
  colleague.says('/my')
  const message = await colleague.sees(/./)
  expect((await colleague.forges(press, message))?.text).toMatch(/уже нечего менять/)
  expect((await methodist.forges('audience:nothing:1', page))?.text).toMatch(/уже нечего менять/)
  await methodist.forges(`audience-with:broadcast:${draft}:role:king:0`, page)
  expect(await audienceOf(draft)).toEqual({})
})
