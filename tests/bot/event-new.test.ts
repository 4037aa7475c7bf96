import { afterAll, beforeEach, expect, it } from 'vitest'
import { findDraft } from '../../db/event-drafts.ts'
import { findPerson } from '../../db/people.ts'
import { addSite, subscribe } from '../../db/sites.ts'
import { startBot } from '../helpers/bot.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const { now } = app.clock

beforeEach(async () => {
  await app.settled()
  app.clock.now = now
  await db.query('delete from events')
  await db.query('delete from sites')
})

const methodist = () => app.person('Марта', 'methodist')
const idOf = async ({ id }: Person) =>
  (await findPerson(db, { messenger: 'telegram', externalId: String(id) }))!.id
const draftOf = async (person: Person) => findDraft(db, { personId: await idOf(person) })
const published = async () =>
  (await db.query(`select * from events where status = 'published'`)).rows

/** What the bot said more than once, or of an update that it had handled before: nothing may be. */
function repeatedTo(person: Person): string[] {
  const texts = person.inbox().map(({ text }) => text ?? '')
  const isAgain = (text: string, index: number) =>
    texts.indexOf(text) !== index || /уже (?:позади|опубликовано)/.test(text)
  return texts.filter((text, index) => isAgain(text, index) && !/^Здравств/.test(text))
}

/** Says it when it is asked for; the question's buttons wait until every update was handled twice. */
async function answers(person: Person, question: RegExp, words: string) {
  await person.sees(question)
  await app.settled()
  person.says(words)
}

async function skips(person: Person, question: RegExp) {
  await person.sees(question)
  await app.settled()
  await person.presses('Пропустить')
}

/** A draft with a title and a time, seen whole. */
async function drafts(person: Person, title: string, time = '25 ноября в 15:00') {
  person.says('/event_new')
  await answers(person, /Как называется мероприятие/, title)
  await answers(person, /Когда начало/, time)
  await person.sees(/Понял так/)
  await app.settled()
  await person.presses('Верно')
  await person.presses('К просмотру')
  const preview = await person.sees(/Так мероприятие увидят люди/)
  await app.settled()
  return preview
}

it('leads through every field in order, and publishes what was seen to the subscribers of the site', async () => {
  const math = await methodist()
  const subscriber = await app.person('Подписчица')
  const siteId = (await addSite(db, { name: 'Математика', personId: await idOf(math), now }))!
  await subscribe(db, { siteId, personId: await idOf(subscriber), now })
  math.says('/event_new')
  await answers(math, /Как называется мероприятие/, 'Открытый  урок')
  await math.presses('Математика')
  await answers(math, /Когда начало/, 'в среду')
  await answers(math, /среда, 25 ноября 2026\. Во сколько/, 'в 3 часа дня')
  await math.sees(/среда, 25 ноября 2026, 15:00, Озёрный\. Верно/)
  await app.settled()
  await math.presses('Верно')
  await answers(math, /Сколько продлится/, 'полтора часа')
  await answers(math, /Где\?/, 'каб. 12, https://telemost.yandex.ru/j/1.')
  await answers(math, /О чём мероприятие/, 'Приносите тетради.')
  await answers(math, /Сколько мест/, '25 человек')
  await skips(math, /Кого позвать[\s\S]*«?Математика»?, 1 человек/)
  await answers(math, /Когда напомнить/, 'за день и за 2 часа')
  const preview = await math.sees(/Так мероприятие увидят люди/)
  expect(preview.text).toMatch(/1 человек\nНапоминания: за 1 день, за 2 часа$/)
  await app.settled()
  await math.presses('Опубликовать')
  await math.sees(/Опубликовано\. Приглашений: 1/)
  await math.sees(/Кодовое слово/)
  await app.looks()
  const told = await subscriber.sees(/Открытый урок/)
  expect(preview.text).toContain(told.text)
  expect(repeatedTo(math)).toEqual([])
  expect(await published()).toMatchObject([
    {
      ...{ title: 'Открытый урок', site_id: siteId, minutes: 90, place: 'каб. 12', capacity: 25 },
      ...{ link: 'https://telemost.yandex.ru/j/1', description: 'Приносите тетради.' },
      ...{ starts_at: new Date('2026-11-25T12:00:00Z'), remind_before: [1440, 120] },
    },
  ])
})

it('takes defaults for what is skipped: an hour, everyone, three reminders', async () => {
  const math = await methodist()
  math.says('/event_new')
  await answers(math, /Как называется мероприятие/, 'Семинар')
  await answers(math, /Когда начало/, '11 декабря с 10 до 12')
  await math.sees(/пятница, 11 декабря 2026, 10:00, Озёрный, 2 часа\. Верно/)
  await app.settled()
  await math.presses('Верно')
  // The end was said, so the length is not asked.
  await skips(math, /Начало: пятница[\s\S]*Где\?/)
  await skips(math, /О чём мероприятие/)
  await skips(math, /Сколько мест/)
  await skips(math, /Кого позвать/)
  await skips(math, /Когда напомнить/)
  const preview = await math.sees(/Так мероприятие увидят люди/)
  expect(preview.text).toMatch(
    /2 часа[\s\S]*Приглашения: все[\s\S]*за 7 дней, за 1 день, за 2 часа/,
  )
  expect(await published()).toEqual([])
})

