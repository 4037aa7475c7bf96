import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { forgetReminders, leaveSite } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { planMeasureReminder } from '../../jobs/plan-reminders.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { endHolds } from '../helpers/deliveries.ts'
import { type Centre, openCentre } from '../helpers/reminders.ts'

let database: Database
let centre: Centre
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.pool.query('truncate reminders, events, diagnostics, deliveries, people cascade')
  centre = openCentre(database.pool)
})

const times = (person: number) =>
  centre.sent.filter((one) => one.person === person).map(({ at }) => at)

it('reminds those who come a week, a day and two hours before, and those who have not answered until a day before', async () => {
  const [anna, boris] = [await centre.person(), await centre.person()]
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [anna, boris] })
  await centre.marks(event, anna, 'going')
  await centre.until('2026-11-21 23:59')
  expect(times(anna)).toEqual(['2026-11-13 15:00', '2026-11-19 15:00', '2026-11-20 13:00'])
  expect(times(boris)).toEqual(['2026-11-13 15:00', '2026-11-19 15:00'])
})

it('reminds nobody who declined, waits for a place, was never told, or asked for a place after it was due', async () => {
  const people = [await centre.person(), await centre.person(), await centre.person()] as const
  const [declined, waiting, late] = people
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [...people] })
  await database.pool.query('update event_people set announced_by = null where person_id = $1', [
    late,
  ])
  await centre.marks(event, declined, 'declined')
  await centre.marks(event, waiting, 'waiting')
  centre.clock.now = new Date('2026-11-19T12:00:01Z')
  await centre.marks(event, late, 'going')
  await centre.at('2026-11-19 15:01')
  expect(centre.sent).toEqual([])
  await centre.at('2026-11-20 13:00')
  expect(centre.sent).toMatchObject([{ person: late }])
})

it('lets quiet hours put off what is not urgent, and drops what they put off past the beginning', async () => {
  const [anna, boris] = [await centre.person(), await centre.person('22:00-11:00')]
  const people = [anna, boris]
  const event = await centre.event({
    startsAt: '2026-11-20 09:30',
    people,
    before: [1440, 600, 90],
  })
  for (const person of people) await centre.marks(event, person, 'going')
  await centre.until('2026-11-20 23:59')
  expect(times(anna)).toEqual(['2026-11-19 09:30', '2026-11-20 08:00'])
  expect(times(boris)).toEqual(['2026-11-19 11:00', '2026-11-20 08:00'])
})

it('puts all that is due for a person at once into one message', async () => {
  const anna = await centre.person()
  const first = await centre.event({ startsAt: '2026-11-20 22:30', people: [anna], before: [1440] })
  const second = await centre.event({
    startsAt: '2026-11-21 07:00',
    people: [anna],
    before: [1440],
  })
  const third = await centre.diagnostics({ from: '2026-11-01', to: '2026-11-21', people: [anna] })
  await centre.until('2026-11-20 23:59')
  expect(centre.sent.slice(1)).toEqual([
    { person: anna, of: [`diagnostics ${third}`], at: '2026-11-18 10:00' },
    { person: anna, of: [`event ${first}`, `event ${second}`], at: '2026-11-20 08:00' },
    { person: anna, of: [`diagnostics ${third}`], at: '2026-11-20 10:00' },
  ])
})

it('reminds of diagnostics until they are passed', async () => {
  const [anna, boris] = [await centre.person(), await centre.person()]
  const people = [anna, boris]
  const diagnostics = await centre.diagnostics({ from: '2026-11-02', to: '2026-11-12', people })
  await centre.until('2026-11-08 23:59')
  await centre.passes(diagnostics, boris)
  await centre.until('2026-11-13 23:59')
  expect(times(anna)).toEqual(['2026-11-07 10:00', '2026-11-09 10:00', '2026-11-11 10:00'])
  expect(times(boris)).toEqual(['2026-11-07 10:00'])
})

it('reminds whom a methodist chose of a measure, until it is done', async () => {
  const [anna, boris] = [await centre.person(), await centre.person()]
  const measureId = await centre.measure()
  const given = { measureId, day: '2026-12-01', zone: 'Europe/Moscow', now: centre.clock.now }
  const plan = (people: number[], daysBefore: number) =>
    transaction(database.pool, (tx) => planMeasureReminder(tx, { ...given, people, daysBefore }))
  await plan([anna], 7)
  await plan([boris], 7)
  await plan([anna], 0)
  await centre.at('2026-11-24 09:00')
  await database.pool.query('update measures set done_at = $1', [centre.clock.now])
  await centre.at('2026-12-01 09:00')
  const of = [`measure ${measureId}`]
  expect(centre.sent).toEqual([
    { person: anna, of, at: '2026-11-24 09:00' },
    { person: boris, of, at: '2026-11-24 09:00' },
  ])
})

it('reminds of the new time when an event is moved, also who was reminded of the old one', async () => {
  const anna = await centre.person()
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [anna] })
  await centre.until('2026-11-19 23:59')
  await centre.moves(event, '2026-11-27 18:00')
  await centre.until('2026-11-28 23:59')
  expect(times(anna)).toEqual([
    '2026-11-13 15:00',
    '2026-11-19 15:00',
    '2026-11-20 18:00',
    '2026-11-26 18:00',
  ])
})

