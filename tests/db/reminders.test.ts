import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { dropMeasureReminders, listMeasureReminders } from '../../db/measure-reminders.ts'
import { forgetInReminders } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { planEventReminders, planMeasureReminder } from '../../jobs/plan-reminders.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Centre, fromMoscow, moscow, openCentre } from '../helpers/reminders.ts'

let database: Database
let centre: Centre
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query('truncate reminders, events, deliveries, people cascade')
  centre = openCentre(database.pool)
})

async function planned(): Promise<string[]> {
  const { rows } = await database.pool.query<{ due_at: Date }>(
    `select due_at from reminders where status = 'planned' order by due_at`,
  )
  return rows.map(({ due_at }) => moscow(due_at))
}

it('plans no moment that has passed', async () => {
  centre.clock.now = fromMoscow('2026-11-19 12:00')
  await centre.event({ startsAt: '2026-11-20 15:00', people: [] })
  expect(await planned()).toEqual(['2026-11-19 15:00', '2026-11-20 13:00'])
})

it('plans a moved event anew, a cancelled one not at all, and one that came back as before', async () => {
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [], before: [1440] })
  await centre.moves(event, '2026-11-25 10:00')
  expect(await planned()).toEqual(['2026-11-24 10:00'])
  await centre.moves(event, '2026-11-20 15:00')
  expect(await planned()).toEqual(['2026-11-19 15:00'])
  await centre.cancels(event)
  expect(await planned()).toEqual([])
})

it('keeps the hour of the day when clocks change between the reminder and the event', async () => {
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [], before: [] })
  await database.pool.query(
    `update events set zone = 'Europe/Berlin', starts_at = '2027-03-29 10:00+02', remind_before = '{10080,120}'
      where id = $1`,
    [event],
  )
  const now = centre.clock.now
  await transaction(database.pool, (tx) => planEventReminders(tx, { eventId: event, now }))
  const { rows } = await database.pool.query(
    `select to_char(due_at at time zone 'Europe/Berlin', 'DD.MM HH24:MI') as due from reminders order by due_at`,
  )
  expect(rows).toEqual([{ due: '22.03 10:00' }, { due: '29.03 08:00' }])
})

it('adds people to a reminder of a measure, and drops those of a day that is done', async () => {
  const measureId = await centre.measure()
  const now = centre.clock.now
  const plan = async (day: string, people: number[]) =>
    transaction(database.pool, (tx) => {
      const when = { day, daysBefore: 3, zone: 'Europe/Moscow', now }
      return planMeasureReminder(tx, { measureId, people, ...when })
    })
  const [anna, boris] = [await centre.person(), await centre.person()]
  await plan('2026-12-01', [anna])
  await plan('2026-12-01', [anna, boris])
  await plan('2026-12-08', [boris])
  expect(await plan('2026-11-02', [boris])).toBeNull()
  const listed = () => listMeasureReminders(database.pool, { measureId, now })
  const first = { day: '2026-12-01', due_at: fromMoscow('2026-11-28 09:00'), people: 2 }
  expect(await listed()).toMatchObject([first, { day: '2026-12-08', people: 1 }])
  await transaction(database.pool, (tx) =>
    dropMeasureReminders(tx, { measureId, day: '2026-12-01', now }),
  )
  expect(await listed()).toMatchObject([{ day: '2026-12-08' }])
})

it('forgets whom reminders were for when a person is erased', async () => {
  const [person, measureId] = [await centre.person(), await centre.measure()]
  const now = centre.clock.now
  const when = { day: '2026-12-01', daysBefore: 0, zone: 'Europe/Moscow', now }
  await transaction(database.pool, (tx) =>
    planMeasureReminder(tx, { measureId, people: [person], ...when }),
  )
  await centre.event({ startsAt: '2026-11-20 15:00', people: [person], before: [1440] })
  await centre.at('2026-11-19 15:00')
  await transaction(database.pool, (tx) => forgetInReminders(tx, { personId: person }))
  const { rows } = await database.pool.query(
    `select (select count(*) from reminded) as reminded, (select sum(cardinality(people)) from reminders) as people`,
  )
  expect(rows).toEqual([{ reminded: 0, people: 0 }])
})
