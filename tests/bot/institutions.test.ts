import { afterAll, beforeEach, expect, it } from 'vitest'
import { addInstitution, listInstitutions } from '../../db/institutions.ts'
import { findPerson } from '../../db/people.ts'
import { sayInstitution } from '../../db/profiles.ts'
import { startBot } from '../helpers/bot.ts'
import type { Person } from '../helpers/telegram.ts'
import { dataOf } from '../helpers/telegram.ts'
import { rowsIn, workbook } from '../helpers/xlsx.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
beforeEach(async () => {
  await app.settled()
  await db.query('update people set institution_id = null, institution_words = null')
  await db.query('delete from institutions')
  await db.query('delete from audit')
})

const HEADINGS = ['Наименование', 'Краткое название', 'Педагогов', 'Руководителей']
const SCHOOL = ['МБОУ «СОШ № 4»', 'школа 4, четвёрка', 45, 3]
const KINDERGARTEN = ['МБДОУ «Детский сад № 21»', 'Брусничка', 20, 1]

const names = async () => (await listInstitutions(db)).map(({ name }) => name)
const acts = async () =>
  (await db.query<{ act: string }>('select act from audit order by id')).rows.map(({ act }) => act)

async function make(name: string) {
  return addInstitution(db, { name, short_names: [], territory: 'Озёрный', staff: 10, heads: 1 })
}

async function belongs(person: Person, institutionId: number) {
  const account = { messenger: 'telegram', externalId: String(person.id) }
  const { id: personId } = (await findPerson(db, account))!
  await sayInstitution(db, { personId, institutionId, words: null })
}

async function calls(person: Person, words: string) {
  const account = { messenger: 'telegram', externalId: String(person.id) }
  const { id: personId } = (await findPerson(db, account))!
  await sayInstitution(db, { personId, institutionId: null, words })
}

let sent = 0

async function sends(person: Person, ...rows: (string | number | null)[][]) {
  person.says('/institutions')
  await person.sees(/пришлите таблицу|Пришлите таблицу/)
  const name = `Список ${++sent}.xlsx`
  person.sendsFile({ name, bytes: await workbook([HEADINGS, ...rows]) })
  const preview = await person.sees(`Вот как я понял таблицу «${name}»`)
  // Every update is handled twice here: a press must not pass the table's second time.
  await app.settled()
  return preview
}

it('shows what it understood of a table, and changes nothing before «Сохранить»', async () => {
  const methodist = await app.person('Марта', 'methodist')
  const shown = await sends(methodist, SCHOOL, KINDERGARTEN, ['Школа 5', '', 'много', 1])
  expect(shown.text).toMatch(/Название: «Наименование»[\s\S]*Новых: 2\nИзменённых: 0/)
  expect(shown.text).toContain('Строка 4 «Школа 5»: число педагогов не понял: «много».')
  expect(await names()).toEqual([])
  await methodist.presses('Сохранить')
  await methodist.sees(/Добавлено: 2 учреждения/)
  expect(await listInstitutions(db)).toMatchObject([
    { name: KINDERGARTEN[0], short_names: ['Брусничка'], territory: 'Озёрный' },
    { name: SCHOOL[0], short_names: ['школа 4', 'четвёрка'], staff: 45, heads: 3 },
  ])
  expect(await acts()).toEqual(['institutions imported'])
})

it('takes people at their own words for an institution that comes into the list', async () => {
  const methodist = await app.person('Марина', 'methodist')
  const [exact, vague] = [await app.person('Вера'), await app.person('Люба')]
  await calls(exact, 'СОШ №4')
  await calls(vague, 'четвёртая')
  await sends(methodist, ['МБОУ «СОШ № 4»', 'сош 4', 45, 3])
  await methodist.presses('Сохранить')
  await methodist.sees(/которое сами назвали в профиле: 1 человек\./)
  expect(await listInstitutions(db)).toMatchObject([{ name: SCHOOL[0], people: 1 }])
  methodist.says('/institutions')
  await methodist.presses('Добавить')
  await methodist.sees(/Как называется учреждение/)
  methodist.says('Четвертая')
  await methodist.sees(/Добавлено: Четвертая[\s\S]*В боте: 1 человек/)
})

it('changes nothing for the same table again, or on «Отмена»', async () => {
  const methodist = await app.person('Мая', 'methodist')
  await sends(methodist, SCHOOL)
  await methodist.presses('Сохранить')
  await methodist.sees(/Добавлено: 1 учреждение/)
  const again = await sends(methodist, SCHOOL)
  expect(again.text).toMatch(/Без изменений: 1[\s\S]*менять нечего/)
  expect(again.reply_markup!.inline_keyboard.flat().map(({ text }) => text)).toEqual(['Отмена'])
  const other = await sends(methodist, KINDERGARTEN)
  const save = dataOf(other, 'Сохранить')
  expect(await methodist.presses('Отмена', { on: other })).toMatchObject({
    text: 'Ничего не изменено.',
  })
  await methodist.forges(save, other)
  await app.settled()
  expect(await names()).toEqual([SCHOOL[0]])
})

it('asks about institutions that a new table does not have, and keeps those that people belong to', async () => {
  await make('Школа 1')
  const teacher = await app.person('Анна')
  await belongs(teacher, await make('Школа 2'))
  const methodist = await app.person('Мила', 'methodist')
  const shown = await sends(methodist, SCHOOL)
  expect(shown.text).toMatch(/Нет в файле:\n• Школа 1\n• Школа 2 \(1 человек\)/)
  await methodist.presses('Сохранить')
  await methodist.sees(/В файле не было: 2 учреждения[\s\S]*таких 1/)
  expect(await names()).toHaveLength(3)
  await methodist.presses('Удалить 1 учреждение')
  await methodist.sees(/Удалено: 1 учреждение\./)
  expect(await names()).toEqual([SCHOOL[0], 'Школа 2'].sort())
  expect(await acts()).toEqual(['institutions imported', 'institution removed'])
})

