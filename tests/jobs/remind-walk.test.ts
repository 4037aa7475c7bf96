import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { forgetReminders, leaveSite, reconsiderQuietHours } from '../../db/reminders.ts'
import { transaction } from '../../db/transaction.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Chance, chanceOf } from '../helpers/random.ts'
import { createReminderModel, type Mark, type ReminderModel } from '../helpers/reminder-model.ts'
import { type Centre, fromMoscow, moscow, openCentre } from '../helpers/reminders.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const HOUR = 3_600_000
const HOURS_QUIET = ['21:00-08:00', '20:00-09:30', '12:00-14:00', 'none']
const STEPS = 150

it.each([1, 2])(
  'sends what the model says, each once, over months by chance (%i)',
  async (seed) => {
    await database.pool.query('truncate reminders, events, diagnostics, deliveries, people cascade')
    const walk = await begin(chanceOf(seed))
    for (let step = 0; step < STEPS; step += 1) await walk.step()
    expect(walk.sent()).toEqual(walk.expected())
    expect(walk.expected().length).toBeGreaterThan(30)
  },
)

async function begin(chance: Chance) {
  const centre = openCentre(database.pool)
  const model = createReminderModel()
  const expected: string[] = []
  const people: number[] = []
  const sites = [await centre.site(), await centre.site()]
  const events: number[] = []
  const diagnostics: number[] = []
  for (let count = 0; count < 8; count += 1) {
    const quiet = chance.one(HOURS_QUIET)
    people.push(await centre.person(quiet))
    model.person(people.at(-1)!, quiet)
  }
  const world = { centre, model, chance, people, sites, events, diagnostics }

  async function look(): Promise<void> {
    const now = centre.clock.now.getTime()
    // Two things of one message are two lines here.
    for (const { person, of } of model.look(now))
      expected.push(`${moscow(new Date(now))} ${person} ${of}`)
    await centre.at(moscow(centre.clock.now))
  }

  return {
    expected: () => expected.toSorted(),
    sent: () =>
      centre.sent
        .flatMap(({ at, person, of }) => of.map((each) => `${at} ${person} ${each}`))
        .toSorted(),
    step: async () => {
      const next = model.next(centre.clock.now.getTime())
      const idle = centre.clock.now.getTime() + (1 + chance.below(20)) * HOUR
      // Now and then nobody looks for days.
      const away = chance.number() < 0.04 ? chance.below(80) * HOUR : 0
      const at = away > 0 || next === null || next > idle ? idle + away : next
      centre.clock.now = fromMoscow(moscow(new Date(at)))
      if (chance.number() < 0.65) await look()
      if (chance.number() < 0.6) await chance.one(DEEDS)(world)
    },
  }
}

interface World {
  centre: Centre
  model: ReminderModel
  chance: Chance
  people: number[]
  sites: number[]
  events: number[]
  diagnostics: number[]
}

const ahead = ({ centre, chance }: World) =>
  moscow(new Date(centre.clock.now.getTime() + (3 + chance.below(240)) * HOUR)).replace(
    /\d\d$/,
    '30',
  )
const some = ({ people, chance }: World) => people.filter(() => chance.number() < 0.7)

async function publish(world: World): Promise<void> {
  const { centre, model, chance } = world
  const startsAt = ahead(world)
  const given = {
    people: some(world),
    site: chance.one([null, ...world.sites]),
    before: [10_080, 1440, 600, 120],
  }
  const id = await centre.event({ ...given, startsAt })
  world.events.push(id)
  const now = centre.clock.now.getTime()
  model.event(`event ${id}`, { ...given, start: fromMoscow(startsAt).getTime(), now })
}

async function mark(world: World): Promise<void> {
  const { centre, model, chance, people, events } = world
  const [event] = events.slice(-1 - chance.below(3))
  if (event === undefined) return
  const answer = chance.one<Mark>(['going', 'going', 'declined', 'waiting'])
  const person = chance.one(people)
  const { rowCount } = await database.pool.query(
    'select from event_people where event_id = $1 and person_id = $2',
    [event, person],
  )
  if (rowCount === 0) return
  await centre.marks(event, person, answer)
  model.marks(`event ${event}`, person, answer, centre.clock.now.getTime())
}

async function move(world: World): Promise<void> {
  const { centre, model, chance, events } = world
  const event = events.at(-1 - chance.below(2))
  if (event === undefined) return
  const startsAt = ahead(world)
  await centre.moves(event, startsAt)
  model.moves(`event ${event}`, fromMoscow(startsAt).getTime(), centre.clock.now.getTime())
}

async function cancel({ centre, model, events }: World): Promise<void> {
  const event = events.pop()
  if (event === undefined) return
  await centre.cancels(event)
  model.cancels(`event ${event}`)
}

async function diagnose(world: World): Promise<void> {
  const { centre, model, diagnostics } = world
  const now = centre.clock.now.getTime()
  const day = (days: number) => moscow(new Date(now + days * 24 * HOUR)).slice(0, 10)
  const asked = some(world)
  const id = await centre.diagnostics({ from: day(0), to: day(12), people: asked })
  diagnostics.push(id)
  const due = [6, 9, 11].map((days) => fromMoscow(`${day(days)} 10:00`).getTime())
  const end = fromMoscow(`${day(13)} 00:00`).getTime()
  model.diagnostics(`diagnostics ${id}`, { due, end, people: asked, now })
}

async function pass({ centre, model, chance, people, diagnostics }: World): Promise<void> {
  const id = diagnostics.at(-1)
  const person = chance.one(people)
  if (id === undefined) return
  await centre.passes(id, person)
  model.passes(`diagnostics ${id}`, person)
}

async function changeMind({ centre, model, chance, people, sites }: World): Promise<void> {
  const person = chance.one(people)
  const now = centre.clock.now
  const [on, quiet, site] = [chance.number() < 0.7, chance.one(HOURS_QUIET), chance.one(sites)]
  await transaction(database.pool, async (tx) => {
    await tx.query('update people set reminders = $2, quiet_hours = $3 where id = $1', [
      person,
      on,
      quiet,
    ])
    await reconsiderQuietHours(tx, { personId: person })
    await forgetReminders(tx, { personIds: [person], now })
    if (chance.number() < 0.1) {
      await leaveSite(tx, { siteId: site, personId: person, now })
      model.leaves(person, site)
    }
  })
  model.switch(person, on)
  model.quiet(person, quiet)
}

const DEEDS = [
  publish,
  publish,
  publish,
  mark,
  mark,
  mark,
  mark,
  move,
  cancel,
  diagnose,
  pass,
  changeMind,
]
