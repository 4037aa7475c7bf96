import { afterAll, beforeAll, expect, it } from 'vitest'
import { createIngest } from '../../rag/ingest.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const REGULATION = `ПОЛОЖЕНИЕ
о наставничестве в городе Озёрный
1. Общие положения
1.1. Наставник назначается приказом директора до 15 сентября.
1.2. Отчёт наставника сдаётся методисту один раз в полугодие.`

let app: TestBot
let anna: Person
let boris: Person
let vera: Person

beforeAll(async () => {
  app = await startBot({ documents: true })
  const { pool } = app.database
  const ingest = createIngest({ pool, clock: () => app.clock.now })
  await ingest.ingest({ name: 'nastavniki.txt', bytes: Buffer.from(REGULATION) })
  anna = await app.person('Анна Петровна Белова', 'tutor')
  boris = await app.person('Борис Тьютор', 'tutor')
  vera = await app.person('Вера Методист', 'methodist')
})
afterAll(() => app.close())

/** A teacher asks, Anna answers and has her answer offered: the draft. */
async function answer(question: string, text: string, draft = question) {
  const teacher = await app.person('Мария')
  teacher.says(`/tutor ${question}`)
  await teacher.sees(/Вопрос передан тьюторам/)
  anna.repliesTo(await anna.sees(question), text)
  const preview = await anna.sees(new RegExp(`Так ответ на вопрос[\\s\\S]*${text.slice(-12)}`))
  await anna.presses('Отправить', { on: preview })
  await teacher.sees(/Ответ тьютора на вопрос/)
  await anna.presses('В базу знаний', { on: preview })
  return anna.sees(new RegExp(`проверьте запись[\\s\\S]*${draft.replaceAll('?', '\\?')}`))
}

/** The answer, offered by Anna and waiting for Vera. */
async function offer(question: string, text: string) {
  await anna.presses('Сохранить', { on: await answer(question, text) })
  await anna.sees(/Её посмотрит второй человек/)
  return vera.sees(
    new RegExp(`База знаний, запись № \\d+ ·[\\s\\S]*${question.replaceAll('?', '\\?')}`),
  )
}

it('answers the next teacher at once with what a second person approved, and says whose answer it is', async () => {
  const shown = await offer(
    'Где взять бланк заявления на конкурс наставников?',
    'Здравствуйте! Бланк лежит в методическом кабинете, комната 12.',
  )
  expect(shown.text).toMatch(/Ответ: Бланк лежит[\s\S]*Ответил тьютор Анна Петровна Белова/)
  await vera.presses('Одобрить')
  await vera.sees(/действует до 23 ноября 2027 года/)
  await anna.sees(/Ваша запись № \d+ одобрена/)
  const next = await app.person('Ольга')
  next.says('Подскажите, где взять бланк заявления на конкурс наставников?')
  await next.sees(
    /^Бланк лежит в методическом кабинете, комната 12\.\n\nОтвет тьютора, 23 ноября 2026, утвердил методист$/,
  )
  await next.presses('Показать пункт')
  await next.sees(/Вопрос: Где взять бланк[\s\S]*Ответ: Бланк лежит в методическом кабинете/)
})

it('takes out what leads to a person, shows what it was, and lets the words be changed', async () => {
  const draft = await answer(
    'Я Мария Петрова, кому отправить заявку на слёт молодых учителей?',
    'Уважаемая Мария! Отправьте её Ирине Сергеевне Котовой, телефон 8 912 345-67-89.\nС уважением, Анна Белова',
    'слёт молодых',
  )
  expect(draft.text).toMatch(/Ответ: Отправьте её \[имя\], телефон \[телефон\]\.\n\nУбрано личное:/)
  expect(draft.text).toMatch(/• имя: Ирине Сергеевне Котовой\n[\s\S]*телефон: 8 912 345-67-89/)
  await anna.presses('Изменить', { on: draft })
  await anna.presses('Ответ')
  anna.says('Отправьте её методисту центра, пишите на kotova@example.ru.')
  const changed = await anna.sees(/Ответ: Отправьте её методисту центра, пишите на \[почта\]\./)
  expect(await anna.presses('Сохранить', { on: draft })).toMatchObject({
    text: expect.stringMatching(/изменилась/),
  })
  await anna.presses('Отмена', { on: changed })
  expect(await anna.presses('Сохранить')).toMatchObject({
    text: expect.stringMatching(/больше нет/),
  })
})

it('lets a second person reject with a reason that the author is told, and nobody approve their own', async () => {
  const shown = await offer('Можно ли вести кружок шахмат дистанционно?', 'Можно, по согласованию.')
  anna.says('/knowledge')
  await anna.presses(`№ ${shown.text!.match(/запись № (\d+)/)![1]}`)
  const own = await anna.sees(/Можно ли вести кружок[\s\S]*Ответил тьютор/)
  expect(own.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Изменить'])
  const approval = dataOf(shown, 'Одобрить')
  expect(await anna.forges(approval, own)).toMatchObject({
    text: expect.stringMatching(/одобряет второй человек/),
  })
  await vera.presses('Отклонить', { on: shown })
  await vera.sees(/Почему запись/)
  vera.says('С января это запрещено.')
  await anna.sees(/отклонена\.\nПричина: С января это запрещено\./)
  expect(await boris.forges(approval, shown)).toMatchObject({
    text: expect.stringMatching(/больше нет/),
  })
})

it('shows who comes late what the entry says now, instead of approving what they have not read', async () => {
  const shown = await offer('Какой учебник шахмат берут во втором классе?', 'Учебник из перечня.')
  await vera.presses('Изменить', { on: shown })
  await vera.presses('Ответ')
  vera.says('Учебник центра «Ладья».')
  const changed = await vera.sees(/Ответ: Учебник центра «Ладья»/)
  expect(await vera.presses('Одобрить', { on: shown })).toMatchObject({
    text: expect.stringMatching(/изменилась/),
  })
  await vera.presses('Одобрить', { on: changed })
  await anna.sees(/одобрена[\s\S]*Учебник центра «Ладья»/)
})

it('cites a correction in the place of what it corrects', async () => {
  await vera.presses('Одобрить', {
    on: await offer('Сколько стоит обед в школьном лагере?', 'Обед стоит 150 рублей.'),
  })
  await vera.sees(/действует до/)
  const before = await app.person('Роза')
  before.says('Сколько стоит обед в школьном лагере?')
  await before.sees(/^Обед стоит 150 рублей\./)
  await anna.presses('Изменить', { on: await openEntry(anna, 'Сколько стоит обед') })
  await anna.presses('Ответ')
  anna.says('Обед стоит 180 рублей.')
  await anna.presses('Сохранить', { on: await anna.sees(/новая редакция[\s\S]*180 рублей/) })
  await vera.presses('Одобрить', { on: await vera.sees(/новая редакция ждёт[\s\S]*180 рублей/) })
  await vera.sees(/действует до/)
  const next = await app.person('Пётр')
  next.says('Сколько стоит обед в школьном лагере?')
  await next.sees(/^Обед стоит 180 рублей\./)
  await app.looks()
  await before.sees(/изменился[\s\S]*150 рублей[\s\S]*180 рублей/)
})

it('stops citing an answer after a year, asks methodists to look at it, and cites it again when they prolong it', async () => {
  await vera.presses('Одобрить', {
    on: await offer('Кто заказывает автобус на турслёт педагогов?', 'Автобус заказывает центр.'),
  })
  await vera.sees(/действует до/)
  await app.looks('2027-11-23T07:00:00Z')
  await vera.sees(/^\d+ запис[ьи] базы знаний отслужил/)
  const next = await app.person('Роман')
  next.says('Кто заказывает автобус на турслёт педагогов?')
  expect((await next.sees(/тьюторам|Положение/)).text).not.toContain('Автобус')
  await openEntry(vera, 'Кто заказывает автобус', 'Посмотреть')
  expect(await vera.presses('Продлить')).toMatchObject({
    text: expect.stringMatching(/до 23 ноября 2028 года/),
  })
  const another = await app.person('Рита')
  another.says('Кто заказывает автобус на турслёт педагогов?')
  await another.sees(/^Автобус заказывает центр\.\n\nОтвет тьютора, 23 ноября 2026/)
  await openEntry(vera, 'Кто заказывает автобус')
  await vera.presses('Убрать')
  await vera.presses('Убрать', { on: await vera.sees(/Убрать запись № \d+\?/) })
  another.says('Скажите, кто заказывает автобус на турслёт педагогов?')
  expect((await another.sees(/тьюторам|тьюторов|Положение/)).text).not.toContain('Автобус')
})

it('keeps what a tutor has taught, without the name, when they are erased', async () => {
  await vera.presses('Одобрить', {
    on: await offer('Где хранится аптечка для похода?', 'Аптечка хранится у завхоза.'),
  })
  await vera.sees(/действует до/)
  anna.says('/delete_me')
  await anna.presses('Удалить мои данные')
  await anna.sees(/данные удалены/)
  const shown = await openEntry(vera, 'Где хранится аптечка')
  expect(shown.text).not.toContain('Белова')
  const next = await app.person('Семён')
  next.says('Где хранится аптечка для похода?')
  await next.sees(/^Аптечка хранится у завхоза\./)
})

it('opens the knowledge to the desk alone', async () => {
  const teacher = await app.person('Зоя')
  teacher.says('/knowledge')
  await teacher.sees(/открыта тьюторам и методистам/)
  expect(await teacher.forges('knowledge:in-force:0', teacher.inbox()[0]!)).toMatchObject({
    text: expect.stringMatching(/открыта тьюторам и методистам/),
  })
})

/** The entry with these words, out of the list. */
async function openEntry(person: Person, words: string, by?: string) {
  if (by) await person.presses(by)
  else person.says('/knowledge')
  const list = await person.sees(new RegExp(`№ (\\d+) · [^\\n]+\\n${words}`))
  const number = list.text!.match(new RegExp(`№ (\\d+) · [^\\n]+\\n${words}`))![1]
  await person.presses(`№ ${number}`, { on: list })
  return person.sees(
    new RegExp(`запись № ${number} · (?:действует|срок истёк)\\s[\\s\\S]*${words}`),
  )
}
