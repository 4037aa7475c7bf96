import { afterAll, beforeAll, expect, it } from 'vitest'
import { addInstitution } from '../../db/institutions.ts'
import { findPerson } from '../../db/people.ts'
import { createWhenToTell } from '../../jobs/quiet-hours.ts'
import { answered, routed, startBot } from '../helpers/bot.ts'
import type { Group, Person } from '../helpers/telegram.ts'

let group: Group
const app = await startBot({
  group: (telegram) => {
    group = telegram.group({ title: 'Тьюторы', members: [telegram.person({ name: 'Анна' })] })
    return group
  },
})
afterAll(() => app.close())
const db = app.database.pool
app.when('с ответом', answered())
app.when('без ответа', routed())

beforeAll(async () => {
  const facts = { short_names: ['Брусничка'], staff: 20, heads: 1 }
  await addInstitution(db, { name: 'МБДОУ «Детский сад № 21»', territory: 'Озёрный', ...facts })
  await addInstitution(db, {
    name: 'МБОУ «СОШ № 4»',
    territory: 'Саянск',
    ...facts,
    short_names: [],
  })
})

const stored = async (person: Person) =>
  findPerson(db, { messenger: 'telegram', externalId: String(person.id) })

async function works(person: Person, words: string, choice: string) {
  person.says('/settings')
  await person.sees(/Где вы работаете/)
  person.says(words)
  await person.presses(choice)
  await person.sees(/Кем вы работаете/)
}

it('asks four short questions, each of which can be skipped, and shows what is known', async () => {
  const teacher = await app.person('Мария')
  await works(teacher, 'двадцать первый садик', 'МБДОУ «Детский сад № 21»')
  teacher.says('воспитатель')
  await teacher.sees(/Какой предмет/)
  await teacher.presses('Пропустить')
  await teacher.sees(/педагогический стаж/)
  teacher.says('давно')
  await teacher.sees(/Не понял, сколько это лет/)
  teacher.says('двадцать один год')
  await teacher.sees(
    /Спасибо[\s\S]*Учреждение: МБДОУ «Детский сад № 21»\nДолжность: воспитатель\nПредмет: не указано\nСтаж: 21 год\n\nНапоминания: включены\nТихие часы: с 21:00 до 08:00 \(как у центра\)/,
  )
})

it('goes back to the question before, and knows a press on one that is over', async () => {
  const teacher = await app.person('Ольга')
  await works(teacher, 'брусничко', 'МБДОУ «Детский сад № 21»')
  await teacher.presses('Назад')
  const asked = await teacher.sees(/Где вы работаете\?[\s\S]*Сейчас: МБДОУ/)
  await teacher.presses('Все настройки', { on: asked })
  await teacher.sees(/Ваш профиль/)
  expect(await teacher.forges('profile-skip:institution', asked)).toMatchObject({
    text: expect.stringMatching(/уже позади/),
  })
})

it('keeps the words of an institution that is not in the list', async () => {
  const teacher = await app.person('Пётр')
  await works(teacher, 'Школа радости', 'Нет в списке')
  expect(await stored(teacher)).toMatchObject({ institution: 'Школа радости', municipality: null })
})

it('asks for the institution’s municipality, else for the centre’s', async () => {
  const teacher = await app.person('Рая')
  teacher.says('Первый вопрос с ответом?')
  await teacher.sees(/Поддержку/)
  await works(teacher, 'школа 4', 'Саянск: МБОУ «СОШ № 4»')
  teacher.says('Второй вопрос с ответом?')
  await teacher.sees(/Поддержку/)
  expect(app.asked.slice(-2).map(({ municipality }) => municipality)).toEqual(['Озёрный', 'Саянск'])
})

it('answers a question asked in the middle of it, and takes the answer after that', async () => {
  const teacher = await app.person('Вера')
  await works(teacher, 'Брусничка', 'МБДОУ «Детский сад № 21»')
  teacher.says('А вопрос с ответом?')
  await teacher.sees(/Поддержку/)
  teacher.says('логопед')
  await teacher.sees(/Какой предмет/)
  expect(await stored(teacher)).toMatchObject({ position: 'логопед' })
})

it('writes an answer handled twice down once', async () => {
  const teacher = await app.person('Нина')
  await works(teacher, 'Брусничка', 'МБДОУ «Детский сад № 21»')
  teacher.says('методист')
  await teacher.sees(/Какой предмет/)
  await app.handleAgain()
  expect(await stored(teacher)).toMatchObject({ position: 'методист', subject: null })
})

