/** Making a broadcast: the message as it is, its buttons, the test to oneself, and when it is sent. */
import type { Message, MessageEntity } from 'grammy/types'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBot } from '../helpers/bot.ts'
import { paper, photo } from '../helpers/files.ts'
import type { Call, Person } from '../helpers/telegram.ts'

const NOON = '2026-11-23T09:00:00Z'
const NIGHT = '2026-11-23T19:00:00Z'

const app = await startBot({ twice: true })
afterAll(() => app.close())

let teacher: Person
beforeAll(async () => {
  teacher = await app.person('Анна')
})

/** A methodist who has been asked for the message. */
async function begins() {
  app.clock.now = new Date(NOON)
  const methodist = await app.person('Мария', 'methodist')
  methodist.says('/broadcast')
  await methodist.sees(/Пришлите сообщение/)
  return methodist
}

/** From the question about buttons to the page of the whole, for teachers. */
async function finishes(methodist: Person, links?: string) {
  await methodist.sees(/Нужны кнопки/)
  if (links) methodist.says(links)
  else await methodist.presses('Без кнопок')
  await methodist.presses('Роль')
  await methodist.presses('Педагоги')
  await methodist.presses('Назад')
  await methodist.presses('Готово')
  return methodist.sees(/Рассылка № \d+\. Выше — то, что получат люди/)
}

/** What was sent to this chat since then, without whom it was sent to. */
function sentTo(person: Person, from: Call | undefined) {
  const calls = app.telegram.calls()
  return calls
    .slice(from ? calls.indexOf(from) + 1 : 0)
    .filter(
      ({ method, parameters }) =>
        isSend(method) && String(parameters.chat_id) === String(person.id),
    )
    .map(({ method, parameters: { chat_id: _theirs, ...others } }) => ({ method, ...others }))
}

const isSend = (method: string) => /^send(?!ChatAction)/.test(method)
const last = () => app.telegram.calls().at(-1)

/** Sends the test to its author, then everything to everybody, and gives both as they went to Telegram. */
async function testAndSend(methodist: Person) {
  await app.settled()
  const before = last()
  await methodist.presses('Тест себе')
  await app.settled()
  const test = sentTo(methodist, before)
  await methodist.presses('Отправить сейчас')
  await methodist.sees(/Отправить рассылку № \d+ сейчас\?/)
  const start = last()
  await methodist.presses('Отправить')
  await methodist.sees(/Рассылка № \d+ началась/)
  await app.looks()
  return { test, sent: sentTo(teacher, start) }
}

const BOLD: MessageEntity[] = [
  { type: 'bold', offset: 0, length: 7 },
  { type: 'text_link', offset: 11, length: 7, url: 'https://example.org/plan' },
]

it('sends a text with its formatting and buttons, byte for byte what the test showed', async () => {
  const methodist = await begins()
  methodist.says({ other: { text: 'Семинар по плану < & >', entities: BOLD } })
  const page = await finishes(
    methodist,
    'Записаться — https://example.org/a?b=1\nhttps: https://b.ru',
  )
  expect(page.text).toContain('Кому: педагоги\nПолучателей сейчас: 1 человек')
  const { test, sent } = await testAndSend(methodist)
  expect(test).not.toEqual([])
  expect(JSON.stringify(sent)).toBe(JSON.stringify(test))
  expect(sent).toMatchObject([{ text: 'Семинар по плану < & >', entities: BOLD }])
  const buttons = (await teacher.sees(/Семинар по плану/)).reply_markup?.inline_keyboard
  expect(buttons).toEqual([
    [{ text: 'Записаться', url: 'https://example.org/a?b=1' }],
    [{ text: 'https', url: 'https://b.ru' }],
  ])
})

it('sends an album whole, its buttons under a text that follows', async () => {
  const methodist = await begins()
  methodist.sendsAlbum([photo('Первое'), photo(), photo('Третье')])
  const page = await finishes(methodist, 'Программа: https://example.org/p')
  expect(page.text).toContain('У альбома кнопок не бывает')
  const { test, sent } = await testAndSend(methodist)
  expect(test).not.toEqual([])
  expect(JSON.stringify(sent)).toBe(JSON.stringify(test))
  expect(sent.map(({ method }) => method)).toEqual(['sendMediaGroup', 'sendMessage'])
  const captions = teacher.inbox().flatMap(({ photo: file, caption }) => (file ? [caption] : []))
  expect(captions).toEqual(['Первое', undefined, 'Третье'])
})

