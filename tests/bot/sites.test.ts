import { afterAll, beforeEach, expect, it } from 'vitest'
import { addInstitution } from '../../db/institutions.ts'
import { findPerson } from '../../db/people.ts'
import { addSite, listSites } from '../../db/sites.ts'
import { startBot } from '../helpers/bot.ts'
import { makeEvent } from '../helpers/events.ts'
import { dataOf, type Person } from '../helpers/telegram.ts'

const app = await startBot({ twice: true })
afterAll(() => app.close())
const db = app.database.pool
const now = app.clock.now

/** Keeps nothing by herself: those who do have chats of their own. */
const head = await app.person('Марта', 'methodist')
beforeEach(async () => {
  await app.settled()
  await db.query('delete from events')
  await db.query('delete from sites')
  await db.query('delete from audit')
})

const idOf = async ({ id }: Person) =>
  (await findPerson(db, { messenger: 'telegram', externalId: String(id) }))!.id
const makeSite = async (name: string) =>
  (await addSite(db, { name, personId: await idOf(head), now }))!
const sites = async () => listSites(db, { personId: await idOf(head), offset: 0, limit: 50 })
const acts = async () =>
  (await db.query<{ act: string }>('select act from audit order by id')).rows.map(({ act }) => act)

/** What the bot said more than once: nothing may be. */
function repeatedTo(person: Person): string[] {
  const texts = person.inbox().map(({ text }) => text ?? '')
  return texts.filter((text, index) => texts.indexOf(text) !== index && !/^Здравств/.test(text))
}

it('lets a teacher browse, subscribe and unsubscribe', async () => {
  const site = await makeSite('Математика без границ')
  await makeEvent(db, { personId: await idOf(head), site_id: site, title: 'Открытый урок' })
  const teacher = await app.person('Мария')
  teacher.says('/sites')
  await teacher.presses('Математика без границ')
  const card = await teacher.sees(/Ближайшие мероприятия/)
  expect(card.text).toContain('Подписчиков: 0')
  expect(card.text).toContain('1. среда, 25 ноября 2026, 15:00: Открытый урок')
  expect(await teacher.presses('Подписаться')).toMatchObject({
    text: 'Вы подписаны: Математика без границ',
  })
  await teacher.sees(/Подписчиков: 1, вы подписаны/)
  await app.settled()
  await teacher.presses('Отписаться')
  await teacher.sees(/Подписчиков: 0/)
  expect(repeatedTo(teacher)).toEqual([])
})

it('shows on a site only the events that are meant for the person, and opens them', async () => {
  const site = await makeSite('Общая')
  const forTutors = { audience: { roles: ['tutor' as const] }, title: 'Для тьюторов' }
  await makeEvent(db, { personId: await idOf(head), site_id: site, ...forTutors })
  await makeEvent(db, { personId: await idOf(head), site_id: site, title: 'Для всех' })
  const teacher = await app.person('Вера')
  teacher.says('/sites')
  await teacher.presses('Общая')
  const card = await teacher.sees(/Ближайшие мероприятия/)
  expect(card.text).not.toContain('Для тьюторов')
  await teacher.presses('1')
  await teacher.sees(/Для всех[\s\S]*Площадка: Общая/)
})

it('shows in the settings how many sites a person follows, with the way to them', async () => {
  const site = await makeSite('Логопеды')
  const teacher = await app.person('Ольга')
  const personId = await idOf(teacher)
  await db.query('insert into subscriptions values ($1, $2, $3)', [site, personId, now])
  await db.query(`update people set position = 'логопед' where id = $1`, [personId])
  teacher.says('/settings')
  await teacher.sees(/Подписки на площадки: 1/)
  await teacher.presses('Площадки')
  await teacher.presses('✓ Логопеды')
  await teacher.sees(/вы подписаны/)
  expect(repeatedTo(teacher)).toEqual([])
})

