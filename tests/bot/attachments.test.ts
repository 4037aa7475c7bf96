/** Files through a ticket, in both directions. */

import { existsSync } from 'node:fs'
import type { Message } from 'grammy/types'
import { afterAll, expect, it } from 'vitest'
import { answered } from '../helpers/bot.ts'
import { problemsOfCalls } from '../helpers/bot-api-description.ts'
import { openDesk } from '../helpers/desk.ts'
import { paper, photo, recording } from '../helpers/files.ts'
import { sharedPath } from '../helpers/shared.ts'
import { words } from '../helpers/telegram.ts'

const DESCRIPTION = sharedPath('telegram-bot-api-spec.json')

const { app, group, anna, openTicket } = await openDesk()
afterAll(() => app.close())

const labels = ({ reply_markup }: Message) =>
  (reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text)
const DECISION = ['Отправить', 'Изменить', 'Отмена']

it('sends a photo with its words, formatted and signed, as it was previewed', async () => {
  const { teacher, number, card } = await openTicket()
  const entities = [{ type: 'bold', offset: 0, length: 5 }] as const
  const reply = { file: { ...photo(), kind: 'photo', mime: '' } as const, caption: 'Схема здесь' }
  anna.repliesTo(card, { ...reply, other: { caption_entities: [...entities] } })
  const preview = await group.sees(
    /Так ответ на вопрос[\s\S]*Схема здесь[\s\S]*Анна Тьютор, тьютор/,
  )
  expect(preview).toMatchObject({ photo: [{ width: 1 }] })
  expect(labels(preview)).toEqual(DECISION)
  await anna.presses('Отправить', { in: group, on: preview })
  const got = await teacher.sees(
    new RegExp(`Ответ тьютора на вопрос № ${number}\\n\\nСхема здесь\\n\\nАнна Тьютор, тьютор`),
  )
  expect(labels(got)).toEqual(['Решено', 'Уточнить'])
  const bold = got.caption_entities!.filter(({ type }) => type === 'bold')
  expect(bold.map(({ offset, length }) => got.caption!.slice(offset, offset + length))).toContain(
    'Схема',
  )
})

it.each(['voice', 'video', 'audio', 'animation'] as const)(
  'sends a file of the kind %s, with buttons',
  async (kind) => {
    const { teacher, number, card } = await openTicket()
    const { name, bytes } = recording(kind)
    anna.repliesTo(card, { file: { name, bytes, kind, mime: '' } })
    const preview = await group.sees(`Так ответ на вопрос № ${number} `)
    expect(preview).toHaveProperty(kind)
    await anna.presses('Отправить', { in: group, on: preview })
    const got = await teacher.sees(`Ответ тьютора на вопрос № ${number}`)
    expect(got).toHaveProperty(kind)
    expect(labels(got)).toEqual(['Решено', 'Уточнить'])
  },
)

it('sends a round video, which has no words, before the words', async () => {
  const { teacher, number, card } = await openTicket()
  const { name, bytes } = recording('video_note')
  anna.repliesTo(card, { file: { name, bytes, kind: 'video_note', mime: '' } })
  await anna.presses('Отправить', {
    in: group,
    on: await group.sees(`Так ответ на вопрос № ${number} `),
  })
  const got = await teacher.sees(`Ответ тьютора на вопрос № ${number}`)
  expect(labels(got)).toEqual(['Решено', 'Уточнить'])
  expect(teacher.inbox().at(-2)).toHaveProperty('video_note')
})

it('sends a caption that is too long for a bot as a message under the file', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesTo(card, {
    file: { ...paper('План.txt'), kind: 'document', mime: '' },
    caption: `${'Слово. '.repeat(200)}Конец.`,
  })
  await anna.presses('Отправить', {
    in: group,
    on: await group.sees(`Так ответ на вопрос № ${number} `),
  })
  const got = await teacher.sees(new RegExp(`Ответ тьютора на вопрос № ${number}[\\s\\S]*Конец\\.`))
  expect(labels(got)).toEqual(['Решено', 'Уточнить'])
  expect(teacher.inbox().at(-2)).toMatchObject({ document: { file_name: 'План.txt' } })
})

it('says what it cannot pass on', async () => {
  const { card } = await openTicket()
  const contact = { phone_number: '1', first_name: 'А' }
  anna.repliesTo(card, { other: { contact } })
  await group.sees(/я педагогу не передам/)
})

