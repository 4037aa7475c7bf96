import { afterAll, expect, it } from 'vitest'
import { startBot } from '../helpers/bot.ts'

const app = await startBot({ documents: true })
afterAll(() => app.close())

const order = (days: number, date: string) => ({
  name: `Порядок-${date}.txt`,
  bytes: Buffer.from(`Администрация города Озёрный
Приказ от ${date} № 17
Об утверждении Порядка замещения уроков

1. Замещающего учителя назначает директор не позднее чем за ${days} дня до урока.
2. Оплата замещения производится по тарификации учителя, который замещает.
3. Журнал замещений ведёт секретарь школы и хранит его пять лет.
`),
})

const index = async (name: string, days: number, date: string) => {
  const methodist = await app.person(name, 'methodist')
  methodist.sendsFile(order(days, date))
  const shown = await methodist.sees(/Вот как я понял файл/)
  await methodist.presses('Сохранить')
  await methodist.sees(/Документ добавлен|Новая редакция:/)
  return shown
}

it('tells those who were answered from a clause that a new edition changed, once and not at night', async () => {
  await index('Марта', 2, '01.09.2026')
  const [anna, boris] = [await app.person('Анна'), await app.person('Борис')]
  anna.says('Кто назначает замещающего учителя?')
  await anna.sees(/за 2 дня до урока/)
  boris.says('Кто ведёт журнал замещений?')
  await boris.sees(/секретарь школы/)
  const shown = await index('Майя', 3, '01.11.2026')
  expect(shown.text).toMatch(/Изменено или исключено: 1 пункт\. Их получали в ответах: 1 человек/)
  await app.looks('2026-11-23T20:00:00Z')
  await app.looks('2026-11-24T04:59:00Z')
  expect(anna.inbox().some(({ text }) => /новая редакция/.test(text ?? ''))).toBe(false)
  await app.looks('2026-11-24T05:00:00Z')
  await anna.sees(
    /новая редакция[\s\S]*Кто назначает[\s\S]*Было: 1\.[\s\S]*за 2 дня[\s\S]*Стало: 1\.[\s\S]*за 3 дня/,
  )
  await app.looks('2026-11-25T09:00:00Z')
  expect(anna.inbox().filter(({ text }) => /новая редакция/.test(text ?? ''))).toHaveLength(1)
  expect(boris.inbox().some(({ text }) => /новая редакция/.test(text ?? ''))).toBe(false)
})

it('does not tell those who asked again or blocked the bot', async () => {
  const [vera, gleb] = [await app.person('Вера'), await app.person('Глеб')]
  for (const person of [vera, gleb]) {
    person.says('Кто назначает замещающего учителя?')
    await person.sees(/за 3 дня до урока/)
  }
  await index('Мира', 4, '20.11.2026')
  vera.says('Замещающего учителя назначает кто?')
  await vera.sees(/за 4 дня до урока/)
  gleb.blocks()
  await app.looks('2026-11-25T10:00:00Z')
  expect(vera.inbox().some(({ text }) => /новая редакция/.test(text ?? ''))).toBe(false)
  expect(gleb.inbox().some(({ text }) => /новая редакция/.test(text ?? ''))).toBe(false)
})

it('answers from a document no more while it is in the archive', async () => {
  const methodist = await app.person('Мила', 'methodist')
  methodist.says('/docs')
  await methodist.sees(/Действующие документы: 1/)
  await methodist.presses('1')
  await methodist.sees(/Действует, я по нему отвечаю[\s\S]*Прежние редакции/)
  await methodist.presses('В архив')
  await methodist.sees(/Убрать в архив\?/)
  await methodist.presses('В архив')
  await methodist.sees(/В архиве, я по нему не отвечаю/)
  const teacher = await app.person('Дина')
  teacher.says('Кто назначает замещающего учителя?')
  await teacher.sees(/В документах ответа нет|отвечать мне пока не по чему|пока нет документов/i)
  await methodist.presses('Вернуть из архива')
  await methodist.sees(/Действует, я по нему отвечаю/)
})