it('leads a methodist through adding a site and changing each of its fields', async () => {
  const math = await app.person('Мая', 'methodist')
  await addInstitution(db, {
    ...{ name: 'МБОУ «СОШ № 4»', short_names: [], territory: 'Озёрный', staff: 45, heads: 3 },
  })
  math.says('/sites')
  await math.presses('Добавить')
  await math.sees(/Как называется площадка/)
  math.says('Химия  и жизнь')
  await math.sees(/Площадка добавлена/)
  await changes(math, 'Руководитель', /Кто руководит/, 'Иванова М. П.')
  await changes(math, 'О площадке', /О чём площадка/, 'Опыты на уроках.')
  await app.settled()
  await math.presses('Изменить')
  await math.presses('Где проходит')
  await math.sees(/В каком учреждении/)
  math.says('четвёртая школа')
  await math.presses('МБОУ «СОШ № 4»')
  await math.sees(/Где проходит: МБОУ «СОШ № 4»/)
  expect(await sites()).toMatchObject([
    { name: 'Химия и жизнь', head: 'Иванова М. П.', about: 'Опыты на уроках.' },
  ])
  await app.settled()
  expect(await acts()).toEqual(['site added', ...Array(3).fill('site changed')])
})

async function changes(math: Person, field: string, question: RegExp, words: string) {
  await app.settled()
  await math.presses('Изменить')
  await math.presses(field)
  await math.sees(question)
  math.says(words)
  await math.sees(`Исправлено: ${field.toLowerCase()}.`)
}

it('has no two sites of one name', async () => {
  const math = await app.person('Мая', 'methodist')
  await makeSite('Музыка')
  math.says('/sites')
  await math.presses('Добавить')
  await math.sees(/Как называется площадка/)
  math.says('музыка')
  await math.sees(/Площадка с таким названием уже есть/)
  math.says('/cancel')
  await math.sees(/Отменено/)
  expect(await sites()).toHaveLength(1)
})

it('archives a site when that is confirmed, and keeps its events', async () => {
  const math = await app.person('Мая', 'methodist')
  const site = await makeSite('Старая')
  await makeEvent(db, { personId: await idOf(head), site_id: site })
  math.says('/sites')
  await math.presses('Старая')
  await math.presses('В архив')
  const sure = await math.sees(/Убрать площадку «Старая» в архив/)
  expect(sure.text).toContain('У площадки 1 назначенное мероприятие')
  await app.settled()
  await math.presses('В архив')
  await math.sees(/площадок пока нет/)
  await app.settled()
  expect(await acts()).toEqual(['site archived'])
  expect((await db.query('select from events')).rows).toHaveLength(1)
})

it('turns the pages of a long list', async () => {
  for (const n of [1, 2, 3, 4, 5, 6, 7]) await makeSite(`Площадка ${n}`)
  const teacher = await app.person('Листающая')
  teacher.says('/sites')
  await teacher.sees(/страница 1 из 2/)
  await teacher.presses('Дальше')
  await teacher.presses('Площадка 7')
  await teacher.presses('К списку')
  await teacher.sees(/страница 2 из 2/)
})

it('ends reminders of a site also for somebody who was invited without a subscription', async () => {
  const site = await makeSite('Навязчивая')
  const teacher = await app.person('Приглашённая')
  const shown = teacher.inbox().at(-1)!
  expect(await teacher.forges(`site-leave:${site}`, shown)).toMatchObject({
    text: 'Вы отписаны от площадки «Навязчивая». Напоминать буду только о тех её мероприятиях, на которые вы записаны. Подписаться снова: /sites',
  })
  await app.settled()
  const { rows } = await db.query('select person_id from site_leavers where site_id = $1', [site])
  expect(rows).toEqual([{ person_id: await idOf(teacher) }])
  expect(repeatedTo(teacher)).toEqual([])
})

it('lets nobody but methodists keep sites, whatever they press', async () => {
  const math = await app.person('Мая', 'methodist')
  const site = await makeSite('Чужая')
  math.says('/sites')
  await math.presses('Чужая')
  const card = await math.sees(/Мероприятий пока не назначено/)
  const archive = dataOf(card, 'В архив').replace('site-archive', 'site-archive-yes')
  const teacher = await app.person('Любопытная')
  const shown = teacher.inbox().at(-1)!
  for (const data of [archive, dataOf(card, 'Изменить'), `site-field:${site}:name`, 'site-add']) {
    expect(await teacher.forges(data, shown)).toMatchObject({ text: 'Площадки ведут методисты.' })
  }
  expect(await sites()).toMatchObject([{ id: site, name: 'Чужая' }])
})
