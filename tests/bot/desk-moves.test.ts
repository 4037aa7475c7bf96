/** What tutors do with a question besides answering it, without a group: each has cards in their own chat. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { routed, startBot, type TestBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

let app: TestBot
let anna: Person
let boris: Person

beforeAll(async () => {
  app = await startBot()
  app.when('без ответа', routed())
  anna = await app.person('Анна', 'tutor')
  boris = await app.person('Борис', 'tutor')
})
afterAll(() => app.close())

/** A question that Anna has taken. */
async function taken() {
  const teacher = await app.person('Мария')
  teacher.says('Вопрос без ответа?')
  const { text } = await teacher.sees(/передан тьюторам: № \d+/)
  const number = Number(text!.match(/№ (\d+)/)![1])
  const card = await anna.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  const others = await boris.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  await anna.presses('Взять', { on: card })
  await teacher.sees(`№ ${number} взял тьютор: Анна`)
  await anna.sees(new RegExp(`№ ${number} · у тьютора: Анна`))
  return { teacher, number, card, others }
}

it('hands a question over to a chosen tutor, who is told, and the teacher as well', async () => {
  const { teacher, number, card } = await taken()
  await anna.presses('Передать', { on: card })
  const choice = await anna.sees(`Кому передать вопрос № ${number}?`)
  expect(await anna.presses('Борис', { on: choice })).toMatchObject({
    text: `Вопрос № ${number} передан: Борис.`,
  })
  const handed = await boris.sees(`Анна передаёт вам вопрос № ${number}`)
  expect(handed.text).toMatch(/до 15:00 24 ноября\.\n\nВопрос без ответа\?/)
  await teacher.sees(`№ ${number} взял тьютор: Борис`)
  await anna.sees(new RegExp(`№ ${number} · у тьютора: Борис`))
  boris.repliesTo(handed, 'Ответ Бориса.')
  await boris.presses('Отправить')
  await teacher.sees(/Ответ Бориса\.[\s\S]*Борис, тьютор/)
})

it('lets the one it was handed to refuse it', async () => {
  const { number, card } = await taken()
  await anna.presses('Передать', { on: card })
  await anna.presses('Борис', { on: await anna.sees(`Кому передать вопрос № ${number}?`) })
  const handed = await boris.sees(`Анна передаёт вам вопрос № ${number}`)
  expect(await boris.presses('Вернуть в очередь', { on: handed })).toMatchObject({
    text: `Вопрос № ${number} снова в очереди.`,
  })
  await anna.sees(new RegExp(`№ ${number} · ждёт тьютора`))
})

it('hands nothing over for whoever does not have it, or to whoever is no tutor', async () => {
  const { number, card, others } = await taken()
  expect(await boris.forges(`pass:${number}:0`, others)).toMatchObject({
    text: expect.stringMatching(/сейчас не у вас/),
  })
  const forged = `pass-to:${number}:999`
  expect(await anna.forges(forged, card)).toMatchObject({
    text: expect.stringMatching(/больше не отвечает на вопросы/),
  })
  expect(await boris.forges(forged, others)).toMatchObject({
    text: expect.stringMatching(/сейчас не у вас/),
  })
})

it('rejects a question with a reason that the teacher reads, after a look at it', async () => {
  const { teacher, number, card } = await taken()
  await anna.presses('Отклонить', { on: card })
  await anna.sees(`почему вопрос № ${number} отклоняется?`)
  anna.says('Это вопрос к бухгалтерии.')
  const preview = await anna.sees(`Вопрос № ${number} будет закрыт, педагог увидит:`)
  expect(await anna.presses('Отклонить', { on: preview })).toMatchObject({
    text: expect.stringMatching(/отклонён/),
  })
  const told = await teacher.sees(`Вопрос № ${number} закрыт тьютором. Причина:`)
  expect(told.text).toMatch(/Это вопрос к бухгалтерии\.\n\nАнна, тьютор/)
  await boris.sees(new RegExp(`№ ${number} · отклонён: Анна`))
  expect(await anna.forges(dataOf(preview, 'Отклонить'), preview)).toMatchObject({
    text: expect.stringMatching(/уже отправлена/),
  })
})

it('rejects nothing when the tutor thinks better of it', async () => {
  const { number, card } = await taken()
  await anna.presses('Отклонить', { on: card })
  await anna.sees(`почему вопрос № ${number} отклоняется?`)
  anna.says('Не знаю.')
  const preview = await anna.sees(`Вопрос № ${number} будет закрыт`)
  expect(await anna.presses('Отмена', { on: preview })).toMatchObject({
    text: expect.stringMatching(/остаётся у вас/),
  })
  expect(await anna.presses('Вернуть в очередь', { on: card })).toMatchObject({
    text: expect.stringMatching(/снова в/),
  })
})

it('opens a rejected question again for the teacher who goes on', async () => {
  const { teacher, number, card } = await taken()
  await anna.presses('Отклонить', { on: card })
  await anna.sees(`почему вопрос № ${number} отклоняется?`)
  anna.says('Непонятно.')
  await anna.presses('Отклонить', { on: await anna.sees(`Вопрос № ${number} будет закрыт`) })
  const told = await teacher.sees(`Вопрос № ${number} закрыт тьютором`)
  teacher.repliesTo(told, 'Поясню: речь о стаже.')
  await teacher.sees(`Уточнение передано тьютору: № ${number}`)
  await anna.sees(/педагог уточняет[\s\S]*речь о стаже/)
})

it('puts the questions of a tutor who blocks the bot back into the queue', async () => {
  const clara = await app.person('Клара', 'tutor')
  const teacher = await app.person('Вера')
  teacher.says('Клара без ответа?')
  const card = await clara.sees('Клара без ответа?')
  const others = await anna.sees('Клара без ответа?')
  await clara.presses('Взять', { on: card })
  await anna.sees(/у тьютора: Клара/)
  clara.blocks()
  await app.looks()
  const number = others.text!.match(/№ (\d+)/)![1]
  await anna.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  expect(await anna.presses('Взять', { on: others })).toMatchObject({
    text: expect.stringMatching(/ваш/),
  })
})

it('gives a tutor who comes later the cards of the questions that wait', async () => {
  const teacher = await app.person('Ира')
  teacher.says('Поздний без ответа?')
  await anna.sees('Поздний без ответа?')
  const dina = await app.person('Дина', 'tutor')
  await app.looks()
  await dina.sees('Поздний без ответа?')
  await app.looks()
  expect(dina.inbox().filter(({ text }) => text?.includes('Поздний без ответа?'))).toHaveLength(1)
})

it('counts clarifications among a person’s questions', async () => {
  const { teacher, number } = await taken()
  const accepted = teacher.inbox().find(({ text }) => text?.includes('передан тьюторам'))!
  const { rowCount } = await app.database.pool.query(
    `insert into ticket_messages (ticket_id, author_id, side, origin, content, said_at)
     select id, person_id, 'teacher', 'test:' || n, '{"text": "И ещё?"}', $2
       from tickets, generate_series(1, 18) n where id = $1`,
    [number, app.clock.now],
  )
  expect(rowCount).toBe(18)
  teacher.repliesTo(accepted, 'Это двадцатое.')
  await teacher.sees(/Уточнение передано/)
  teacher.repliesTo(accepted, 'Это двадцать первое.')
  await teacher.sees(/Вы задали 20 вопросов за 10 минут/)
})
