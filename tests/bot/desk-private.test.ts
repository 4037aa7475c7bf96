import { afterAll, expect, it } from 'vitest'
import { routed, startBot } from '../helpers/bot.ts'

const ADMIN = 6_000_000_001
const app = await startBot({ admins: [ADMIN] })
afterAll(() => app.close())
app.when('без ответа', routed())

it('tells administrators when there is nobody who could answer', async () => {
  const admin = app.telegram.person({ name: 'Админ', id: ADMIN })
  await app.consents(admin)
  await admin.sees(/Документов пока нет/)
  const teacher = await app.person('Мария')
  teacher.says('Вопрос без ответа?')
  await teacher.sees(/Вопрос передан тьюторам/)
  await admin.sees(/отвечать на него некому/)
})

it('sends cards to each tutor without a group, and takes the next message for the answer', async () => {
  const anna = await app.person('Анна', 'tutor')
  const boris = await app.person('Борис', 'tutor')
  const teacher = await app.person('Ольга')
  teacher.says('Ольга без ответа?')
  await boris.sees(/Ольга без ответа\?/)
  await anna.presses('Ответить')
  await anna.sees(/пришлите ответ на вопрос/)
  anna.says('Ответ следующим сообщением.')
  await anna.sees(/Так ответ на вопрос/)
  await anna.presses('Отправить')
  await teacher.sees(/Ответ следующим сообщением\./)
  await boris.sees(/ответ отправлен: Анна/)
})

it('shows a clarification to the tutor who answered, not to the others', async () => {
  const teacher = await app.person('Пётр')
  const clara = await app.person('Клара', 'tutor')
  const dina = await app.person('Дина', 'tutor')
  teacher.says('Пётр без ответа?')
  clara.repliesTo(await clara.sees(/Пётр без ответа/), 'Кратко.')
  await clara.presses('Отправить')
  await teacher.presses('Уточнить')
  await teacher.sees(/Что уточнить/)
  teacher.says('Почему?')
  await clara.sees(/педагог уточняет[\s\S]*Почему\?/)
  await app.settled()
  expect(dina.inbox().filter(({ text }) => text?.includes('педагог уточняет'))).toEqual([])
})

it('keeps an unfinished answer in the database, until /cancel', async () => {
  const teacher = await app.person('Рая')
  const eva = await app.person('Ева', 'tutor')
  teacher.says('Рая без ответа?')
  await eva.sees(/Рая без ответа/)
  await eva.presses('Ответить')
  await eva.sees(/пришлите ответ/)
  const { rows } = await app.database.pool.query(
    `select step, data from conversations where step = 'answer'`,
  )
  expect(rows).toEqual([{ step: 'answer', data: { ticketId: expect.any(Number) } }])
  eva.says('/cancel')
  await eva.sees(/Отменено/)
})
