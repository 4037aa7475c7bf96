import { afterAll, beforeEach, expect, it } from 'vitest'
import { changeDraft, draftDiagnostics, publishDiagnostics } from '../../db/diagnostics.ts'
import { addInstitution } from '../../db/institutions.ts'
import { findPerson } from '../../db/people.ts'
import { sayInstitution } from '../../db/profiles.ts'
import { termOf } from '../../jobs/diagnostics-days.ts'
import { startBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'
import { rowsIn, workbook } from '../helpers/xlsx.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const methodist = await app.person('Марта', 'methodist')
let school = 0
let lyceum = 0
beforeEach(async () => {
  await app.settled()
  await db.query('delete from diagnostics')
  await db.query('update people set institution_id = null')
  // Each test has people of its own.
  await db.query('update consents set withdrawn_at = now() where person_id <> $1', [
    await idOf(methodist),
  ])
  await db.query('delete from institutions')
  school = await make('МБОУ «СОШ № 4»', 45, 3)
  lyceum = await make('МАОУ «Лицей № 7»', 30, 2)
})

const make = (name: string, staff: number, heads: number) =>
  addInstitution(db, { name, short_names: [], territory: 'Озёрный', staff, heads })

async function idOf(person: Person) {
  const account = { messenger: 'telegram', externalId: String(person.id) }
  return (await findPerson(db, account))!.id
}

async function teacher(name: string, institutionId: number | null) {
  const person = await app.person(name)
  await sayInstitution(db, { personId: await idOf(person), institutionId, words: null })
  return person
}

async function publish(title = 'Дефициты', from = '2026-11-01') {
  const now = app.clock.now
  const personId = await idOf(methodist)
  const { id } = await draftDiagnostics(db, { personId, zone: 'Europe/Moscow', now })
  const term = termOf({ from, to: '2026-12-20', zone: 'Europe/Moscow' })
  const change = { title, term, audience: { roles: ['tutor' as const] } }
  const { revision } = (await changeDraft(db, { id, personId, change }))!
  await publishDiagnostics(db, { id, personId, revision, announceAt: now, now })
  return id
}

async function opens(title = 'Дефициты') {
  methodist.says('/diagnostics')
  const page = await methodist.sees(`1. ${title}`)
  await methodist.presses('1', { on: page })
  return page
}

/** The last file of this name that the methodist was sent. */
async function fileOf(name: string) {
  await app.settled()
  const found = methodist.inbox().findLast(({ document }) => document?.file_name === name)
  return app.telegram.api.file(found!.document!.file_id)!.bytes
}

let sent = 0
async function sends(bytes: Uint8Array, kind: 'xlsx' | 'csv') {
  const page = await opens()
  await methodist.presses('Загрузить список прошедших', { on: page })
  await methodist.sees(/Пришлите список прошедших/)
  const name = `Список ${++sent}.${kind}`
  methodist.sendsFile({ name, bytes })
  const preview = await methodist.sees(`Вот как я понял список «${name}»`)
  await app.settled()
  return preview
}

const passed = async () =>
  (
    await db.query(
      `select n.name, p.passed_by from diagnostics_people p join people n on n.id = p.person_id
        where p.passed_at is not null order by n.name`,
    )
  ).rows
const listed = async () =>
  (await db.query('select name, institution_id from diagnostics_listed order by name')).rows

it('matches people by name and institution, shows all before it changes anything, and keeps the others', async () => {
  const anna = await teacher('Анна Белова', school)
  await publish()
  const preview = await sends(
    await workbook([
      ['№', 'ФИО педагога', 'Место работы', 'Балл'],
      [1, 'Белова Анна Ильинична', 'школа 4', 17],
      [2, 'Соловьёва Вера Петровна', 'СОШ №4', 12],
      [3, 'Соловьева В.П.', 'МБОУ СОШ № 4', 12],
      [4, 'Гусев Пётр Ильич', 'гимназия 99', 10],
      [5, null, 'лицей 7', 3],
    ]),
    'xlsx',
  )
  expect(preview.text).toMatch(/бота: 1\nВ боте их нет, запишу по имени: 2\nСомнительные: 0/)
  expect(preview.text).toContain('Белова Анна Ильинична — в боте Анна Белова')
  expect(preview.text).toMatch(/Повторы:\n• строка 4: Соловьева В\.П\.[\s\S]*строка 6: нет имени/)
  expect(preview.text).toMatch(/не войдут:\n• строка 5: Гусев/)
  expect([await passed(), await listed()]).toEqual([[], []])
  await methodist.presses('Сохранить')
  await methodist.sees(/Отмечено пользователей бота: 1, подтверждено: 0, записано по имени: 2/)
  expect(await passed()).toEqual([{ name: anna.name, passed_by: 'list' }])
  expect(await listed()).toMatchObject([
    { name: 'Гусев Пётр Ильич', institution_id: null },
    { name: 'Соловьёва Вера Петровна', institution_id: school },
  ])
})

it('reads a csv of an office program in Windows-1251, and the same list again changes nothing', async () => {
  await teacher('Белова Анна', school)
  await publish()
  // In Windows-1251: ФИО;Школа / Белова Анна;"СОШ ""№"" 4" / Громов Иван;лицей 7
  const words =
    'd4c8ce3bd8eaeeebe00d0ac1e5ebeee2e020c0edede03b22d1ced8202222b922222034220d0a' +
    'c3f0eeeceee220c8e2e0ed3bebe8f6e5e920370d0a'
  const bytes = Buffer.from(words, 'hex')
  const preview = await sends(bytes, 'csv')
  expect(preview.text).toMatch(/бота: 1\nВ боте их нет, запишу по имени: 1/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Сохранено/)
  const again = await sends(bytes, 'csv')
  expect(again.text).toMatch(/Уже учтены: 2[\s\S]*Сохранять нечего/)
  expect(again.reply_markup!.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Отмена'])
  expect(await listed()).toMatchObject([{ name: 'Громов Иван', institution_id: lyceum }])
})

it('asks who a doubtful row is, keeps out what nobody decided, and gives all that as a table', async () => {
  await teacher('Инна Котова', school)
  await teacher('Ольга Зайцева', null)
  await publish()
  const rows = 'ФИО,Учреждение\nКотова И.,школа 4\nЗайцева Ольга,школа 4\nЗайцева О.Н.,лицей 7\n'
  const preview = await sends(Buffer.from(rows), 'csv')
  expect(preview.text).toMatch(/Сомнительные: 3/)
  await methodist.presses('Сомнительные и ненайденные (.xlsx)')
  const lines = await rowsIn(await fileOf('proverit.xlsx'))
  expect(lines[1]).toEqual([
    '2',
    'Котова И.',
    'школа 4',
    'сомнительная, не засчитана',
    'Инна Котова, МБОУ «СОШ № 4»',
  ])
  await methodist.presses('Разобрать сомнительные: 3')
  await methodist.presses('Инна Котова, МБОУ «СОШ № 4»')
  await methodist.sees(/Строка 3: Зайцева Ольга/)
  await methodist.presses('Никто из них, записать по имени')
  await methodist.sees(/Строка 4: Зайцева О\.Н\./)
  await methodist.presses('Назад')
  await methodist.sees(/Сомнительные: 1\n/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Сомнительные строки не сохранены: 1/)
  expect(await passed()).toEqual([{ name: 'Инна Котова', passed_by: 'list' }])
  expect(await listed()).toMatchObject([{ name: 'Зайцева Ольга' }])
})

it('changes nothing on «Отмена», for a forged press, or for what is no such list', async () => {
  await publish()
  const preview = await sends(Buffer.from('ФИО;ОО\nКотова Инна;школа 4\n'), 'csv')
  const save = dataOf(preview, 'Сохранить')
  const teacherOfElse = await app.person('Чужой')
  teacherOfElse.says('/diagnostics')
  await teacherOfElse.forges(save, await teacherOfElse.sees(/нет ни одной/))
  await methodist.presses('Отмена')
  await methodist.sees(/Список не сохранён/)
  await methodist.forges(save, preview)
  await app.settled()
  expect(await listed()).toEqual([])
  const page = await opens()
  await methodist.presses('Загрузить список прошедших', { on: page })
  methodist.sendsFile({ name: 'Пусто.csv', bytes: Buffer.from('Тема;Час\nА;1\n') })
  await methodist.sees(/не нашёл колонки с именами/)
  methodist.sendsFile({ name: 'Старый.xls', bytes: Buffer.from('x') })
  await methodist.sees(/Нужна таблица XLSX или CSV/)
})

it('confirms who said so before, and counts a person of two diagnostics once in the share', async () => {
  const anna = await teacher('Анна Белова', school)
  const first = await publish('Первая')
  const personId = await idOf(anna)
  await db.query(
    `insert into diagnostics_people (diagnostics_id, person_id, told_revision, passed_at, passed_by) values ($1, $2, 0, now(), 'said')`,
    [first, personId],
  )
  await publish()
  const rows = 'ФИО;ОО\nБелова Анна;школа 4\nКотова Инна Львовна;лицей 7\nБелова Ия;нет такого\n'
  await sends(Buffer.from(rows), 'csv')
  await methodist.presses('Сохранить')
  await methodist.sees(/Сохранено/)
  methodist.says('/diagnostics')
  const list = await methodist.sees(/Доля|Диагностики/)
  await methodist.presses('Доля прошедших', { on: list })
  const share = await methodist.sees(/2026\/27 учебный год/)
  expect(share.text).toContain('Доля: 2,5 %.\nЧислитель: 2 человека прошли')
  expect(share.text).toContain('Знаменатель: 80 — все педагоги (75) и руководители (5)')
  expect(share.text).toContain(
    '1. МАОУ «Лицей № 7»: 1 из 32, 3,1 %\n2. МБОУ «СОШ № 4»: 1 из 48, 2,1 %',
  )
  expect(share.text).toContain('Не вошли в долю: 1 человек')
})

it('knows again who comes to the bot after a list has named them, and does not invite them', async () => {
  const id = await publish()
  await db.query('update diagnostics set audience = $1', ['{}'])
  await sends(Buffer.from('ФИО;ОО\nКотова Инна Львовна;лицей 7\nКот Ян;лицей 7\n'), 'csv')
  await methodist.presses('Сохранить')
  await methodist.sees(/записано по имени: 2/)
  const inna = await teacher('Инна Котова', lyceum)
  const other = await teacher('Инна Кошкина', lyceum)
  await db.query('update diagnostics set look_at = $1 where id = $2', [app.clock.now, id])
  await app.looks()
  await other.sees(/Диагностика: /)
  expect(inna.inbox().filter(({ text }) => text?.startsWith('Диагностика: '))).toEqual([])
  expect(await passed()).toEqual([{ name: 'Инна Котова', passed_by: 'list' }])
  expect(await listed()).toMatchObject([{ name: 'Кот Ян' }])
})

it('gives the progress as a picture and as a table with the numbers that make the share', async () => {
  await publish()
  await sends(Buffer.from('ФИО;ОО\nКотова Инна Львовна;лицей 7\n'), 'csv')
  await methodist.presses('Сохранить')
  await methodist.sees(/Сохранено/)
  const page = await opens()
  await methodist.presses('По учреждениям', { on: page })
  await methodist.sees(/Кто прошёл: Дефициты[\s\S]*1 из 32/)
  await methodist.presses('Картинка', { on: page })
  await app.settled()
  expect(methodist.inbox().findLast(({ photo }) => photo)!.photo).toMatchObject([{ width: 1080 }])
  await methodist.presses('Таблица (.xlsx)', { on: page })
  const rows = await rowsIn(await fileOf('diagnostika.xlsx'))
  expect(rows).toContainEqual(['МАОУ «Лицей № 7»', '32', '1', '0', String(1 / 32)])
  expect(rows).toContainEqual(['Всего', '80', '1', '0', String(1 / 80)])
})

it('says that the share cannot be counted where institutions have no numbers', async () => {
  await db.query('update institutions set staff = 0, heads = 0')
  await publish()
  methodist.says('/diagnostics')
  const list = await methodist.sees(/1\. Дефициты/)
  await methodist.presses('Доля прошедших', { on: list })
  await methodist.sees(/Долю посчитать нельзя[\s\S]*Без чисел в \/institutions: 2 учреждения/)
})