it('asks again with an example for a time it cannot understand, and questions one that has passed', async () => {
  const math = await methodist()
  math.says('/event_new')
  await answers(math, /Как называется мероприятие/, 'Семинар')
  await answers(math, /Когда начало/, 'когда-нибудь потом')
  await answers(
    math,
    /Не понял, когда это\. Напишите, например, так: «25 ноября в 15:00»/,
    '31 ноября в 10',
  )
  await answers(math, /не бывает/, '20 ноября 2026 в 15:00')
  await answers(math, /уже прошло: пятница, 20 ноября 2026, 15:00.*Нет ли ошибки/, 'завтра в 15:00')
  await math.sees(/вторник, 24 ноября 2026, 15:00/)
  expect(await draftOf(math)).toMatchObject({ title: 'Семинар', starts_at: null })
})

it('goes back to the question before, and changes any field from the preview', async () => {
  const math = await methodist()
  await drafts(math, 'Семинар')
  await math.presses('Изменить')
  await math.presses('Название')
  await answers(math, /Сейчас: Семинар/, 'Практикум')
  await math.sees(/Практикум[\s\S]*Приглашения/)
  await app.settled()
  await math.presses('Изменить')
  await math.presses('Напоминания')
  await math.presses('Не напоминать')
  await math.sees(/Напоминания: нет/)
  await app.settled()
  math.says('/event_new')
  await math.presses('Начать заново')
  await answers(math, /Как называется мероприятие/, 'Другое')
  await math.sees(/Когда начало/)
  await app.settled()
  await math.presses('Назад')
  await math.sees(/Как называется[\s\S]*Сейчас: Другое/)
  expect(repeatedTo(math)).toEqual([])
})

it('keeps the draft over /cancel and forgotten dialogues, and goes on with it', async () => {
  const math = await methodist()
  math.says('/event_new')
  await answers(math, /Как называется мероприятие/, 'Долгий семинар')
  await answers(math, /Когда начало/, '/cancel')
  await math.sees(/Прервано, черновик сохранён. Продолжить: \/event_new/)
  app.clock.now = new Date('2026-11-24T09:00:00Z')
  math.says('/event_new')
  await math.sees(/незаконченное мероприятие: Долгий семинар/)
  await math.presses('Продолжить')
  await answers(math, /Когда начало/, '26 ноября в 15:00')
  await math.sees(/четверг, 26 ноября 2026/)
})

it('publishes once, and nothing that was changed after the preview that is pressed', async () => {
  const math = await methodist()
  const stale = await drafts(math, 'Семинар')
  await math.presses('Изменить')
  await math.presses('Название')
  await answers(math, /Сейчас: Семинар/, 'Практикум')
  const fresh = await math.sees(/Практикум[\s\S]*Приглашения/)
  await app.settled()
  const [old, right] = [dataOf(stale, 'Опубликовать'), dataOf(fresh, 'Опубликовать')]
  expect((await math.forges(old, stale))?.text).toMatch(/Черновик с тех пор изменился/)
  expect(await published()).toEqual([])
  await math.forges(right, fresh)
  await math.sees(/Опубликовано/)
  await app.settled()
  expect((await math.forges(right, fresh))?.text).toMatch(/уже опубликовано/)
  await app.settled()
  expect(await published()).toMatchObject([{ title: 'Практикум', sequence: 0 }])
})

it('lets nobody touch a draft but the methodist whose it is', async () => {
  const math = await methodist()
  const preview = await drafts(math, 'Семинар')
  const publish = dataOf(preview, 'Опубликовать')
  const drop = dataOf(preview, 'Отмена')
  const other = await methodist()
  const teacher = await app.person('Любопытная')
  const shown = teacher.inbox().at(-1)!
  for (const data of [publish, drop]) {
    expect((await teacher.forges(data, shown))?.text).toBe('Мероприятия проводят методисты.')
    expect((await other.forges(data, other.inbox().at(-1)!))?.text).toMatch(
      /опубликован или удалён/,
    )
  }
  teacher.says('/event_new')
  await teacher.sees(/Мероприятия проводят методисты/)
  expect(await draftOf(math)).toMatchObject({ title: 'Семинар' })
  expect(await published()).toEqual([])
})

it('does not publish what begins in the past or lacks a title, and drops a draft on «Отмена»', async () => {
  const math = await methodist()
  math.says('/event_new')
  await skips(math, /Как называется мероприятие/)
  await answers(math, /Когда начало/, 'завтра в 15:00')
  await math.presses('Верно')
  await math.sees(/Сколько продлится/)
  const { id } = (await draftOf(math))!
  await app.settled()
  await math.forges(`draft-preview:${id}`, math.inbox().at(-1)!)
  const preview = await math.sees(/нажмите «Изменить» и укажите название/)
  expect(preview.reply_markup!.inline_keyboard.flat().map(({ text }) => text)).toEqual([
    ...['Изменить', 'Отмена'],
  ])
  app.clock.now = new Date('2026-11-25T12:00:00Z')
  await app.settled()
  await math.forges(`draft-preview:${id}`, preview)
  await math.sees(/Время начала уже прошло/)
  await app.settled()
  await math.presses('Отмена')
  await math.sees(/Черновик удалён/)
  expect(await draftOf(math)).toBeNull()
})
