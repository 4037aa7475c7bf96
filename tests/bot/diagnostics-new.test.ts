import { afterAll, beforeEach, expect, it } from 'vitest'
import { startBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'
import { dataOf } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
beforeEach(async () => {
  await app.settled()
  app.clock.now = new Date('2026-11-23T09:00:00Z')
  await db.query('delete from diagnostics')
  await db.query('delete from audit')
})

const rows = async () =>
  (await db.query('select *, opens_on::text, closes_on::text from diagnostics order by id')).rows

/** Answers every question; returns the preview. */
async function prepares(methodist: Person, days = 'с 1 по 20 декабря') {
  methodist.says('/diagnostics_new')
  await methodist.sees(/Как называется диагностика/)
  methodist.says('Цифровые компетенции')
  await methodist.sees(/Пришлите ссылку/)
  methodist.says('example.ru/test')
  await methodist.sees(/С какого по какой день/)
  methodist.says(days)
  await methodist.sees(/Что ещё важно знать/)
  await methodist.presses('Пропустить')
  await methodist.presses('Да, учитывать')
  return methodist.sees(/Проверьте диагностику/)
}

it('asks one thing after the other, shows what it understood and how many it reaches, and publishes', async () => {
  await app.person('Анна')
  const methodist = await app.person('Марта', 'methodist')
  const preview = await prepares(methodist)
  expect(preview.text).toContain('Срок: вторник, 1 декабря 2026 – воскресенье, 20 декабря 2026')
  expect(preview.text).toMatch(/Кому: все — 2 человека/)
  expect(preview.text).toContain(
    'вторник, 1 декабря 2026; четверг, 10 декабря 2026; четверг, 17 декабря 2026; суббота, 19 декабря 2026',
  )
  expect(await rows()).toMatchObject([{ status: 'draft' }])
  await methodist.presses('Опубликовать')
  const done = await methodist.sees(
    /Опубликовано\. Приглашения уйдут: вторник, 1 декабря 2026, 10:00/,
  )
  expect(done.text).toContain('Получателей: 2.')
  expect(await rows()).toMatchObject([
    { status: 'published', link: 'https://example.ru/test', of_deficits: true },
  ])
  expect((await db.query('select act from audit')).rows).toEqual([{ act: 'diagnostics published' }])
})

it('goes back, asks again what it does not understand, and refuses a term that has passed', async () => {
  const methodist = await app.person('Мая', 'methodist')
  methodist.says('/diagnostics_new')
  await methodist.sees(/Как называется/)
  methodist.says('Опечатка')
  await methodist.presses('Назад')
  await methodist.sees(/Как называется/)
  methodist.says('Диагностика ИКТ')
  await methodist.sees(/Пришлите ссылку/)
  methodist.says('не знаю')
  await methodist.sees(/не похоже на ссылку/)
  await methodist.presses('Пропустить')
  await methodist.sees(/С какого по какой день/)
  methodist.says('когда-нибудь')
  await methodist.sees(/Не понял срок/)
  methodist.says('с 1 по 10 ноября 2026')
  await methodist.sees(/уже прошёл/)
  expect(await rows()).toMatchObject([{ title: 'Диагностика ИКТ', link: '', opens_on: null }])
})

it('lets any field be changed from the preview, whom it is for and the reminders too', async () => {
  const methodist = await app.person('Мила', 'methodist')
  const preview = await prepares(methodist)
  await methodist.presses('Изменить')
  await methodist.presses('Название', { on: preview })
  await methodist.sees(/Как называется/)
  methodist.says('Новое имя')
  const changed = await methodist.sees(/Диагностика: Новое имя/)
  await methodist.presses('Изменить', { on: changed })
  await methodist.presses('Напоминания', { on: changed })
  await methodist.presses('✓ На середине срока', { on: changed })
  await methodist.presses('Назад', { on: changed })
  await methodist.sees(/1 декабря 2026; четверг, 17 декабря/)
  await methodist.presses('Изменить', { on: changed })
  await methodist.presses('Кому', { on: changed })
  await methodist.presses('Готово', { on: changed })
  await methodist.presses('Изменить', { on: changed })
  await methodist.presses('Учитывать в доле', { on: changed })
  await methodist.presses('Нет, не учитывать', { on: changed })
  await methodist.sees(/дефицитов: не учитывается/)
  expect(await rows()).toMatchObject([
    { title: 'Новое имя', moments: ['opening', 'before:4320', 'before:1440'], of_deficits: false },
  ])
  // What was typed for a field is no question to the documents, also when it is handled twice.
  expect(app.asked).toEqual([])
})

it('keeps an unfinished one, and offers to go on with it or to begin anew', async () => {
  const methodist = await app.person('Мира', 'methodist')
  methodist.says('/diagnostics_new')
  await methodist.sees(/Как называется/)
  methodist.says('Первая')
  await methodist.sees(/Пришлите ссылку/)
  methodist.says('/cancel')
  await methodist.sees(/Прервано, черновик сохранён. Продолжить: \/diagnostics_new/)
  methodist.says('/diagnostics_new')
  await methodist.sees(/неопубликованная диагностика «Первая»/)
  await methodist.presses('Продолжить')
  await methodist.sees(/С какого по какой день/)
  methodist.says('/diagnostics_new')
  await methodist.sees(/неопубликованная/)
  await methodist.presses('Начать новую')
  await methodist.sees(/Как называется/)
  expect(await rows()).toMatchObject([{ title: '' }])
})

it('publishes only what its preview shows, once', async () => {
  const methodist = await app.person('Муза', 'methodist')
  const preview = await prepares(methodist)
  const publish = dataOf(preview, 'Опубликовать')
  await db.query(`update diagnostics set title = 'Другое', revision = revision + 1`)
  await methodist.forges(publish, preview)
  await methodist.sees(/Черновик изменился[\s\S]*Диагностика: Другое/)
  await methodist.presses('Опубликовать')
  await methodist.sees(/Опубликовано/)
  expect(await methodist.forges(publish, preview)).toMatchObject({
    text: expect.stringMatching(/Уже опубликовано/),
  })
  expect((await db.query('select act from audit')).rows).toHaveLength(1)
})

it('drops the draft on «Отмена»', async () => {
  const methodist = await app.person('Майя', 'methodist')
  await prepares(methodist)
  await methodist.presses('Отмена')
  await methodist.sees(/Черновик удалён/)
  expect(await rows()).toEqual([])
})

it('lets only methodists and administrators prepare one, and each only their own', async () => {
  const methodist = await app.person('Мотя', 'methodist')
  const preview = await prepares(methodist)
  const publish = dataOf(preview, 'Опубликовать')
  const teacher = await app.person('Ася')
  teacher.says('/diagnostics_new')
  const refused = await teacher.sees(/готовят методисты и администраторы/)
  expect(await teacher.forges(publish, refused)).toMatchObject({
    text: 'Диагностики готовят методисты и администраторы.',
  })
  const other = await app.person('Мальва', 'methodist')
  other.says('/diagnostics')
  const list = await other.sees(/Диагностик пока нет/)
  await other.forges(publish, list)
  await app.settled()
  expect(await rows()).toMatchObject([{ status: 'draft' }])
})
