import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { saveGlossaryEntry } from '../../db/glossary.ts'
import { analyse } from '../../rag/analyse.ts'
import { createRag } from '../../rag/answer.ts'
import { glossaryEntry, readGlossaryText } from '../../rag/glossary.ts'
import { createIngest } from '../../rag/ingest.ts'
import { createStatistics } from '../../rag/statistics.ts'
import { createThesaurus } from '../../rag/thesaurus.ts'
import { startBot } from '../helpers/bot.ts'

const app = await startBot({ documents: true, twice: true })
afterAll(() => app.close())

const NO_THESAURUS = createThesaurus([], [])
const db = app.database.pool
beforeAll(async () => {
  const ingest = createIngest({ pool: db, clock: () => app.clock.now })
  await ingest.ingest({ name: 'ШМУ.txt', bytes: Buffer.from(REGULATION) })
})
beforeEach(() => db.query('delete from glossary'))

const REGULATION = `Администрация города Озёрный
Приказ от 01.09.2026 № 17
Об утверждении Положения о школе молодого учителя

Положение о школе молодого учителя

1. Общие положения
1.1. Школа молодого учителя (далее – ШМУ) работает по средам с 15:00.
1.2. Руководителем школы назначается старший методист центра.

2. Практика
2.1. Открытые уроки посещают не реже двух раз в четверть.
`

async function fill(count: number) {
  for (let index = 1; index <= count; index++) {
    const entry = glossaryEntry(`слово${index}`, `значение номер ${index}`)
    if ('key' in entry) await saveGlossaryEntry(db, { entry, now: app.clock.now })
  }
}

const acts = async () => {
  const { rows } = await db.query<{ act: string; details: { term: string } }>(
    `select act, details from audit where act like 'glossary%' order by id`,
  )
  return rows.map(({ act, details }) => `${act}: ${details.term}`)
}

it('adds what a methodist writes, after showing it', async () => {
  const methodist = await app.person('Марта', 'methodist')
  methodist.says('/glossary')
  await methodist.sees(/Словарь центра пока пуст/)
  await methodist.presses('Добавить')
  await methodist.sees(/каждую с новой строки/)
  methodist.says('ШМК = школа молодого классного\nрулит, заправляет — руководитель, ответственный')
  const shown = await methodist.sees(/Проверьте записи/)
  expect(shown.text).toContain('ШМК = школа молодого классного (сокращение)')
  expect(shown.text).toContain('заправляет = руководитель, ответственный')
  await methodist.presses('Сохранить')
  await methodist.sees(/добавлено: 3 записи/)
  methodist.says('/glossary')
  await methodist.sees(/Словарь центра: 3 записи/)
  expect(await acts()).toEqual(
    ['ШМК', 'рулит', 'заправляет'].map((term) => `glossary entry added: ${term}`),
  )
})

it('says what is wrong with a line, and offers the others', async () => {
  const methodist = await app.person('Мила', 'methodist')
  await methodist.says('/glossary')
  await methodist.presses('Добавить')
  methodist.says('просто слова')
  await methodist.sees(/Строка 1 «просто слова»: нет знака «=»[\s\S]*Нужно так/)
  methodist.says('ГМС = городская методическая служба\nи = или\nкогда = в какой срок\nГМС = другое')
  const shown = await methodist.sees(/Проверьте запись/)
  expect(shown.text).toMatch(/Строка 2 «и = или»: справа нет слов/)
  expect(shown.text).toMatch(/Строка 3 .*почти в каждом вопросе/)
  expect(shown.text).toMatch(/Строка 4 .*уже есть в этом сообщении/)
  expect(await methodist.presses('Отмена')).toMatchObject({ text: 'Ничего не сохранено.' })
})

it('corrects and removes an entry, and leaves a line of each', async () => {
  await fill(1)
  const methodist = await app.person('Мира', 'methodist')
  methodist.says('/glossary')
  await methodist.presses('слово1')
  await methodist.presses('Изменить')
  await methodist.sees(/Сейчас: слово1 = значение номер 1/)
  methodist.says('другое значение')
  await methodist.sees(/слово1 = другое значение \(вместо «слово1 = значение номер 1»\)/)
  await methodist.presses('Сохранить')
  await methodist.sees(/исправлено: 1 запись/)
  methodist.says('/glossary')
  await methodist.presses('слово1')
  await methodist.presses('Удалить')
  const sure = await methodist.sees(/Удалить запись\?/)
  await methodist.presses('Удалить', { on: sure })
  await methodist.sees(/Словарь центра пока пуст/)
  expect((await acts()).slice(-2)).toEqual([
    'glossary entry corrected: слово1',
    'glossary entry removed: слово1',
  ])
})