it('sends a file as it is, and nothing of what becomes of the author’s message', async () => {
  const methodist = await begins()
  const said = methodist.sendsFile(paper('положение.txt', 'Новое положение'))
  await finishes(methodist)
  methodist.edits(said, 'Другие слова')
  app.telegram.api.erase(methodist.chat, said.message_id)
  const { test, sent } = await testAndSend(methodist)
  expect(JSON.stringify(sent)).toBe(JSON.stringify(test))
  expect(sent).toMatchObject([{ method: 'sendDocument', caption: 'Новое положение' }])
})

it('says that it cannot send a sticker or a poll, and waits for something else', async () => {
  const methodist = await begins()
  const sticker = { file_id: 's', file_unique_id: 's', type: 'regular', width: 1, height: 1 }
  methodist.says({ other: { sticker } as Partial<Message> })
  await methodist.sees(/Такое разослать не могу/)
  methodist.says({ other: { dice: { emoji: '🎲', value: 1 } } })
  await methodist.sees(/Такое разослать не могу/)
  methodist.says('Тогда словами')
  await methodist.sees(/Нужны кнопки/)
})

it('explains what is wrong with a button, goes back, and takes the lines after that', async () => {
  const methodist = await begins()
  methodist.says('Слова')
  await methodist.sees(/Нужны кнопки/)
  methodist.says('Раз — https://a.org\nДва — http://b.org')
  await methodist.sees(/«Два — http:\/\/b\.org»: адрес должен начинаться с https/)
  await methodist.presses('Назад')
  await methodist.sees(/Пришлите новое сообщение/)
  methodist.says('Другие слова')
  await methodist.sees(/Нужны кнопки/)
  methodist.says('Раз — https://a.org')
  await methodist.sees(/Кому: все/)
})

it('waits for the end of quiet hours, unless it is told to send all the same', async () => {
  const methodist = await begins()
  methodist.says('Вечером')
  await finishes(methodist)
  app.clock.now = new Date(NIGHT)
  await methodist.presses('Отправить сейчас')
  await methodist.sees(/Сейчас тихие часы центра: они кончатся вторник, 24 ноября 2026, 08:00/)
  await methodist.presses('Подождать до 08:00')
  await methodist.sees(/запланирована: вторник, 24 ноября 2026, 08:00/)
  await app.looks('2026-11-24T04:59:00Z')
  expect(teacher.inbox().some(({ text }) => text === 'Вечером')).toBe(false)
  await app.looks('2026-11-24T05:00:01Z')
  await teacher.sees('Вечером')
})

it('takes the day and the hour in Russian, together or one after the other', async () => {
  const methodist = await begins()
  methodist.says('Завтра')
  await finishes(methodist)
  await methodist.presses('Запланировать')
  methodist.says('вчера в 10')
  await methodist.sees(/уже прошло/)
  methodist.says('в пятницу')
  await methodist.sees(/27 ноября\. Во сколько\?/)
  methodist.says('в 22:30')
  await methodist.sees(/Пятница, 27 ноября 2026, 22:30: это тихие часы центра/)
  await methodist.presses('В 22:30 всё равно')
  await methodist.sees(/запланирована: пятница, 27 ноября 2026, 22:30/)
})

it('does not send what has changed since it was confirmed', async () => {
  const methodist = await begins()
  methodist.says('Первые слова')
  await finishes(methodist)
  await methodist.presses('Отправить сейчас')
  const sure = await methodist.sees(/сейчас\?/)
  await methodist.presses('Назад', { on: sure })
  await methodist.presses('Изменить')
  await methodist.presses('Сообщение')
  methodist.says('Другие слова')
  const page = await methodist.sees(/Выше — то, что получат люди/)
  const [send] = sure.reply_markup!.inline_keyboard.flat()
  const old = send && 'callback_data' in send ? send.callback_data : ''
  expect((await methodist.forges(old, page))?.text).toMatch(/с тех пор изменилась/)
  expect(teacher.inbox().some(({ text }) => text === 'Первые слова')).toBe(false)
})

it('keeps a draft for its author only, and deletes it when told to', async () => {
  const methodist = await begins()
  methodist.says('Черновик')
  const page = await finishes(methodist)
  const colleague = await app.person('Ольга', 'methodist')
  const id = /№ (\d+)/.exec(page.text!)![1]
  colleague.says('/broadcasts')
  const list = await colleague.sees(/Рассылки/)
  expect((await colleague.forges(`broadcast-now:${id}`, list))?.text).toMatch(/не черновик/)
  teacher.says('/broadcast')
  await teacher.sees(/ведут методисты и администраторы/)
  methodist.says('/cancel')
  await methodist.sees(/Прервано, черновик сохранён. Продолжить: \/broadcasts/)
  methodist.says('/broadcasts')
  await methodist.presses(`№ ${id}`)
  await methodist.sees('Черновик')
  await methodist.presses('Отмена')
  await methodist.sees(/Черновик удалён/)
})
