import type { Update } from 'grammy/types'
import { afterAll, expect, it } from 'vitest'
import { answered, citation, routed, startBot } from '../helpers/bot.ts'

const app = await startBot()
afterAll(() => app.close())

it('answers with the source named and buttons under it', async () => {
  app.when(
    'наставник',
    answered('Наставника назначает директор.', citation('п. 2.1'), citation('п. 2.2')),
  )
  const teacher = await app.person('Анна')
  const asked = teacher.says('Кто назначает наставника?')
  const answer = await teacher.sees(/Наставника назначает директор\.[\s\S]*п\. 2\.1/)
  expect(answer.reply_to_message?.message_id).toBe(asked.message_id)
  expect(answer.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    'Показать пункт',
    'Показать пункт 2',
    '👍 Помогло',
    '👎 Не помогло',
    'Спросить тьютора',
  ])
})

it('offers only the clauses that the answer names', async () => {
  const second = citation('п. 2.2')
  app.when('числится', answered(`Это он.\n\n${second.label}`, citation('п. 2.1'), second))
  const teacher = await app.person('Анна')
  teacher.says('Кто числится?')
  const answer = await teacher.sees(/Это он/)
  expect(answer.reply_markup?.inline_keyboard[0]?.map(({ text }) => text)).toEqual([
    'Показать пункт 2',
  ])
})

it('shows the clause whole in a quotation of its own message', async () => {
  app.when(
    'приказом',
    answered('Да.', citation('п. 7', 'п. 7. <Куратор> назначается & освобождается приказом.')),
  )
  const teacher = await app.person('Борис')
  teacher.says('Чем назначают, приказом?')
  await teacher.presses('Показать пункт')
  const clause = await teacher.sees('<Куратор> назначается & освобождается')
  expect(clause.entities?.map(({ type }) => type)).toContain('expandable_blockquote')
})

it('counts the last vote and says so when the same is pressed twice', async () => {
  app.when('голос', answered())
  const teacher = await app.person('Вера')
  teacher.says('Есть ли голос?')
  expect(await teacher.presses('👍 Помогло')).toMatchObject({ text: expect.stringMatching(/рады/) })
  expect(await teacher.presses('👍 Помогло')).toMatchObject({
    text: expect.stringMatching(/уже учтена/),
  })
  expect(await teacher.presses('👎 Не помогло')).toMatchObject({
    text: expect.stringMatching(/учтём/),
  })
})

it('asks back with buttons, once, and answers the choice', async () => {
  const options = [
    { label: 'Озёрный', municipality: 'Озёрный' },
    { label: 'Лесной', municipality: 'Лесной' },
  ]
  app.when('какой город', {
    kind: 'clarify',
    text: 'О каком городе речь?',
    options,
    confidence: 0.5,
    citations: [],
  })
  const teacher = await app.person('Глеб')
  teacher.says('какой город?')
  await teacher.sees('О каком городе речь?')
  app.when('какой город', answered('В Лесном – тьютор.'))
  await teacher.presses('Лесной')
  await teacher.sees('В Лесном – тьютор.')
  expect(app.asked.at(-1)).toMatchObject({ municipality: 'Лесной' })
  expect(await teacher.presses('Озёрный')).toMatchObject({
    text: expect.stringMatching(/Выбор уже сделан/),
  })
})

it('takes the words of a button for the button', async () => {
  const options = [{ label: 'Приказ', editionId: 77 }]
  app.when('какой документ', {
    kind: 'clarify',
    text: 'Какой?',
    options,
    confidence: 0.5,
    citations: [],
  })
  const teacher = await app.person('Дина')
  await app.database.pool.query(
    `insert into documents (created_at) values (now());
     insert into editions (id, document_id, source, checksum, title, kind, ingested_at)
       overriding system value values (77, 1, 'a', 'a', 'a', 'a', now())`,
  )
  teacher.says('какой документ?')
  await teacher.sees('Какой?')
  app.when('какой документ', answered('Вот этот.'))
  teacher.says('приказ')
  await teacher.sees('Вот этот.')
  expect(app.asked.at(-1)).toMatchObject({ editionId: 77, text: 'какой документ?' })
})

it('knows what a follow-up follows, by time and by reply', async () => {
  app.when('молодых', answered('Им – наставник.'))
  app.when('опытных', answered('Им – тьютор.'))
  const teacher = await app.person('Егор')
  teacher.says('Кто помогает для опытных?')
  const first = await teacher.sees('Им – тьютор.')
  teacher.says('а для молодых?')
  await teacher.sees('Им – наставник.')
  expect(app.asked.at(-1)?.previous).toMatchObject({ text: 'Кто помогает для опытных?' })
  app.clock.now = new Date(app.clock.now.getTime() + 60 * 60_000)
  teacher.says('а для молодых теперь?')
  await teacher.sees('Им – наставник.')
  expect(app.asked.at(-1)?.previous).toBeNull()
  teacher.repliesTo(first, 'а для молодых, если так?')
  await teacher.sees('Им – наставник.')
  expect(app.asked.at(-1)?.previous).toMatchObject({ answer: 'Им – тьютор.' })
})