it('renames an entry, but not to another one’s word', async () => {
  await fill(2)
  const methodist = await app.person('Муза', 'methodist')
  methodist.says('/glossary')
  await methodist.presses('слово1')
  await methodist.presses('Изменить')
  methodist.says('слово2 = новое значение')
  await methodist.sees(/Такая запись уже есть: слово2/)
  methodist.says('слово3 = новое значение')
  await methodist.presses('Сохранить')
  await methodist.sees(/исправлено: 1 запись/)
  const { rows } = await db.query('select term from glossary order by key')
  expect(rows).toEqual([{ term: 'слово2' }, { term: 'слово3' }])
})

it.each([
  [21, 'Словарь центра: 21 запись', 'Страница 1 из 3', 'Страница 2 из 3'],
  [400, 'Словарь центра: 400 записей', 'Страница 1 из 50', 'Страница 2 из 50'],
])('shows %i entries in pages', async (count, title, first, second) => {
  await fill(count)
  const methodist = await app.person('Майя', 'methodist')
  methodist.says('/glossary')
  const shown = await methodist.sees(title)
  expect(shown.text).toContain(first)
  await methodist.presses('Дальше')
  const page = await methodist.sees(second)
  expect(page.reply_markup!.inline_keyboard.flat().map(({ text }) => text)).toContain('Назад')
})

it('finds words of the centre, of documents and of the project', async () => {
  await fill(21)
  const methodist = await app.person('Марина', 'methodist')
  methodist.says('/glossary')
  await methodist.presses('Найти')
  await methodist.sees(/Какое слово/)
  methodist.says('шму')
  await methodist.sees(/Из документов:\nШМУ = Школа молодого учителя/i)
  methodist.says('/glossary слово2')
  const found = await methodist.sees(/Нашёл по запросу «слово2»/)
  expect(found.text).toMatch(/слово2 = [\s\S]*слово20 = [\s\S]*слово21 = /)
  methodist.says('/glossary ИОМ')
  await methodist.sees(/общего словаря[\s\S]*индивидуальный образовательный маршрут/)
  methodist.says('/glossary абракадабра')
  await methodist.sees(/ничего нет/)
  methodist.says('/glossary')
  await methodist.presses('Из документов')
  await methodist.sees(/Сокращения из документов: 1[\s\S]*ШМУ/)
})

it('is understood at once by a process that has searched before, an abbreviation both ways', async () => {
  const methodist = await app.person('Мария', 'methodist')
  const other = createRag({ pool: db })
  const first = async (text: string) =>
    (await other.search(text, { top: 1, now: app.clock.now }))[0]?.clause
  expect(await first('фырчит')).toBeUndefined()
  methodist.says('/glossary фырчит = открытые уроки')
  await methodist.presses('Сохранить')
  await methodist.sees(/добавлено: 1 запись/)
  expect(await first('фырчит')).toContain('2.1')
  methodist.says('/glossary СМЦ = старший методист центра')
  await methodist.sees(/СМЦ = старший/)
  await methodist.presses('Сохранить')
  await methodist.sees(/добавлено: 1 запись/)
  expect(await first('СМЦ')).toContain('1.2')
  expect(
    analyse('старший методист центра', await createStatistics(db).current(), NO_THESAURUS)[0]
      ?.alternatives,
  ).toContainEqual(expect.objectContaining({ stems: ['смц'] }))
})

it('is kept by nobody but methodists and administrators', async () => {
  const teacher = await app.person('Анна')
  teacher.says('/glossary')
  await teacher.sees(/Словарь ведут методисты/)
})

it('comes as a text that can be read again', async () => {
  await fill(3)
  const methodist = await app.person('Мальва', 'methodist')
  methodist.says('/glossary')
  await methodist.presses('Выгрузить')
  const file = await methodist.sees(/Словарь центра: 3 записи\. Строки файла/)
  const { bytes } = app.telegram.api.file(file.document!.file_id)!
  const text = Buffer.from(bytes).toString()
  expect(readGlossaryText(text)).toMatchObject({ faults: [], entries: { length: 3 } })
})

it('lets nobody else press its buttons', async () => {
  await fill(1)
  const methodist = await app.person('Мотя', 'methodist')
  methodist.says('/glossary')
  const shown = await methodist.sees(/Словарь центра: 1 запись/)
  const teacher = await app.person('Ася')
  teacher.says('/help')
  const help = await teacher.sees(/Задайте вопрос/)
  expect(help.text).not.toContain('/glossary')
  const buttons = shown.reply_markup!.inline_keyboard.flat()
  for (const button of buttons) {
    const data = 'callback_data' in button ? button.callback_data! : ''
    expect(await teacher.forges(data, help)).toMatchObject({
      text: expect.stringMatching(/методисты/),
    })
  }
})
