import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import type { Pool } from '../../db/db.ts'
import { createQuietTimes } from '../../jobs/quiet-hours.ts'
import { createRemind } from '../../jobs/remind.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type Centre, moscow, openCentre } from '../helpers/reminders.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** A pool whose process dies when its so-many-th statement has had its effect: before the next one. */
function mortal(pool: Pool, at: number) {
  let statements = 0
  const dying =
    (query: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]) => {
      statements += 1
      if (given[0] !== 'rollback' && statements > at) throw new Error('killed')
      const result = await query(...given)
      if (given[0] !== 'rollback' && statements >= at) throw new Error('killed')
      return result
    }
  const connect = async () => {
    const client = await pool.connect()
    const query = dying(client.query.bind(client) as never)
    return { query, release: () => client.release() }
  }
  const dead = { connect, query: dying(pool.query.bind(pool) as never) } as unknown as Pool
  return { pool: dead, isDead: () => statements >= at }
}

const DAY = 24 * 60 * 60_000

async function remind(centre: Centre, pool: Pool): Promise<void> {
  const watch = createRemind({
    pool,
    words: {
      priority: 7,
      render: (items) => ({ of: items.map(({ of }) => `${of.kind} ${of.id}`) }),
    },
    quiet: createQuietTimes({ quietHours: '', zone: 'Europe/Moscow' }),
    clock: () => centre.clock.now,
  })
  await watch.run().catch(() => {})
}

it('reminds each once when it is killed between any two statements', async () => {
  const centre = openCentre(database.pool)
  const person = await centre.person('none')
  for (let at = 1, isDead = true; isDead; at += 1) {
    const startsAt = moscow(new Date(centre.clock.now.getTime() + 2 * DAY))
    const given = { startsAt, people: [person], before: [1440] }
    const events = [await centre.event(given), await centre.event(given)]
    centre.clock.now = new Date(centre.clock.now.getTime() + DAY)
    const process = mortal(database.pool, at)
    await remind(centre, process.pool)
    isDead = process.isDead()
    await centre.at(moscow(centre.clock.now))
    expect(centre.sent.splice(0).map(({ of }) => of)).toEqual([events.map((id) => `event ${id}`)])
  }
}, 60_000)
