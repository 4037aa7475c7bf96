import { afterAll, beforeAll, expect, it } from 'vitest'
import { answered, citation, routed, startBot, type TestBot } from '../helpers/bot.ts'
import { dataOf, type Group, type Person } from '../helpers/telegram.ts'

let group: Group
let app: TestBot
let anna: Person
let boris: Person
let guest: Person

beforeAll(async () => {
  app = await startBot({
    group: (telegram) => {
      anna = telegram.person({ name: 'Анна Тьютор' })
      boris = telegram.person({ name: 'Борис Тьютор' })
      guest = telegram.person({ name: 'Гость' })
      group = telegram.group({ title: 'Тьюторы', members: [anna, boris, guest] })
      return group
    },
  })
  await app.consents(anna, 'tutor')
  await app.consents(boris, 'tutor')
  app.when('без ответа', routed(citation('п. 9', 'п. 9. Похожее <место>.')))
})
afterAll(() => app.close())

/** A teacher's question that the documents do not answer, with its number and card. */
async function openTicket(text = 'Вопрос без ответа?') {
  const teacher = await app.person('Мария')
  teacher.says(text)
  const accepted = await teacher.sees(/Вопрос передан тьюторам: № \d+\. Ответят до/)
  const number = accepted.text!.match(/№ (\d+)/)![1]!
  const card = await group.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  return { teacher, number, card, accepted }
}

it('promises an answer by number and working time, and shows tutors the card', async () => {
  const { accepted, card } = await openTicket('Вопрос <i>без ответа</i> & ещё?')
  expect(accepted.text).toMatch(
    /^В документах ответа нет\. Вопрос передан тьюторам: № \d+\. Ответят до среды, 25 ноября, 18:00\.$/,
  )
  expect(card.text).toMatch(/Вопрос <i>без ответа<\/i> & ещё\?[\s\S]*п\. 9\. Похожее <место>\./)
  expect(card.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    'Взять',
    'Ответить',
  ])
})

it('gives the question to one of two tutors who press at once, and tells the other who has it', async () => {
  const { teacher, number, card } = await openTicket()
  const [first, second] = await Promise.all([
    anna.presses('Взять', { in: group, on: card }),
    boris.presses('Взять', { in: group, on: card }),
  ])
  const texts = [first?.text, second?.text].sort()
  expect(texts[0]).toBe(`Вопрос № ${number} ваш.`)
  expect(texts[1]).toMatch(new RegExp(`Вопрос № ${number} уже взял тьютор: (Анна|Борис) Тьютор\\.`))
  await teacher.sees(new RegExp(`№ ${number} взял тьютор`))
  await group.sees(new RegExp(`№ ${number} · у тьютора`))
})

it('brings the answer to the teacher after a preview, signed', async () => {
  const { teacher, number, card } = await openTicket()
  await anna.presses('Ответить', { in: group, on: card })
  const prompt = await group.sees(`пришлите ответ на вопрос № ${number}`)
  anna.repliesTo(prompt, 'Смотрите <b>приказ</b> & план.')
  const preview = await group.sees(/Так ответ на вопрос[\s\S]*<b>приказ<\/b> & план/)
  expect(await anna.presses('Отправить', { in: group, on: preview })).toMatchObject({
    text: expect.stringMatching(/отправлен/),
  })
  await teacher.sees(
    /Ответ тьютора на вопрос[\s\S]*<b>приказ<\/b> & план\.[\s\S]*Анна Тьютор, тьютор/,
  )
  await group.sees(new RegExp(`№ ${number} · ответ отправлен: Анна Тьютор`))
})

it('takes a reply to the card for an answer, lets it be changed, and sends the last wording once', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesTo(card, 'Первая редакция.')
  const first = await group.sees('Первая редакция.')
  await anna.presses('Изменить', { in: group, on: first })
  anna.repliesTo(await group.sees(`пришлите ответ на вопрос № ${number}`), 'Вторая редакция.')
  const second = await group.sees('Вторая редакция.')
  expect(await anna.forges(dataOf(first, 'Отправить'), first)).toMatchObject({
    text: expect.stringMatching(/уже отправлен, изменён или отменён/),
  })
  await anna.presses('Отправить', { in: group, on: second })
  await app.handleAgain()
  await teacher.sees('Вторая редакция.')
  expect(teacher.inbox().filter(({ text }) => text?.includes('редакция'))).toHaveLength(1)
})

it('lets nobody answer for another tutor or press their buttons', async () => {
  const { number, card } = await openTicket()
  anna.repliesTo(card, 'Ответ Анны.')
  const preview = await group.sees('Ответ Анны.')
  expect(await boris.presses('Отправить', { in: group, on: preview })).toMatchObject({
    text: expect.stringMatching(/уже отправлен/),
  })
  boris.repliesTo(card, 'Ответ Бориса.')
  await group.sees(`Вопрос № ${number} уже взял тьютор: Анна Тьютор.`)
  expect(await boris.forges(`return:${number}`, card)).toMatchObject({
    text: expect.stringMatching(/сейчас не у вас/),
  })
})

