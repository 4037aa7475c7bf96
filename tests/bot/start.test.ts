import { afterAll, expect, it } from 'vitest'
import { answered, CONSENT, startBot } from '../helpers/bot.ts'

const app = await startBot()
afterAll(() => app.close())

async function stored(): Promise<string> {
  const { rows } = await app.database.pool.query(
    `select (select json_agg(p) from people p) as people, (select json_agg(a) from accounts a) as accounts,
            (select json_agg(d) from deliveries d) as deliveries, (select json_agg(i) from inbox i) as inbox`,
  )
  return JSON.stringify(rows)
}

it('greets, shows the consent text and records the consent', async () => {
  const teacher = app.telegram.person({ name: 'Мария' })
  teacher.starts()
  await teacher.sees(/Здравствуйте!.*ГТЦ города Озёрный/)
  await teacher.presses('Подробнее')
  await teacher.sees(CONSENT)
  await teacher.presses('Согласен(на)')
  await teacher.sees(/согласие записано/)
})

it('stores nothing about a person without consent, and wants the question asked again', async () => {
  const stranger = app.telegram.person({ name: 'Безымянная', id: 5_123_123_123 })
  stranger.says('Кто помогает молодым педагогам?')
  await stranger.sees(/Сначала нужно ваше согласие/)
  await app.settled()
  expect(await stored()).not.toContain('5123123123')
  expect(app.asked).toEqual([])
})

it('agrees once, however often the button is pressed', async () => {
  const teacher = await app.person('Ольга')
  expect(await teacher.presses('Согласен(на)')).toMatchObject({ text: 'Согласие уже дано.' })
  expect(teacher.inbox().filter(({ text }) => text?.includes('согласие записано'))).toHaveLength(1)
})

it('shows the text again when it has changed since the button was made', async () => {
  const teacher = app.telegram.person({ name: 'Пётр' })
  teacher.starts()
  const greeting = await teacher.sees(/Здравствуйте/)
  await teacher.forges('agree:000000000000:', greeting)
  await teacher.sees(CONSENT)
  teacher.says('Вопрос?')
  await teacher.sees(/Сначала нужно ваше согласие/)
})

it('keeps the markup out of names', async () => {
  const teacher = await app.person('<b>Ева</b> & Ко')
  teacher.says('/privacy')
  await teacher.sees('Имя: <b>Ева</b> & Ко')
})

it('answers what was asked right after consent', async () => {
  app.when('Сразу', answered())
  const teacher = await app.person('Анна')
  teacher.says('Сразу?')
  await teacher.sees(/Поддержку оказывает тьютор/)
})