it('gives the list as a table whose corrections it reads, a new name among them', async () => {
  const methodist = await app.person('Муза', 'methodist')
  await make('Школа 1')
  methodist.says('/institutions')
  await methodist.presses('Выгрузить')
  const sent = await methodist.sees(/Список учреждений: 1\. Исправьте/)
  const rows = await rowsIn(app.telegram.api.file(sent.document!.file_id)!.bytes)
  rows[1]![0] = 'Школа имени Пушкина'
  methodist.sendsFile({ name: 'Исправлено.xlsx', bytes: await workbook(rows) })
  await methodist.sees(/Школа 1: название: Школа 1 → Школа имени Пушкина/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Изменено: 1 учреждение/)
  expect(await names()).toEqual(['Школа имени Пушкина'])
})

it('adds one by hand and corrects it in the chat', async () => {
  const methodist = await app.person('Мира', 'methodist')
  methodist.says('/institutions')
  await methodist.presses('Добавить')
  await methodist.sees(/Как называется учреждение/)
  methodist.says('Лицей № 7')
  const card = await methodist.sees(/Добавлено: Лицей № 7/)
  await methodist.presses('Изменить', { on: card })
  await methodist.presses('Краткие названия', { on: card })
  await methodist.sees(/Как его называют коротко/)
  methodist.says('лицей 7, семёрка')
  await methodist.sees(/Исправлено: краткие названия[\s\S]*лицей 7, семёрка/)
  await methodist.presses('Педагогов', { on: card })
  methodist.says('сто')
  await methodist.sees(/Нужно целое число/)
  methodist.says('100')
  await methodist.sees(/Педагогов: 100/)
  expect(await acts()).toEqual(['institution added', ...Array(2).fill('institution corrected')])
})

it('refuses a second one of the same name', async () => {
  await make('Лицей № 7')
  const methodist = await app.person('Мотя', 'methodist')
  methodist.says('/institutions')
  await methodist.presses('Добавить')
  methodist.says('лицей №7')
  await methodist.sees(/в списке уже есть: Лицей № 7/)
  expect(await names()).toHaveLength(1)
})

it('removes one that nobody belongs to, and says how many people forbid it', async () => {
  const school = await make('Школа 1')
  const methodist = await app.person('Марина', 'methodist')
  await belongs(methodist, school)
  methodist.says('/institutions')
  await methodist.presses('1')
  const card = await methodist.sees(/В боте: 1 человек/)
  expect(await methodist.presses('Удалить')).toMatchObject({
    text: 'Удалить нельзя: к учреждению относится 1 человек.',
  })
  await db.query('update people set institution_id = null, institution_words = null')
  await methodist.presses('Удалить', { on: card })
  const sure = await methodist.sees(/Удалить из списка/)
  await methodist.presses('Удалить', { on: sure })
  await methodist.sees(/Список учреждений пока пуст/)
  expect(await names()).toEqual([])
})

it('pages the list and finds in it', async () => {
  for (let number = 1; number <= 21; number++) await make(`Школа № ${number}`)
  const methodist = await app.person('Мария', 'methodist')
  methodist.says('/institutions')
  const first = await methodist.sees(
    /Учреждения: 21, страница 1 из 3\nВсего: 210 педагогов, 21 руководитель/,
  )
  expect(first.text).toMatch(/1\. Школа № 1\n[\s\S]*8\. Школа № 8\n/)
  await methodist.presses('Дальше')
  await methodist.sees(/страница 2 из 3[\s\S]*10\. Школа № 10/)
  await methodist.presses('Найти')
  await methodist.sees(/Какое учреждение найти/)
  methodist.says('двадцать первая школа')
  const found = await methodist.sees(/Нашлось по запросу/)
  expect(found.text).toContain('1. Школа № 21')
  expect(found.text).not.toContain('2. ')
})

it('says what is wrong with a file that is no such table', async () => {
  const methodist = await app.person('Майя', 'methodist')
  methodist.says('/institutions')
  await methodist.sees(/пока пуст/)
  methodist.sendsFile({ name: 'Список.xls', bytes: Buffer.from('x') })
  await methodist.sees(/из таблицы в формате XLSX/)
  methodist.sendsFile({
    name: 'План.xlsx',
    bytes: await workbook([
      ['Что', 'Срок'],
      ['Семинар', 'май'],
    ]),
  })
  await methodist.sees(/не нашёл колонки с названием/)
  methodist.sendsFile({ name: 'Битый.xlsx', bytes: Buffer.from('PK\u0003\u0004 нет') })
  await methodist.sees(/Битый\.xlsx/)
})

it('is kept by methodists and administrators only, at each press', async () => {
  await make('Школа 1')
  const methodist = await app.person('Мальва', 'methodist')
  methodist.says('/institutions')
  const shown = await methodist.sees(/Учреждения: 1/)
  const teacher = await app.person('Ася')
  teacher.says('/institutions')
  const refused = await teacher.sees(/ведут методисты и администраторы/)
  const presses = shown.reply_markup!.inline_keyboard.flat().map(({ text }) => dataOf(shown, text))
  for (const data of [...presses, 'institutions-save:1', 'institution-remove-yes:1:0']) {
    expect(await teacher.forges(data, refused)).toMatchObject({
      text: 'Список учреждений ведут методисты и администраторы.',
    })
  }
})
