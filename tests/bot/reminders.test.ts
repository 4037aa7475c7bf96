import { afterAll, beforeAll, expect, it } from 'vitest'
import { findPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { planMeasureReminder } from '../../jobs/plan-reminders.ts'
import { startBot, type TestBot } from '../helpers/bot.ts'
import { type Centre, fromMoscow, openCentre } from '../helpers/reminders.ts'
import type { Person } from '../helpers/telegram.ts'

let app: TestBot
let centre: Centre
let anna: Person
let people: number[]
beforeAll(async () => {
  app = await startBot({ twice: true })
  centre = openCentre(app.database.pool)
  anna = await app.person('Анна')
  const account = { messenger: 'telegram', externalId: String(anna.id) }
  people = [(await findPerson(app.database.pool, account))!.id]
})
afterAll(() => app.close())

const looks = (time: string) => app.looks(fromMoscow(time))

it('says what it is, when and where, and takes the answer of who has not given one', async () => {
  await centre.event({ startsAt: '2026-12-04 15:00', people, before: [1440] })
  await looks('2026-12-03 15:00')
  const reminder = await anna.sees(/Вы ещё не ответили/)
  expect(reminder.text).toBe(
    'Напоминаю о мероприятии. Вы ещё не ответили, придёте ли.\n\n«Семинар»\nКогда: пятница, 4 декабря 2026, 15:00 – завтра',
  )
  await anna.presses('Пойду')
  await app.settled()
  const { rows } = await app.database.pool.query('select mark from event_people')
  expect(rows).toEqual([{ mark: 'going' }])
})

it('tells who comes how soon it is; who has left the site is reminded only of what they come to', async () => {
  const site = await centre.site()
  centre.clock.now = fromMoscow('2026-12-01 12:00')
  const first = await centre.event({ startsAt: '2026-12-06 15:00', people, site, before: [120] })
  const second = await centre.event({ startsAt: '2026-12-06 18:00', people, site, before: [120] })
  await centre.event({ startsAt: '2026-12-08 18:00', people, site, before: [1440] })
  for (const event of [first, second]) await centre.marks(event, people[0]!, 'going')
  await looks('2026-12-06 13:00')
  expect((await anna.sees(/вы записаны/)).text).toMatch(/15:00 – через 2 часа\nПлощадка 1$/)
  await anna.presses('Отписаться от площадки «Площадка 1»')
  await app.settled()
  await looks('2026-12-06 16:00')
  await anna.sees(/вы записаны[\s\S]*18:00 – через 2 часа/)
  await looks('2026-12-07 18:00')
  expect(anna.inbox().filter(({ text }) => text?.includes('8 декабря'))).toEqual([])
})

it('lists what is due at once, each with its own buttons', async () => {
  centre.clock.now = fromMoscow('2026-12-10 09:00')
  const measureId = await centre.measure()
  await transaction(app.database.pool, async (tx) => {
    const day = { day: '2026-12-18', daysBefore: 1, zone: 'Europe/Moscow' }
    await planMeasureReminder(tx, { measureId, ...day, people, now: centre.clock.now })
  })
  await centre.event({ startsAt: '2026-12-18 09:00', people, before: [1440] })
  await looks('2026-12-17 09:00')
  const list = await anna.sees(/сразу о нескольких/)
  expect(list.text).toBe(
    `Напоминаю сразу о нескольких делах.

1. Мера дорожной карты
Провести семинар
Срок: 18 декабря 2026 года – завтра
Дорожная карта

2. Мероприятие: вы ещё не ответили
«Семинар»
Когда: пятница, 18 декабря 2026, 09:00 – завтра`,
  )
  const labels = list.reply_markup?.inline_keyboard.flat().map(({ text }) => text)
  expect(labels).toEqual(['2. Пойду', '2. Не смогу'])
})

it('asks for nothing more when «Прошёл(ла)» is pressed, or reminders are switched off', async () => {
  centre.clock.now = fromMoscow('2026-12-20 12:00')
  const days = { from: '2026-12-21', to: '2026-12-28' }
  await centre.diagnostics({ ...days, people })
  await looks('2026-12-24 10:00')
  const reminder = await anna.sees(/вы ещё не прошли диагностику/)
  expect(reminder.text).toMatch(/Пройти до 28 декабря 2026 года включительно – осталось 5 дней$/)
  await anna.presses('Прошёл(ла)')
  await app.settled()
  await centre.diagnostics({ from: '2026-12-22', to: '2026-12-29', people })
  anna.says('/settings')
  await anna.presses('Все настройки')
  await anna.presses('Выключить напоминания')
  await anna.sees(/Напоминания: выключены/)
  const before = anna.inbox().length
  for (const day of [25, 26, 27, 28]) await looks(`2026-12-${day} 10:00`)
  const said = anna.inbox().slice(before)
  expect(said.filter(({ text }) => text?.startsWith('Напоминаю'))).toEqual([])
})