it('declines and greets without a ticket', async () => {
  app.when('погода', { kind: 'declined', reason: 'off-topic', text: 'Это не о работе педагога.' })
  app.when('Привет', { kind: 'greeted', text: 'Здравствуйте! Спрашивайте.' })
  const teacher = await app.person('Жанна')
  teacher.says('Какая погода?')
  await teacher.sees('Это не о работе педагога.')
  teacher.says('Привет')
  await teacher.sees('Здравствуйте! Спрашивайте.')
  const { rows } = await app.database.pool.query('select * from tickets')
  expect(rows).toEqual([])
  teacher.says('/my')
  const own = await teacher.sees(/погода/)
  expect(own.text).not.toContain('Привет')
})

it('hands what it took for no question of work to a tutor at a press', async () => {
  app.when('теплице', { kind: 'declined', reason: 'off-topic', text: 'Это не о работе педагога.' })
  const teacher = await app.person('Инга')
  teacher.says('Сколько часов в теплице?')
  await teacher.presses('Спросить тьютора', { on: await teacher.sees('всё же о работе') })
  const { text } = await teacher.sees(/Вопрос передан тьюторам: № \d+/)
  const [, number] = /№ (\d+)/.exec(text!)!
  teacher.says('/my')
  await teacher.sees(new RegExp(`№ ${number}[\\s\\S]*Сколько часов в теплице`))
})

it('answers a redelivered question once', async () => {
  app.when('однажды', answered('Один раз.'))
  const teacher = await app.person('Зоя')
  teacher.says('однажды?')
  await teacher.sees('Один раз.')
  await app.handleAgain()
  expect(teacher.inbox().filter(({ text }) => text?.includes('Один раз.'))).toHaveLength(1)
})

it('answers later what a fault left unanswered, and routes what fails every time', async () => {
  app.when('сбой', new Error('поломка'))
  const teacher = await app.person('Инна')
  teacher.says('сбой?')
  await teacher.sees(/Вопрос передан тьюторам/, { within: 15_000 })
  expect(JSON.stringify(app.logged)).not.toContain('сбой?')
})

it('stops at twenty questions in ten minutes, with a friendly line', async () => {
  app.when('№', answered('Ответ.'))
  const teacher = await app.person('Клим')
  for (let index = 1; index <= 21; index += 1) teacher.says(`Вопрос №${index}`)
  await teacher.sees(/20 вопросов за 10 минут/)
  await app.settled()
  expect(teacher.inbox().filter(({ text }) => text?.includes('Ответ.'))).toHaveLength(20)
})

it('says what it cannot take', async () => {
  const teacher = await app.person('Лев')
  teacher.sendsFile({ name: 'a.ogg', bytes: new Uint8Array(10), kind: 'voice' })
  await teacher.sees(/понимаю вопросы, написанные текстом/)
  teacher.says('/nonsense')
  await teacher.sees(/Такой команды нет/)
  teacher.says('щ'.repeat(10_000))
  await teacher.sees(/слишком длинный/)
})

it('asks for a corrected question as a new message', async () => {
  app.when('исправ', answered())
  const teacher = await app.person('Майя')
  const asked = teacher.says('исправление?')
  await teacher.sees(/Поддержку/)
  teacher.edits(asked, 'исправленное?')
  await teacher.sees(/Пришлите, пожалуйста, исправленный вопрос/)
})

it('splits a long answer at the end of a sentence and puts buttons under the last part', async () => {
  app.when('длинно', answered('Предложение из нескольких слов. '.repeat(200)))
  const teacher = await app.person('Нина')
  teacher.says('длинно?')
  const last = await teacher.sees(/Источник/)
  const parts = teacher.inbox().filter(({ text }) => text?.startsWith('Предложение'))
  expect(parts.map(({ text }) => text?.endsWith('слов.'))).toEqual([true, false])
  expect(last.reply_markup?.inline_keyboard).toHaveLength(3)
})

it.each([
  'clause:1:0',
  'helped:1',
  'ask-tutor:1',
  'choose:1:0:0',
  'helped:999999',
  'агент:1',
  'claim:1',
])('changes nothing on the foreign or forged press «%s»', async (data) => {
  const stranger = await app.person('Олег')
  const message = stranger.inbox().at(-1)!
  const before = await app.database.pool.query('select * from questions order by id')
  expect(await stranger.forges(data, message)).toMatchObject({
    text: expect.stringMatching(/больше не действует|только тьюторы/),
  })
  const after = await app.database.pool.query('select * from questions order by id')
  expect(after.rows).toEqual(before.rows)
})

it('lists own questions with their state, five to a page', async () => {
  app.when('Тема', answered('Ответ.'))
  app.when('Нет в', routed())
  const teacher = await app.person('Павел')
  for (let index = 1; index <= 5; index += 1) teacher.says(`Тема ${index}?`)
  teacher.says('Нет в документах?')
  await teacher.sees(/Вопрос передан тьюторам/)
  teacher.says('/my')
  const list = await teacher.sees(/Нет в документах[\s\S]*Тема 2/)
  expect(list.text).toMatch(/ждёт тьютора, ответят до/)
  await teacher.presses('Дальше')
  await teacher.sees(/Тема 1/)
})

it('apologises with a reference number for what failed for the last time', async () => {
  const teacher = await app.person('Роза')
  const chat = { id: teacher.id, type: 'private', first_name: 'Роза' } as const
  const message = {
    message_id: 1,
    date: 0,
    chat,
    from: { id: teacher.id, is_bot: false, first_name: 'Роза' },
  }
  await app.bot.apologise({ update_id: 1, message } as Update, new Error('поломка'), 'ab12cd34')
  await teacher.sees(/Простите, из-за ошибки программы[\s\S]*ab12cd34/)
})
