/** Telegram is away for ten minutes in the middle of a broadcast: it waits, goes on at the same pace, and nobody is left out. */
import { expect, it } from 'vitest'
import { createHurry, type Hurry } from '../helpers/hurry.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { judge } from './broadcast/judging.ts'
import { type Mailing, openMailing, type Where } from './broadcast/mailing.ts'

const SIZE = 240
/** How many times faster than the machine's: while messages leave, and while none can. */
const FACTOR = 2
const AWAY_FACTOR = 60
const AWAY_SECONDS = 600

/** In simulated milliseconds: the longest pause between two tries, and as much for the way up. */
const SOON = 20_000
/** What is on its way at once, at most; the rest was not tried. */
const LANES = 16

const WITHIN_MS = 120_000

it('waits while nobody answers at the port, on the embedded database', async () => {
  const { folder, remove } = temporaryFolder()
  const hurry = createHurry(FACTOR)
  const where = { folder }
  const variables = { DATA_DIR: folder }
  const given = { seed: 1, size: SIZE, processes: 1, hurry, where, variables }
  const mailing = await openMailing(given)
  try {
    await survive(mailing, { hurry, where, goAway: mailing.telegram.goesAway })
  } finally {
    await mailing.close()
    remove()
  }
})

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it('waits while every connection breaks, with two processes on PostgreSQL and Redis', async () => {
      const { folder, remove } = temporaryFolder()
      const hurry = createHurry(FACTOR)
      const servers = await openServers(databaseUrl, redisUrl)
      const { url } = servers
      await hurry.database(url)
      const where = { folder, url }
      const variables = { DATA_DIR: folder, ...servers.variables }
      const given = { seed: 1, size: SIZE, processes: 2, hurry, where, variables }
      const mailing = await openMailing(given)
      try {
        await survive(mailing, { hurry, where, goAway: () => breakAll(mailing) })
      } finally {
        await mailing.close()
        await servers.close()
        remove()
      }
    })
  })
})

async function survive(
  mailing: Mailing,
  given: { hurry: Hurry; where: Where; goAway: () => Promise<() => Promise<void>> },
): Promise<void> {
  const { hurry, where, goAway } = given
  const { arrivals, author } = mailing
  let back = 0
  await mailing.during(async (programs) => {
    await mailing.telegram.nextCall('sendMessage', () => arrivals.length > SIZE / 3)
    const comeBack = await goAway()
    const before = hurry.now()
    await hurry.pace(AWAY_FACTOR, programs)
    await hurry.pause(AWAY_SECONDS - (hurry.now() - before) / 1000)
    await hurry.pace(FACTOR, programs)
    back = hurry.now()
    expect(back - before).toBeGreaterThanOrEqual(AWAY_SECONDS * 1000)
    await comeBack()
    await author.sees(/завершена[\s\S]*Получателей: \d/, { within: WITHIN_MS })
  })
  const doubtful = await judge(mailing, where)
  const after = arrivals.filter((time) => time > back)
  console.log(
    `away for ${AWAY_SECONDS} s: ${SIZE - after.length} before, ${after.length} after, the first of them ` +
      `${((after[0]! - back) / 1000).toFixed(1)} s after it was back; ${doubtful.size} in doubt; ` +
      `${mostInASecond(after)} in a second at most; ${mailing.refused()} refused`,
  )
  expect(after[0]! - back).toBeLessThan(SOON)
  expect(doubtful.size).toBeLessThanOrEqual(LANES)
  expect(mostInASecond(after)).toBeLessThanOrEqual(30)
  expect(mailing.refused()).toBe(0)
  expect(mailing.failures).toEqual([])
}

/** Every connection is made and breaks. */
async function breakAll({ telegram: { api } }: Mailing): Promise<() => Promise<void>> {
  api.fault({ kind: 'cut', seconds: Number.POSITIVE_INFINITY })
  return async () => api.fault({ kind: 'cut', seconds: 0 })
}

function mostInASecond(times: readonly number[]): number {
  const counts = times.map((at) => times.filter((time) => time > at - 1000 && time <= at).length)
  return Math.max(...counts)
}
