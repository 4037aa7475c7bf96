import { afterAll, expect, it } from 'vitest'
import { answered, routed, startBot } from '../helpers/bot.ts'

const app = await startBot({
  group: (telegram) =>
    telegram.group({ title: 'Тьюторы', members: [telegram.person({ name: 'Анна' })] }),
})
afterAll(() => app.close())
app.when('с ответом', answered())
app.when('без ответа', routed())

it('shows what is stored and by which consent', async () => {
  const teacher = await app.person('Мария')
  teacher.says('Вопрос с ответом?')
  await teacher.sees(/Поддержку/)
  teacher.says('/privacy')
  await teacher.sees(
    /Имя: Мария[\s\S]*Вопросов: 1, из них передано тьюторам: 0\.[\s\S]*Согласие дано 23 ноября 2026 года, версия текста [0-9a-f]{12}/,
  )
})

it('does nothing more for a person who withdrew consent, until it is given again', async () => {
  const teacher = await app.person('Ольга')
  teacher.says('Вопрос без ответа?')
  await teacher.sees(/Вопрос передан/)
  teacher.says('/privacy')
  await teacher.presses('Отозвать согласие')
  await teacher.sees(/Согласие отозвано/)
  teacher.says('Вопрос с ответом?')
  await teacher.sees(/Сначала нужно ваше согласие/)
  await teacher.presses('Согласен(на)')
  await teacher.sees(/согласие записано/)
  teacher.says('/my')
  await teacher.sees(/закрыт/)
})

it('erases a person after a confirmation and tells tutors’ cards', async () => {
  const teacher = await app.person('Уникальное Имя')
  teacher.says('Моё без ответа?')
  await teacher.sees(/Вопрос передан/)
  teacher.says('/delete_me')
  await teacher.sees(/Удалить ваши данные\?/)
  await teacher.presses('Удалить мои данные')
  await teacher.sees(/Ваши данные удалены/)
  await app.settled()
  const { rows } = await app.database.pool.query(
    `select (select json_agg(p) from people p) as people, (select json_agg(a) from accounts a) as accounts,
            (select json_agg(d) from deliveries d) as deliveries, (select json_agg(q) from questions q) as questions`,
  )
  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`Уникальное|${teacher.id}`))
  teacher.says('/privacy')
  await teacher.sees(/О вас ничего не сохранено/)
})

it('keeps everything when the person thinks better of it', async () => {
  const teacher = await app.person('Пётр')
  teacher.says('/delete_me')
  await teacher.presses('Отмена')
  await teacher.sees(/всё остаётся как было/)
  teacher.says('/privacy')
  await teacher.sees(/Имя: Пётр/)
})

it('lets a person who withdrew consent be erased', async () => {
  const teacher = await app.person('Рая')
  teacher.says('/privacy')
  await teacher.presses('Отозвать согласие')
  await teacher.presses('Удалить мои данные')
  await teacher.sees(/Удалить ваши данные\?/)
  await teacher.presses('Удалить мои данные')
  await teacher.sees(/Ваши данные удалены/)
})
