import { afterAll, expect, it } from 'vitest'
import { startBot } from '../helpers/bot.ts'

const app = await startBot({ documents: true })
afterAll(() => app.close())

const REGULATION = `Администрация города Озёрный
Приказ от 01.09.2026 № 17
Об утверждении Положения о наставничестве

Положение о наставничестве

1. Общие положения
1.1. Наставник назначается приказом директора не позднее 10 сентября.
1.2. Наставник посещает уроки молодого педагога два раза в месяц.

2. Поощрение
2.1. Наставнику выплачивается надбавка в размере 15 процентов оклада.
`

const file = (text: string, name = 'Наставничество.txt') => ({ name, bytes: Buffer.from(text) })

it('shows what it understood, indexes on «Сохранить» and answers from it', async () => {
  const methodist = await app.person('Марта', 'methodist')
  methodist.says('/docs')
  await methodist.sees(/Документов пока нет/)
  methodist.sendsFile(file(REGULATION))
  await methodist.sees(/Вот как я понял файл «Наставничество\.txt»[\s\S]*17[\s\S]*01\.09\.2026/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Документ добавлен/)
  methodist.says('/docs')
  await methodist.sees(/Действующие документы: 1/)
  await methodist.presses('1')
  await methodist.sees(/Действует, я по нему отвечаю/)
  const teacher = await app.person('Анна')
  teacher.says('Когда назначается наставник?')
  await teacher.sees(/не позднее 10 сентября/)
  await teacher.presses('Показать пункт')
  await teacher.sees(/п\. 1\.1[\s\S]*не позднее 10 сентября/)
})

it('lets what it understood be corrected before it is saved', async () => {
  const methodist = await app.person('Мая', 'methodist')
  methodist.sendsFile(file(`${REGULATION}6. Правка.\n`, 'Правка.txt'))
  await methodist.sees(/Правка\.txt/)
  await methodist.presses('Изменить')
  await methodist.presses('Дата')
  await methodist.sees(/От какого числа/)
  methodist.says('когда-то')
  await methodist.sees(/Не понял дату/)
  methodist.says('2 октября 2026 г.')
  const shown = await methodist.sees(/Вот как я понял файл «Правка[\s\S]*Дата: 02\.10\.2026/)
  await methodist.presses('Изменить', { on: shown })
  await methodist.presses('Номер', { on: shown })
  await methodist.sees(/Какой у документа номер/)
  await methodist.presses('Не указывать')
  await methodist.sees(/Номер: не указано[\s\S]*Дата: 02\.10\.2026/)
  await methodist.presses('Отмена')
})

it('changes nothing on «Отмена» or on a button pressed again', async () => {
  const methodist = await app.person('Мила', 'methodist')
  methodist.sendsFile(file(`${REGULATION}3. Новое.\n`, 'Другой.txt'))
  const shown = await methodist.sees(/Вот как я понял файл «Другой/)
  const save = shown.reply_markup!.inline_keyboard[0]![0]!
  expect(await methodist.presses('Отмена')).toMatchObject({
    text: expect.stringMatching(/не сохранён/),
  })
  const data = 'callback_data' in save ? save.callback_data : ''
  expect(await methodist.forges(data, shown)).toMatchObject({
    text: expect.stringMatching(/уже сохранён или отменён/),
  })
})

it('waits for several files at once, each with its own button', async () => {
  const methodist = await app.person('Мира', 'methodist')
  methodist.sendsFile(file(`${REGULATION}4. Раз.\n`, 'Раз.txt'))
  const first = await methodist.sees(/Раз\.txt/)
  methodist.sendsFile(file(`${REGULATION}5. Два.\n`, 'Два.txt'))
  await methodist.sees(/Два\.txt/)
  await methodist.presses('Отмена', { on: first })
  expect(await methodist.presses('Отмена')).toMatchObject({
    text: expect.stringMatching(/Два\.txt/),
  })
})

it('tells why a file cannot be read', async () => {
  const methodist = await app.person('Майя', 'methodist')
  methodist.sendsFile(file('\n', 'Пустой.txt'))
  await methodist.sees(/Пустой\.txt/)
  methodist.sendsFile({ name: 'Большой.pdf', bytes: new Uint8Array(21 * 1024 * 1024) })
  await methodist.sees(/больше 20 МБ/)
})

it('takes no document from a teacher', async () => {
  const teacher = await app.person('Анна')
  teacher.sendsFile(file(REGULATION))
  await teacher.sees(/понимаю вопросы, написанные текстом/)
  teacher.says('/docs')
  await teacher.sees(/занимаются методисты и администраторы/)
})
