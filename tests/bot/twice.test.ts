import { afterAll, beforeAll, expect, it } from 'vitest'
import { answered, citation, routed, startBot, type TestBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'

let app: TestBot
let group: Group
let tutor: Person

beforeAll(async () => {
  app = await startBot({
    twice: true,
    group: (telegram) => {
      tutor = telegram.person({ name: 'Анна' })
      group = telegram.group({ title: 'Тьюторы', members: [tutor] })
      return group
    },
  })
  await app.consents(tutor, 'tutor')
  app.when('с ответом', answered('Да.', citation('п. 1')))
  app.when('без ответа', routed())
})
afterAll(() => app.close())

/** Texts that the bot said more than once; before consent nothing is stored, not even what was said. */
async function repeatedTo(person: Person): Promise<string[]> {
  await app.settled()
  const texts = person
    .inbox()
    .map(({ text }) => text ?? '')
    .filter((text) => !/^Здравствуйте!/.test(text))
  return texts.filter((text, index) => texts.indexOf(text) !== index)
}

it('says nothing twice to a teacher when every update is handled twice', async () => {
  const teacher = await app.person('Мария')
  teacher.says('Вопрос с ответом?')
  await teacher.presses('Показать пункт')
  await teacher.presses('Спросить тьютора')
  await teacher.sees(/Вопрос передан/)
  teacher.says('/tutor Другой без ответа')
  await teacher.sees(/Вопрос передан/)
  teacher.says('Третий без ответа')
  await teacher.sees(/В документах ответа нет/)
  expect(await repeatedTo(teacher)).toEqual([])
  const { rows } = await app.database.pool.query('select * from tickets')
  expect(rows).toHaveLength(3)
})

it('sends a tutor’s answer and a clarification once when every update is handled twice', async () => {
  const teacher = await app.person('Ольга')
  teacher.says('Ольга без ответа?')
  const card = await group.sees(/Ольга без ответа/)
  await tutor.presses('Ответить', { in: group, on: card })
  tutor.repliesTo(await group.sees(/пришлите ответ/), 'Ответ тьютора.')
  await tutor.presses('Отправить', { in: group, on: await group.sees(/Так ответ/) })
  await teacher.sees('Ответ тьютора.')
  await teacher.presses('Уточнить')
  await teacher.sees(/Что уточнить/)
  teacher.says('А если нет?')
  await group.sees(/педагог уточняет/)
  expect(await repeatedTo(teacher)).toEqual([])
  const notes = group.messages().filter(({ text }) => text?.includes('педагог уточняет'))
  expect(notes).toHaveLength(1)
})