it('does not send what was planned for a time that was moved, cancelled or declined meanwhile', async () => {
  const anna = await centre.person()
  const events: number[] = []
  for (const hour of [15, 15, 15, 15]) {
    const startsAt = `2026-11-20 ${hour}:00`
    events.push(await centre.event({ startsAt, people: [anna], before: [1440] }))
  }
  const [moved = 0, cancelled = 0, declined = 0, left = 0] = events
  centre.clock.now = new Date('2026-11-19T12:00:00Z')
  await centre.watch.run()
  await centre.moves(moved, '2026-11-22 15:00')
  await centre.cancels(cancelled)
  await centre.marks(declined, anna, 'declined')
  await centre.at('2026-11-19 15:01')
  expect(centre.sent).toEqual([{ person: anna, of: [`event ${left}`], at: '2026-11-19 15:01' }])
})

it('reminds nobody who switched reminders off, left the site, blocked the bot or withdrew', async () => {
  const people = [0, 0, 0, 0, 0]
  for (const index of people.keys()) people[index] = await centre.person()
  const [off = 0, left = 0, blocked = 0, withdrawn = 0, anna = 0] = people
  const site = await centre.site()
  await centre.event({ startsAt: '2026-11-20 15:00', people, site })
  await centre.at('2026-11-13 14:00')
  const { pool } = database
  await pool.query('update people set reminders = false where id = $1', [off])
  await transaction(pool, (tx) =>
    leaveSite(tx, { siteId: site, personId: left, now: centre.clock.now }),
  )
  await pool.query('update accounts set blocked_at = now() where person_id = $1', [blocked])
  await pool.query('update consents set withdrawn_at = now() where person_id = $1', [withdrawn])
  await centre.at('2026-11-13 15:00')
  expect(centre.sent.map(({ person }) => person)).toEqual([anna])
})

it('says nothing of what an outage has outlasted, and of the rest only the latest', async () => {
  const [anna, boris] = [await centre.person(), await centre.person()]
  const over = await centre.event({ startsAt: '2026-11-20 15:00', people: [anna, boris] })
  const ahead = await centre.event({ startsAt: '2026-11-21 15:00', people: [anna, boris] })
  await centre.marks(over, anna, 'going')
  await centre.at('2026-11-20 15:00')
  expect(centre.sent.map(({ of }) => of)).toEqual([[`event ${ahead}`], [`event ${ahead}`]])
  await centre.until('2026-11-21 23:59')
  expect(centre.sent).toHaveLength(2)
})

it('sends nothing at night that an outage of the messenger has held up, and nothing that lost its point', async () => {
  const anna = await centre.person()
  const people = [anna]
  const ahead = await centre.event({ startsAt: '2026-11-20 19:00', people, before: [1440] })
  const over = await centre.event({ startsAt: '2026-11-19 23:00', people, before: [240] })
  await centre.marks(over, anna, 'going')
  centre.notifier.next({ kind: 'unsent', reason: 'away' })
  await centre.at('2026-11-19 19:00')
  expect(centre.sent.splice(0)).toMatchObject([{ of: [`event ${ahead}`, `event ${over}`] }])
  await endHolds(database.pool)
  await centre.at('2026-11-20 03:00')
  expect(centre.sent).toEqual([])
  await centre.at('2026-11-20 08:00')
  expect(centre.sent).toEqual([{ person: anna, of: [`event ${ahead}`], at: '2026-11-20 08:00' }])
})

it('tells anew what has changed while its message waited, once', async () => {
  const anna = await centre.person('none')
  const event = await centre.event({ startsAt: '2026-11-20 19:00', people: [anna], before: [1440] })
  centre.notifier.next({ kind: 'unsent', reason: 'away' })
  await centre.at('2026-11-19 19:00')
  centre.sent.splice(0)
  await transaction(database.pool, (tx) =>
    forgetReminders(tx, { eventId: event, anew: true, now: centre.clock.now }),
  )
  await centre.at('2026-11-19 19:01')
  expect(centre.sent).toEqual([{ person: anna, of: [`event ${event}`], at: '2026-11-19 19:01' }])
  const { rows } = await database.pool.query(
    `select status from deliveries where kind = 'reminder' and person_id = $1 order by id`,
    [anna],
  )
  expect(rows).toEqual([{ status: 'failed' }, { status: 'sent' }])
})

it('sends a message that waited past the beginning of one thing with the rest of its list', async () => {
  const anna = await centre.person('none')
  const people = [anna]
  const ahead = await centre.event({ startsAt: '2026-11-20 19:00', people, before: [1440] })
  const over = await centre.event({ startsAt: '2026-11-19 21:00', people, before: [120] })
  await centre.marks(over, anna, 'going')
  centre.notifier.next({ kind: 'unsent', reason: 'away' })
  await centre.at('2026-11-19 19:00')
  centre.sent.splice(0)
  await centre.at('2026-11-19 21:00')
  expect(centre.sent).toEqual([{ person: anna, of: [`event ${ahead}`], at: '2026-11-19 21:00' }])
})

it('forgets nothing when the clock is wrong for a while', async () => {
  const anna = await centre.person()
  const event = await centre.event({ startsAt: '2026-11-20 15:00', people: [anna] })
  await centre.at('2027-08-01 12:00')
  await centre.at('2026-11-13 15:00')
  await centre.at('2026-09-01 12:00')
  await centre.at('2026-11-19 15:00')
  expect(centre.sent).toEqual([
    { person: anna, of: [`event ${event}`], at: '2026-11-13 15:00' },
    { person: anna, of: [`event ${event}`], at: '2026-11-19 15:00' },
  ])
})

it('keeps to what people agreed on when the zone of the centre is another one', async () => {
  const anna = await centre.person('none')
  await centre.event({ startsAt: '2026-11-20 15:00', people: [anna], before: [1440] })
  const moved = openCentre(database.pool, { zone: 'Asia/Vladivostok' })
  await moved.at('2026-11-19 14:59')
  expect(moved.sent).toEqual([])
  await moved.at('2026-11-19 15:00')
  expect(moved.sent).toHaveLength(1)
})