it('splits an answer longer than one message at sentence ends, with the buttons on the last', async () => {
  const { teacher, number, card } = await openTicket()
  const sentence = `${'Длинное предложение о наставничестве '.repeat(3)}№.`
  anna.repliesTo(card, `${`${sentence} `.repeat(40)}Конец ответа.`.slice(0, 4090))
  await group.sees(`Так ответ на вопрос № ${number} `)
  const preview = await group.sees(/^(?!Так ответ)[\s\S]*Анна Тьютор, тьютор$/)
  expect(labels(preview)).toEqual(DECISION)
  await anna.presses('Отправить', { in: group, on: preview })
  const last = await teacher.sees('Анна Тьютор, тьютор')
  const first = teacher.inbox().at(-2)!
  expect(words(first)).toMatch(new RegExp(`^Ответ тьютора на вопрос № ${number}[\\s\\S]*№\\.$`))
  expect(labels(first)).toEqual([])
  expect(labels(last)).toEqual(['Решено', 'Уточнить'])
})

it('takes a question with a file by /tutor, and shows the file to the tutor who asks for it, in their own chat', async () => {
  const teacher = await app.person('Ольга')
  const picture = { ...photo('/tutor Что на снимке?') }
  teacher.sendsFile(picture)
  const number = (await teacher.sees(/передан тьюторам: № (\d+)/)).text!.match(/№ (\d+)/)![1]!
  const card = await group.sees(/Что на снимке\?[\s\S]*Вложения: 1 фотография/)
  const before = group.messages().length
  const answer = await anna.presses('Показать вложения', { in: group, on: card })
  expect(answer?.text).toBe(`Вложения к вопросу № ${number} отправлены вам в чат со мной.`)
  expect(await anna.sees(new RegExp(`№ ${number} · прислал педагог`))).toHaveProperty('photo')
  expect(group.messages()).toHaveLength(before)
})

it('takes a question that is all files after /tutor, and asks the documents nothing', async () => {
  const teacher = await app.person('Пётр')
  teacher.says('/tutor')
  await teacher.sees(/Можно приложить/)
  const asked = app.asked.length
  teacher.sendsFile(paper('Справка.txt'))
  await teacher.sees(/передан тьюторам/)
  await group.sees(/\(вопрос во вложении\)[\s\S]*Вложения: 1 документ/)
  expect(app.asked).toHaveLength(asked)
  teacher.says('/tutor')
  teacher.sendsFile(paper('Другая справка.txt'))
  await teacher.sees(/передан тьюторам/)
})

it('answers a question under a photo from the documents, and shows the photo to the tutors who get it', async () => {
  app.when('по документам', answered())
  const teacher = await app.person('Рая')
  teacher.sendsFile(photo('Вопрос по документам?'))
  await teacher.presses('Спросить тьютора', { on: await teacher.sees(/Поддержку/) })
  await group.sees(/Вопрос по документам\?[\s\S]*Вложения: 1 фотография/)
})

it('brings a clarification with a file to the group, and to a tutor without a group at once', async () => {
  const { teacher, number, card } = await openTicket()
  anna.repliesTo(card, 'Кратко.')
  await anna.presses('Отправить', { in: group, on: await group.sees('Кратко.') })
  await teacher.presses('Уточнить')
  await teacher.sees(/Что уточнить/)
  teacher.sendsFile(paper('Мой план.txt', 'А так?'))
  await teacher.sees(`Уточнение передано тьютору: № ${number}`)
  const note = await group.sees(/педагог уточняет[\s\S]*А так\?[\s\S]*Вложения: 1 документ/)
  await anna.presses('Показать вложения', { in: group, on: note })
  expect(await anna.sees(/А так\?/)).toMatchObject({ document: { file_name: 'Мой план.txt' } })
  await group.sees(
    new RegExp(`№ ${number} · у тьютора[\\s\\S]*Уточнение: А так\\?[\\s\\S]*Вложения: 1 документ`),
  )
})

it.skipIf(!existsSync(DESCRIPTION))('asks Telegram only for what its description knows', () => {
  expect(problemsOfCalls(DESCRIPTION, app.telegram.calls())).toEqual([])
})