it('changes and forgets one thing by itself', async () => {
  const teacher = await app.person('Зоя')
  teacher.says('/settings')
  await teacher.presses('Все настройки')
  await teacher.presses('Изменить: предмет')
  await teacher.sees(/Какой предмет/)
  teacher.says('музыка')
  await teacher.sees(/Спасибо[\s\S]*Предмет: музыка/)
  await teacher.presses('Изменить: предмет')
  await teacher.presses('Не указывать')
  await teacher.sees(/Предмет: не указано/)
  expect(await stored(teacher)).toMatchObject({ subject: null })
})

it('shows the tutors where the asker works and what they teach, at once', async () => {
  const teacher = await app.person('Инна')
  teacher.says('Куда без ответа?')
  await group.sees(/Куда без ответа/)
  await works(teacher, 'Садик счастья', 'Нет в списке')
  await teacher.presses('Пропустить')
  await teacher.sees(/Какой предмет/)
  teacher.says('музыка')
  await group.sees(/Садик счастья, музыка/)
})

it('offers to tell about oneself once, after the first answer', async () => {
  const teacher = await app.person('Лена')
  teacher.says('Раз с ответом?')
  await teacher.sees(/Поддержку/)
  await app.looks(new Date(app.clock.now.getTime() + 70_000))
  await teacher.sees(/Расскажите, если хотите/)
  // What was sent is forgotten after a while.
  await db.query(`delete from deliveries where key like 'profile-offer:%'`)
  teacher.says('Два с ответом?')
  await teacher.sees(/Поддержку/)
  await app.looks(new Date(app.clock.now.getTime() + 140_000))
  const offers = teacher.inbox().filter(({ text }) => text?.includes('Расскажите, если хотите'))
  expect(offers).toHaveLength(1)
  await teacher.presses('Рассказать о себе')
  await teacher.sees(/Четыре коротких вопроса/)
})

it('lets a person say when not to write to them, by which one function decides', async () => {
  const teacher = await app.person('Катя')
  const whenToTell = createWhenToTell({ quietHours: '21:00-08:00', zone: 'Europe/Moscow' })
  const told = async () => {
    const time = new Date('2026-11-23T19:00:00Z')
    return (await whenToTell(db, { personId: (await stored(teacher))!.id, time })).toISOString()
  }
  expect(await told()).toBe('2026-11-24T05:00:00.000Z')
  teacher.says('/settings')
  await teacher.presses('Все настройки')
  await teacher.presses('Изменить: тихие часы')
  await teacher.sees(/Когда вам не писать/)
  teacher.says('ночью')
  await teacher.sees(/Не понял промежуток/)
  teacher.says('с 23 до 7')
  await teacher.sees(/Тихие часы: с 23:00 до 07:00\n/)
  expect(await told()).toBe('2026-11-23T19:00:00.000Z')
  await teacher.presses('Изменить: тихие часы')
  await teacher.presses('Без тихих часов')
  await teacher.sees(/Тихие часы: нет/)
})

it('switches reminders off and on', async () => {
  const teacher = await app.person('Юля')
  teacher.says('/settings')
  await teacher.presses('Все настройки')
  await teacher.presses('Выключить напоминания')
  await teacher.sees(/Напоминания: выключены/)
  expect(await stored(teacher)).toMatchObject({ reminders: false })
  await teacher.presses('Включить напоминания')
  await teacher.sees(/Напоминания: включены/)
})

it('shows all of it in /privacy, and /delete_me leaves none', async () => {
  const teacher = await app.person('Забытая')
  await works(teacher, 'Школа Незабудка', 'Нет в списке')
  teacher.says('завуч')
  await teacher.sees(/Какой предмет/)
  await teacher.presses('Пропустить')
  await teacher.sees(/стаж/)
  teacher.says('первый год')
  await teacher.sees(/Ваш профиль/)
  teacher.says('/privacy')
  await teacher.sees(
    /Учреждение: Школа Незабудка\nДолжность: завуч\nСтаж: первый год\nНапоминания: включены\nТихие часы: как у центра/,
  )
  teacher.says('/delete_me')
  const sure = await teacher.sees(/Удалить ваши данные/)
  await teacher.presses('Удалить мои данные', { on: sure })
  await teacher.sees(/Ваши данные удалены/)
  await app.settled()
  const { rows } = await db.query(
    `select json_agg(p) as people, (select json_agg(c) from conversations c) as conversations,
            (select json_agg(d) from deliveries d) as deliveries from people p`,
  )
  expect(JSON.stringify(rows)).not.toMatch(/Незабудка|завуч/)
})
