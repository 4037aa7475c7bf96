import { afterAll, beforeEach, expect, it } from 'vitest'
import { findPerson } from '../../db/people.ts'
import { createIngest } from '../../rag/ingest.ts'
import { startBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'
import { dataOf } from '../helpers/telegram.ts'

/** Monday, 23 November 2026. */
const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const START = app.clock.now
beforeEach(async () => {
  await app.settled()
  app.clock.now = START
  await db.query('delete from editions')
  await db.query('delete from audit')
})

const ingest = createIngest({ pool: db, clock: () => app.clock.now })
const HEAD = '№\tМероприятие\tСрок\tОтветственный\tРезультат'
const TITLE = (years: string) => `Дорожная карта развития службы города Озёрный на ${years} годы`

async function brings(name: string, rows: string[], years = '2026-2027') {
  const lines = rows.map((row, index) => `${index + 1}\t${row.replaceAll(' | ', '\t')}`)
  const text = `${TITLE(years)}\n\n${[HEAD, ...lines].join('\n')}`
  return ingest.ingest({ name, bytes: Buffer.from(text) })
}

const ROWS = [
  'Собрать заявки | до 10.11.2026 | ЦРО | Список',
  'Провести диагностику | 27.11.2026 | ГТЦ, ЦРО | Карта',
  'Учить тьюторов | Октябрь 2026 – январь 2027 | ГТЦ | Сертификаты',
  'Готовить отчёт | ежеквартально | ЦРО | Отчёт',
  'Консультировать | постоянно | ГТЦ | Журнал',
  'Назначить площадки | до 15.12.2026 | Управление образования | Приказ',
]

const acts = async () =>
  (await db.query<{ act: string }>('select act from audit order by id')).rows.map(({ act }) => act)

async function look(person: Person) {
  person.says('/roadmap')
  return person.sees(/Дорожные карты: ноябрь 2026/)
}

/** Opens the measure of the number on the page that is shown. */
async function opens(person: Person, number: number) {
  await person.presses(`${number}`)
  return person.sees(/Как я его понимаю/)
}

it('shows a month to everyone: what is due, what goes on, and the months beside it', async () => {
  await brings('a.txt', ROWS)
  const teacher = await app.person('Анна')
  const page = await look(teacher)
  expect(page.text).toMatch(/Срок в этом месяце: 2\n1\. 10 ноября, срок прошёл\nСобрать заявки/)
  expect(page.text).toMatch(
    /2\. 27 ноября\nПровести диагностику\nГТЦ, ЦРО · Дорожная карта, строка 2/,
  )
  expect(page.text).toMatch(/Уже идут, срок позже: 1\n3\. Учить тьюторов\nдо 31 января 2027/)
  await teacher.presses('декабрь ▶')
  const december = await teacher.sees(/Дорожные карты: декабрь 2026/)
  expect(december.text).toMatch(/15 декабря[\s\S]*31 декабря\nГотовить отчёт/)
  await teacher.presses('◀ ноябрь')
  await teacher.presses('Срок прошёл: 1')
  await teacher.sees(/Срок прошёл, не отмечено выполненным: 1\n1\. 10 ноября/)
  await teacher.presses('Без дня: 1')
  await teacher.sees(/Без определённого дня: 1\n1\. Консультировать/)
})

it('shows a measure with its clause, and lets only methodists act', async () => {
  await brings('a.txt', ROWS)
  const teacher = await app.person('Ася')
  await look(teacher)
  const card = await opens(teacher, 2)
  expect(card.text).toMatch(
    /Срок в документе: «27\.11\.2026»\nКак я его понимаю: пятница, 27 ноября 2026/,
  )
  expect(card.text).toMatch(
    /Отвечает: ГТЦ, ЦРО\nРезультат: Карта[\s\S]*Срок: 27 ноября, через 4 дня/,
  )
  const labels = card.reply_markup!.inline_keyboard.flat().map(({ text }) => text)
  expect(labels).toEqual(['Показать пункт', 'К списку'])
  await teacher.presses('Показать пункт')
  const quote = await teacher.sees(/2 \| Провести диагностику \| 27\.11\.2026/)
  const { rows } = await db.query<{ id: number }>('select id from measures order by id limit 1')
  const id = rows[0]!.id
  for (const data of [
    `measure-done:${id}:0:m202611:0:0`,
    `measure-quiet:${id}`,
    'plan-away-yes:1',
  ]) {
    expect(await teacher.forges(data, quote)).toMatchObject({
      text: expect.stringMatching(/методисты/),
    })
  }
  expect(await acts()).toEqual([])
})

it('ends a measure with «Выполнено», and takes that back', async () => {
  await brings('a.txt', ROWS)
  const methodist = await app.person('Марта', 'methodist')
  await look(methodist)
  const card = await opens(methodist, 1)
  expect(card.text).toMatch(/Срок прошёл 13 дней назад: 10 ноября/)
  const done = dataOf(card, 'Выполнено')
  expect(await methodist.presses('Выполнено')).toMatchObject({ text: 'Отмечено: выполнено' })
  const after = await methodist.sees(/Выполнено 23 ноября, 12:00/)
  await methodist.forges(done, after)
  await methodist.presses('К списку')
  await methodist.sees(/10 ноября, выполнено\nСобрать заявки/)
  await opens(methodist, 1)
  await methodist.presses('Вернуть в работу')
  await methodist.sees(/Срок прошёл 13 дней назад/)
  expect(await acts()).toEqual(['measure done', 'measure reopened'])
})

it('marks what recurs for its period, and goes on with the next one', async () => {
  await brings('a.txt', ['Готовить отчёт | ежеквартально | ЦРО | Отчёт'])
  app.clock.now = new Date('2027-01-11T09:00:00Z')
  const methodist = await app.person('Мая', 'methodist')
  methodist.says('/roadmap')
  await methodist.sees(/январь 2027/)
  await methodist.presses('Срок прошёл: 1')
  const card = await opens(methodist, 1)
  expect(card.text).toMatch(/каждый квартал, до последнего дня; с 1 января 2026 по 31 декабря 2027/)
  expect(card.text).toMatch(/31 декабря 2026\.\nБлижайший срок: 31 марта/)
  await methodist.presses('Выполнено')
  const after = await methodist.sees(/Выполнено за срок 31 декабря 2026/)
  expect(after.text).not.toMatch(/Срок прошёл/)
  expect(
    await methodist.forges(`measure-done:${idOf(card)}:20270115:m202701:0:0`, after),
  ).toMatchObject({
    text: expect.stringMatching(/уже нет/),
  })
})

it('shows whose measures they are by one press', async () => {
  await brings('a.txt', ROWS)
  const teacher = await app.person('Аля')
  await look(teacher)
  await teacher.presses('По ответственным')
  const who = await teacher.sees(/Кто отвечает: 3/)
  expect(who.text).toMatch(/1\. ГТЦ: 3 меры\n2\. ЦРО: 3 меры\n3\. Управление образования: 1 мера/)
  await teacher.presses('3')
  await teacher.sees(/Отвечает: Управление образования: 1\n1\. Назначить площадки/)
})

it('knows a body as one, in whatever case and document it stands', async () => {
  await brings('a.txt', ROWS)
  const clauses = `1. Управлению образования утвердить список до 20.12.2026.
2. Заместителям директоров, курирующим службу, провести сверку до 25.12.2026.
3. Цифровому центру открыть доступ до 25.12.2026.`
  const text = `Приказ от 10.11.2026 № 5\n\nО площадках\n\nПРИКАЗЫВАЮ:\n${clauses}`
  await ingest.ingest({ name: 'b.txt', bytes: Buffer.from(text) })
  const teacher = await app.person('Ася')
  await look(teacher)
  await teacher.presses('По ответственным')
  const who = await teacher.sees(/Кто отвечает: 5/)
  expect(who.text).toContain('Управление образования: 2 меры')
  expect(who.text).toContain('Заместители директоров, курирующие службу: 1 мера')
  expect(who.text).toContain('Цифровому центру: 1 мера')
  await teacher.presses('3')
  await teacher.sees(/Отвечает: Управление образования: 2\n/)
})

/** Opens the second measure and chooses one person to be reminded of it. */
async function chooses(methodist: Person, name: string) {
  await look(methodist)
  await opens(methodist, 2)
  await methodist.presses('Напоминать')
  await methodist.sees(/Кому: пока никому/)
  await methodist.presses('Добавить человека')
  await methodist.sees(/Напишите фамилию/)
  methodist.says(name)
  await methodist.sees(/сейчас 1 человек/)
}

it('reminds the people whom a methodist chooses, so many days before the deadline', async () => {
  await brings('a.txt', ROWS)
  const ivan = await app.person('Иван Петров')
  const methodist = await app.person('Мила', 'methodist')
  await chooses(methodist, 'петров')
  expect(await methodist.presses('За 1 день')).toMatchObject({
    text: 'Напомню о сроке 27 ноября: 1 человек',
  })
  await methodist.sees(/Напомню:\n• 26 ноября, 09:00: 1 человек/)
  await app.settled()
  await app.looks('2026-11-26T06:01:00Z')
  await ivan.sees(/Напоминаю о мере дорожной карты[\s\S]*Провести диагностику/)
  expect(await acts()).toEqual(['measure reminder set'])
})

it('reminds nobody of what is done, or of what left the calendar', async () => {
  await brings('a.txt', ROWS)
  const semyon = await app.person('Семён Зайцев')
  const methodist = await app.person('Моника', 'methodist')
  await chooses(methodist, 'зайцев')
  await methodist.presses('За 1 день')
  await methodist.sees(/26 ноября, 09:00/)
  await methodist.presses('Выполнено')
  await methodist.sees(/Выполнено 23 ноября/)
  await methodist.presses('Вернуть в работу')
  await methodist.presses('Напоминать')
  await methodist.presses('В день срока')
  await methodist.sees(/27 ноября, 09:00/)
  await app.settled()
  await app.looks('2026-11-26T06:01:00Z')
  await db.query(`update editions set status = 'archived'`)
  await app.looks('2026-11-27T06:01:00Z')
  expect(app.telegram.transcript(semyon.id)).not.toMatch(/Напоминаю/)
})

it('reminds on a day that a methodist writes, where the document has none', async () => {
  await brings('a.txt', ['Консультировать | постоянно | ГТЦ | Журнал'])
  const methodist = await app.person('Мира', 'methodist')
  methodist.says('/roadmap')
  await methodist.sees(/ноябрь 2026/)
  await methodist.presses('Без дня: 1')
  await opens(methodist, 1)
  await methodist.presses('Напоминать')
  await methodist.sees(/Дня впереди у меры нет/)
  await methodist.presses('Выбрать группу')
  await methodist.presses('Готово')
  await methodist.sees(/Кому: методисты/)
  await methodist.presses('Другой день')
  await methodist.sees(/В какой день/)
  methodist.says('1 декабря')
  await methodist.sees(/Напомню:\n• 1 декабря, 09:00/)
  const { id } = (await findPerson(db, { messenger: 'telegram', externalId: `${methodist.id}` }))!
  const { rows } = await db.query<{ people: number[] }>('select people::float8[] from reminders')
  expect(rows[0]!.people).toContain(id)
  await methodist.presses('Не напоминать')
  await app.settled()
  expect((await db.query(`select from reminders where status = 'planned'`)).rowCount).toBe(0)
})

it('lets marks and reminders go on in a new edition, and shows the old one no more', async () => {
  await brings('a.txt', ROWS)
  const methodist = await app.person('Муза', 'methodist')
  await look(methodist)
  await opens(methodist, 1)
  await methodist.presses('Выполнено')
  await methodist.sees(/Выполнено 23 ноября/)
  await methodist.presses('К списку')
  await opens(methodist, 2)
  await methodist.presses('Напоминать')
  await methodist.presses('Выбрать группу')
  await methodist.presses('Готово')
  await methodist.presses('За 1 день')
  await methodist.sees(/26 ноября, 09:00/)
  const next = ['Новая мера | 30.11.2026 | ЦРО | Отчёт', ...ROWS].map((row) =>
    row.replace('27.11.2026', '04.12.2026'),
  )
  await ingest.index(await ingest.understand(file('b.txt', next)), { replaces: 'a.txt' })
  await app.looks()
  const page = await look(methodist)
  expect(page.text).toMatch(/10 ноября, выполнено\nСобрать заявки/)
  const { rows } = await db.query<{ day: string; what: string }>(
    `select r.day::text, m.what from reminders r join measures m on m.id = r.measure_id where r.status = 'planned'`,
  )
  expect(rows).toEqual([{ day: '2026-12-04', what: 'Провести диагностику' }])
})

it('pages a long month, and shows which plan says what when there are several', async () => {
  const many = Array.from(
    { length: 10 },
    (_, index) => `Мера ${index} | ${index + 11}.12.2026 | ЦРО | Акт`,
  )
  await brings('a.txt', many)
  await ingest.ingest({
    name: 'c.txt',
    bytes: Buffer.from(
      'РЕШЕНИЕ\nсовета\nот 30.10.2026 № 2\n\n1. Представить отчёт до 25.12.2026.\n2. Закрыть площадку до 28.12.2026.',
    ),
  })
  const teacher = await app.person('Агата')
  await look(teacher)
  await teacher.presses('декабрь ▶')
  await teacher.sees(/Срок в этом месяце: 12\n1\. 11 декабря/)
  await teacher.presses('Дальше')
  const second = await teacher.sees(/Срок в этом месяце: 12\n9\. 19 декабря/)
  expect(second.text).toMatch(
    /11\. 25 декабря\nПредставить отчёт[\s\S]*Решение от 30\.10\.2026 № 2, п\. 1/,
  )
  await teacher.presses('Планы: 2')
  await teacher.sees(/Планы и решения со сроками: 2[\s\S]*Решение[\s\S]*2 меры/)
})

it('asks methodists once whether a plan whose term has ended goes to the archive', async () => {
  await brings('a.txt', ROWS, '2026-2027')
  const methodist = await app.person('Майя', 'methodist')
  await app.looks('2028-01-11T09:00:00Z')
  const offer = await methodist.sees(/Срок плана закончился 31 декабря 2027/)
  expect(offer.text).toMatch(/Не отмечено выполненным: \d+ мер/)
  await app.looks('2028-01-12T09:00:00Z')
  expect(await methodist.presses('В архив', { on: offer })).toMatchObject({ text: 'План в архиве' })
  await methodist.sees(/Планы и решения со сроками: 0/)
  methodist.says('/roadmap')
  await methodist.sees(/В календаре пока ничего нет/)
  expect(await acts()).toEqual(['document archived'])
})

it('takes only the plan off the calendar where its document says more', async () => {
  const text = `ПРИКАЗ\nот 14.10.2026 № 5\nОб утверждении плана\n\n1. Утвердить план (приложение).\n2. Назначить тьюторов до 01.12.2026.`
  await ingest.ingest({ name: 'order.txt', bytes: Buffer.from(text) })
  const methodist = await app.person('Мина', 'methodist')
  await look(methodist)
  await methodist.presses('Планы: 1')
  await methodist.presses('1')
  await methodist.presses('В архив')
  await methodist.sees(/Сам документ останется в силе/)
  await methodist.presses('В архив')
  await methodist.sees(/убран из календаря/)
  await methodist.presses('1')
  await methodist.presses('Вернуть из архива')
  await methodist.sees(/1 мера, выполнено: 0/)
  expect(await acts()).toEqual(['plan put away', 'plan brought back'])
})

it('reads the measures of documents that came in before it could', async () => {
  await brings('a.txt', ROWS)
  await db.query('delete from measures')
  await db.query('update editions set measures_read = false')
  await app.looks()
  const teacher = await app.person('Аза')
  const page = await look(teacher)
  expect(page.text).toContain('Провести диагностику')
})

function file(name: string, rows: string[]) {
  const lines = rows.map((row, index) => `${index + 1}\t${row.replaceAll(' | ', '\t')}`)
  return { name, bytes: Buffer.from(`${TITLE('2026-2027')}\n\n${[HEAD, ...lines].join('\n')}`) }
}

function idOf(card: Parameters<typeof dataOf>[0]): string {
  return dataOf(card, 'Показать пункт').split(':')[1]!
}
