/** What the buttons under a broadcast's progress do is done within two seconds, by the times that Telegram sees. */
import { expect, it } from 'vitest'
import { reportOf } from '../../db/broadcast-report.ts'
import { openDatabase } from '../../db/connect.ts'
import { createHurry } from '../helpers/hurry.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { type Mailing, openMailing, type Where } from './broadcast/mailing.ts'

const SIZE = 300
/** At thirty a second, what is sent before a button is pressed. */
const BEFORE = 60
const WITHIN_MS = 60_000

/** In milliseconds. */
const SOON = 2_000
/** What has left before the press is done and arrives after its answer: one call at the gate, and the way of a few more. */
const ON_THE_WIRE = 3

it('pauses, goes on and stops within two seconds, on the embedded database', async () => {
  const { folder, remove } = temporaryFolder()
  const hurry = createHurry(1)
  const where = { folder }
  const variables = { DATA_DIR: folder }
  const given = { seed: 1, size: SIZE, processes: 1, hurry, where, variables }
  const mailing = await openMailing(given)
  try {
    await pressAll(mailing, where)
  } finally {
    await mailing.close()
    remove()
  }
})

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it('does so when another of two processes sends, on PostgreSQL and Redis', async () => {
      const { folder, remove } = temporaryFolder()
      const servers = await openServers(databaseUrl, redisUrl)
      const { url } = servers
      const where = { folder, url }
      const variables = { DATA_DIR: folder, ...servers.variables }
      const hurry = createHurry(1)
      const given = { seed: 1, size: SIZE, processes: 2, hurry, where, variables }
      const mailing = await openMailing(given)
      try {
        await pressAll(mailing, where)
      } finally {
        await mailing.close()
        await servers.close()
        remove()
      }
    })
  })
})

async function pressAll(mailing: Mailing, where: Where): Promise<void> {
  const { arrivals, author, telegram } = mailing
  const enough = (count: number) =>
    telegram.nextCall('sendMessage', () => arrivals.length >= count + BEFORE)
  await mailing.during(async () => {
    await enough(0)
    const paused = await press(mailing, 'Пауза')
    await author.sees(/на паузе/, { within: WITHIN_MS })
    const sent = arrivals.length
    const resumed = await press(mailing, 'Продолжить')
    await enough(sent)
    const stopped = await press(mailing, 'Остановить')
    await author.sees(/остановлена[\s\S]*Получателей: \d/, { within: WITHIN_MS })
    say(mailing, { paused, resumed, stopped, sent })
    expectQuiet(arrivals.slice(0, sent), paused)
    expect(arrivals[sent]! - resumed.pressed).toBeLessThan(SOON)
    expectQuiet(arrivals, stopped)
  })
  const { pool, close } = await openDatabase(where)
  const sums = await reportOf(pool, { broadcastId: mailing.broadcastId })
  await close()
  expect(sums).toMatchObject({ sent: arrivals.length, leftOut: SIZE - arrivals.length })
  expect(Math.max(...mailing.received())).toBe(1)
  expect(mailing.refused()).toBe(0)
  expect(mailing.failures).toEqual([])
}

/** When the server had the press and its answer. */
interface Press {
  pressed: number
  answered: number
}

async function press({ author, telegram }: Mailing, label: string): Promise<Press> {
  const answer = { at: 0 }
  const stop = telegram.api.events.subscribe(({ kind }) => {
    if (kind === 'callback') answer.at = Date.now()
  })
  const pressed = Date.now()
  await author.presses(label)
  stop()
  return { pressed, answered: answer.at }
}

function expectQuiet(arrivals: readonly number[], { pressed, answered }: Press): void {
  expect(answered - pressed).toBeLessThan(SOON)
  const after = arrivals.filter((time) => time > answered)
  expect(after.length).toBeLessThanOrEqual(ON_THE_WIRE)
  expect(Math.max(...arrivals) - pressed).toBeLessThan(SOON)
}

function say(
  { arrivals }: Mailing,
  {
    paused,
    resumed,
    stopped,
    sent,
  }: Record<'paused' | 'resumed' | 'stopped', Press> & { sent: number },
): void {
  const late = (times: readonly number[], { answered }: Press) =>
    times.filter((time) => time > answered).length
  console.log(
    `pause: answered in ${paused.answered - paused.pressed} ms, ${late(arrivals.slice(0, sent), paused)} after it; ` +
      `continue: answered in ${resumed.answered - resumed.pressed} ms, the first in ${arrivals[sent]! - resumed.pressed} ms; ` +
      `stop: answered in ${stopped.answered - stopped.pressed} ms, ${late(arrivals, stopped)} after it`,
  )
}