it('puts a returned question back into the queue, for somebody else', async () => {
  const { number, card } = await openTicket()
  await anna.presses('Взять', { in: group, on: card })
  await group.sees(new RegExp(`№ ${number} · у тьютора: Анна`))
  await anna.presses('Вернуть в очередь', { in: group, on: card })
  await group.sees(new RegExp(`№ ${number} · ждёт тьютора`))
  expect(await boris.presses('Взять', { in: group, on: card })).toMatchObject({
    text: `Вопрос № ${number} ваш.`,
  })
})

it('continues the same question with the same tutor, and closes it when it is resolved', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesTo(card, 'Коротко.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Коротко.') })
  await teacher.presses('Уточнить')
  await teacher.sees(/Что уточнить/)
  teacher.says('А подробнее?')
  await teacher.sees(`Уточнение передано тьютору: № ${number}.`)
  const note = await group.sees(/педагог уточняет \(Анна Тьютор\)[\s\S]*А подробнее\?/)
  anna.repliesTo(note, 'Подробно.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Подробно.') })
  await teacher.sees('Подробно.')
  expect(await teacher.presses('Решено')).toMatchObject({ text: expect.stringMatching(/закрыт/) })
  expect(await teacher.presses('Решено')).toMatchObject({
    text: expect.stringMatching(/уже закрыт/),
  })
  await group.sees(new RegExp(`№ ${number} · закрыт`))
})

it('takes a reply to the tutor’s answer for a clarification', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesTo(card, 'Сжато.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Сжато.') })
  teacher.repliesTo(await teacher.sees('Сжато.'), 'И когда?')
  await teacher.sees(`Уточнение передано тьютору: № ${number}.`)
})

it('ignores whatever else is said in the group', async () => {
  await openTicket()
  const before = group.messages().length
  anna.says('Коллеги, обед?', { in: group })
  guest.says('Я за!', { in: group })
  await app.settled()
  expect(group.messages().length).toBe(before + 2)
})

it('sends who has not consented to the bot, whether they press or answer', async () => {
  const { card } = await openTicket()
  expect((await guest.presses('Взять', { in: group, on: card }))?.url).toMatch(/\?start=desk$/)
  guest.repliesTo(card, 'Я тоже отвечу')
  await group.sees(/откройте чат со мной/)
})

it('lets only tutors take questions', async () => {
  const { card } = await openTicket()
  const colleague = await app.person('Коллега')
  expect(await colleague.presses('Взять', { in: group, on: card })).toMatchObject({
    text: expect.stringMatching(/только тьюторы/),
  })
})

it('repeats the number when the same is asked again', async () => {
  const { teacher, number } = await openTicket()
  teacher.says('Вопрос без ответа?')
  await teacher.sees(`Этот вопрос уже у тьюторов: № ${number}.`)
  teacher.says('/tutor вопрос без ответа?')
  await teacher.sees(`Этот вопрос уже у тьюторов: № ${number}.`)
})

it('asks a tutor at once by the button under an answer and by command', async () => {
  app.when('с ответом', answered())
  const teacher = await app.person('Ольга')
  teacher.says('Вопрос с ответом?')
  await teacher.presses('Спросить тьютора')
  await teacher.sees(/^Вопрос передан тьюторам: № \d+/)
  await teacher.presses('Спросить тьютора')
  await teacher.sees(/Этот вопрос уже у тьюторов/)
  teacher.says('/tutor')
  await teacher.sees(/Напишите вопрос тьютору/)
  teacher.says('Другой вопрос без ответа')
  await teacher.sees(/^Вопрос передан тьюторам: № \d+/)
  await group.sees(/Другой вопрос без ответа/)
})

it('leaves a dialogue on /cancel and opens one ticket for a redelivered command', async () => {
  const teacher = await app.person('Пётр')
  teacher.says('/tutor')
  await teacher.sees(/Напишите вопрос/)
  teacher.says('/cancel')
  await teacher.sees(/Отменено/)
  teacher.says('/tutor Снова без ответа')
  await teacher.sees(/Вопрос передан/)
  await app.handleAgain()
  expect(teacher.inbox().filter(({ text }) => text?.includes('Вопрос передан'))).toHaveLength(1)
})

it('tells by message what a press too old to be answered did', async () => {
  const { number, card } = await openTicket()
  app.telegram.api.fault({
    kind: 'error',
    method: 'answerCallbackQuery',
    code: 400,
    description:
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
  })
  void anna.presses('Взять', { in: group, on: card })
  await group.sees(`Вопрос № ${number} ваш.`)
  await group.sees(new RegExp(`№ ${number} · у тьютора`))
})

it('fits the longest question and the longest passages into one card', async () => {
  const long = (start: string) => ({
    ...citation('п. 1', `${start} ${'щ'.repeat(5000)}`),
    label: 'щ'.repeat(400),
  })
  app.when('Длинный', routed(long('раз'), long('два'), long('три')))
  const { card } = await openTicket(`Длинный ${'ы'.repeat(4000)}`)
  expect(card.text).toMatch(/раз щ[\s\S]*два щ[\s\S]*три щ/)
})
