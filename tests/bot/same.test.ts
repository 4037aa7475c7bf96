import type { Message } from 'grammy/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIngest } from '../../rag/ingest.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'

const REGULATION = `ПОЛОЖЕНИЕ
о наставничестве в городе Озёрный
1. Общие положения
1.1. Наставник назначается приказом директора до 15 сентября.
1.2. Отчёт наставника сдаётся методисту один раз в полугодие.`

let app: TestBot
let group: Group
let anna: Person
let boris: Person

beforeAll(async () => {
  app = await startBot({
    documents: true,
    group: (telegram) => {
      anna = telegram.person({ name: 'Анна Тьютор' })
      boris = telegram.person({ name: 'Борис Тьютор' })
      group = telegram.group({ title: 'Тьюторы', members: [anna, boris] })
      return group
    },
    write: async ({ question }) =>
      question.includes('модел')
        ? { kind: 'written', text: 'Наставник назначается приказом.' }
        : { kind: 'failed' },
  })
  const { pool } = app.database
  const ingest = createIngest({ pool, clock: () => app.clock.now })
  await ingest.ingest({ name: 'nastavniki.txt', bytes: Buffer.from(REGULATION) })
  await app.consents(anna, 'tutor')
  await app.consents(boris, 'tutor')
})
afterAll(() => app.close())

/** Somebody asks what the documents do not answer; the number, and what they were told. */
async function ask(name: string, question: string) {
  const teacher = await app.person(name)
  teacher.says(`/tutor ${question}`)
  const told = await teacher.sees(/№ \d+/)
  const [number = ''] = told.text!.match(/(?<=№ )\d+/) ?? []
  return { teacher, told, number }
}

/** The question's card in the group. */
async function cardOf(number: string, state = 'ждёт тьютора'): Promise<Message> {
  return group.sees(new RegExp(`^№ ${number} · ${state}`))
}

async function answer(number: string, text: string) {
  anna.repliesTo(await cardOf(number), text)
  const preview = await group.sees(new RegExp(`Так ответ на вопрос № ${number}[\\s\\S]*${text}`))
  await anna.presses('Отправить', { in: group, on: preview })
  return preview
}

it('joins the same question to the one in the queue, and one answer reaches both, each with their own number', async () => {
  const first = await ask('Мария', 'Где наставнику взять бланк договора?')
  const second = await ask('Ольга', 'Здравствуйте, где наставнику взять бланк договора?')
  expect(second.told.text).toMatch(
    new RegExp(
      `^Такой же вопрос уже у тьюторов\\. Ваш вопрос: № ${second.number}, ответ на него придёт вместе с ответом на вопрос № ${first.number}\\. Ответят до среды, 25 ноября, 18:00\\.`,
    ),
  )
  const preview = await answer(first.number, 'Бланк в кабинете 12.')
  expect(preview.text).toMatch(/получат и другие педагоги, которые спросили то же: 1\./)
  await first.teacher.sees(new RegExp(`Ответ тьютора на вопрос № ${first.number}\n\nБланк`))
  await second.teacher.sees(new RegExp(`Ответ тьютора на вопрос № ${second.number}\n\nБланк`))
  await second.teacher.presses('Решено')
  await first.teacher.presses('Уточнить')
  await first.teacher.sees(/Что уточнить/)
  first.teacher.says('А во втором корпусе?')
  await first.teacher.sees(`Уточнение передано тьютору: № ${first.number}.`)
  await app.settled()
  expect(second.teacher.inbox().filter(({ text }) => text?.includes('корпус'))).toEqual([])
})

it('lets one of those who asked go on alone, before the answer and after it, and tells the others nothing', async () => {
  const first = await ask('Мария', 'Кто оплачивает наставнику проезд на конкурс?')
  const second = await ask('Ольга', 'Кто оплачивает наставнику проезд на конкурс?')
  const third = await ask('Пётр', 'кто оплачивает наставнику проезд на конкурс')
  await second.teacher.presses('Уточнить')
  await second.teacher.sees(/Что уточнить/)
  second.teacher.says('Я спрашиваю про поезд.')
  const card = await cardOf(second.number)
  expect(card.text).toMatch(/проезд на конкурс\?[\s\S]*Уточнение: Я спрашиваю про поезд\./)
  await answer(first.number, 'Проезд оплачивает школа.')
  await third.teacher.sees(/Проезд оплачивает школа/)
  await app.settled()
  expect(second.teacher.inbox().filter(({ text }) => text?.includes('школа.'))).toEqual([])
  await third.teacher.presses('Уточнить')
  await third.teacher.sees(/Что уточнить/)
  third.teacher.says('А обратно?')
  await group.sees(new RegExp(`№ ${third.number}: педагог уточняет \\(Анна Тьютор\\)`))
  expect(await cardOf(third.number, 'у тьютора: Анна')).toMatchObject({
    text: expect.stringContaining('А обратно?'),
  })
})

it('keeps apart what differs in a number, a place, a date or a negation', async () => {
  const first = await ask('Мария', 'Сколько часов занимает наставник в 5 классе?')
  for (const other of [
    'Сколько часов занимает наставник в 6 классе?',
    'Сколько часов не занимает наставник в 5 классе?',
    'Сколько часов занимает наставник в 5 классе в мае?',
  ]) {
    const { told, number } = await ask('Ольга', other)
    expect(told.text).toMatch(/Вопрос передан тьюторам/)
    expect(number).not.toBe(first.number)
  }
})

it('tells everyone who asked why their question is rejected', async () => {
  const first = await ask('Мария', 'Можно ли наставнику продать путёвку?')
  const second = await ask('Ольга', 'Можно ли наставнику продать путёвку?')
  await anna.presses('Взять', { in: group, on: await cardOf(first.number) })
  await second.teacher.sees(new RegExp(`№ ${second.number} взял тьютор`))
  await anna.presses('Отклонить', { in: group, on: await cardOf(first.number, 'у тьютора') })
  const why = await group.sees(/[Пп]очему|причин/)
  anna.repliesTo(why, 'Это не к нам.')
  await anna.presses('Отклонить', { in: group, on: await group.sees(/Это не к нам\./) })
  await first.teacher.sees(/Это не к нам\./)
  await second.teacher.sees(/Это не к нам\./)
})

it('offers the nearest questions to a tutor who finds a duplicate, and joins with one tap', async () => {
  const first = await ask('Мария', 'Как наставнику получить пропуск в архив?')
  const second = await ask('Ольга', 'Наставнику нужен пропуск в архив, как быть?')
  await boris.presses('Взять', { in: group, on: await cardOf(second.number) })
  const card = await cardOf(second.number, 'у тьютора')
  await boris.presses('Дубликат', { in: group, on: card })
  const offer = await group.sees(/тот же вопрос, что и один из этих/)
  expect(offer.text).toContain(`№ ${first.number} · ждёт тьютора\nКак наставнику получить пропуск`)
  await boris.presses('Отмена', { in: group, on: offer })
  await group.sees(/остаётся отдельным/)
  await boris.presses('Дубликат', { in: group, on: card })
  const again = await group.sees(/тот же вопрос, что и один из этих/)
  await boris.presses(`Тот же, что № ${first.number}`, { in: group, on: again })
  await second.teacher.sees(
    new RegExp(`Ваш вопрос № ${second.number} тот же, что вопрос № ${first.number}`),
  )
  await cardOf(second.number, `закрыт, тот же вопрос: № ${first.number}`)
  await answer(first.number, 'Пропуск даёт завуч.')
  await second.teacher.sees(/Пропуск даёт завуч\./)
})

it('sends an answer that was given lately to who asks the same, signed by who gave it', async () => {
  const first = await ask('Мария', 'Какой номер у кабинета наставников центра?')
  await answer(first.number, 'Кабинет 7.')
  await first.teacher.sees(/Кабинет 7\./)
  const second = await ask('Ольга', 'В каком кабинете сидят наставники центра?')
  await boris.presses('Взять', { in: group, on: await cardOf(second.number) })
  await boris.presses('Дубликат', { in: group, on: await cardOf(second.number, 'у тьютора') })
  await boris.presses(`Тот же, что № ${first.number}`, { in: group })
  await second.teacher.sees(
    new RegExp(
      `Ответ тьютора на вопрос № ${second.number}[\\s\\S]*Кабинет 7\\.[\\s\\S]*Анна Тьютор`,
    ),
  )
  await cardOf(second.number, 'ответ отправлен: Борис')
})

it('says what the nearest clauses lack, and puts a draft of them into the preview, which nobody but the tutor sends', async () => {
  const { teacher, number } = await ask(
    'Мария',
    'Кому наставник сдаёт отчёт о стажировке за границей?',
  )
  const card = await cardOf(number)
  expect(card.text).toMatch(/п\. 1\.2[\s\S]*Чего в найденном нет: слов «стажировке», «границей»/)
  await anna.presses('Ответить', { in: group, on: card })
  await anna.presses('Черновик', { in: group, on: await cardOf(number, 'у тьютора') })
  const preview = await group.sees(
    new RegExp(
      `^Черновик по документам, проверьте[\\s\\S]*Так ответ на вопрос № ${number}[\\s\\S]*сдаётся методисту`,
    ),
  )
  await app.settled()
  expect(teacher.inbox().filter(({ text }) => text?.includes('методисту'))).toEqual([])
  await anna.presses('Отправить', { in: group, on: preview })
  const sent = await teacher.sees(/сдаётся методисту/)
  expect(sent.text).not.toContain('Черновик')
})

it('marks a draft that a model wrote, for the tutor to check', async () => {
  const { number } = await ask('Мария', 'Как назначается наставник по новой модели школы?')
  await anna.presses('Ответить', { in: group, on: await cardOf(number) })
  await anna.presses('Черновик', { in: group, on: await cardOf(number, 'у тьютора') })
  await group.sees(/^Черновик модели, проверьте[\s\S]*Наставник назначается приказом\./)
})

it('offers an answer to the knowledge base out of the group in the tutor’s own chat', async () => {
  const { number } = await ask('Мария', 'Где наставнику получить форму с эмблемой?')
  const preview = await answer(number, 'Форму выдаёт склад.')
  expect(await boris.presses('В базу знаний', { in: group, on: preview })).toMatchObject({
    text: expect.stringMatching(/тьютор, который его дал, или методист/),
  })
  expect(await anna.presses('В базу знаний', { in: group, on: preview })).toMatchObject({
    text: expect.stringMatching(/в личном чате/),
  })
  await anna.sees(/В базу знаний: проверьте запись[\s\S]*Форму выдаёт склад\./)
})
