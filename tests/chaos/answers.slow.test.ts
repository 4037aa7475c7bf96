/** Promise 1 and 2 of the program, at their hardest: killed again and again while teachers ask. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { runCommand, startProgram, temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { openTown, type Town } from './town.ts'

const KILLS = 30
const MINUTE = 60_000

const CORPUS = join(import.meta.dirname, '../../corpus')

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000)

it(
  'answers every question once through thirty kills, on the embedded database',
  async () => {
    const { folder, remove } = temporaryFolder()
    const town = await openTown({ seed, processes: 1 })
    try {
      await through(KILLS, town, { DATA_DIR: folder })
      await judge(town, { folder }, 'embedded database')
    } finally {
      await town.close()
      remove()
    }
  },
  8 * MINUTE,
)

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it(
      'answers every question once through thirty kills of one of two processes',
      async () => {
        const { folder, remove } = temporaryFolder()
        const servers = await openServers(databaseUrl, redisUrl)
        const town = await openTown({ seed, processes: 2 })
        try {
          await through(KILLS, town, { DATA_DIR: folder, ...servers.variables })
          await judge(town, { folder, url: servers.url }, 'PostgreSQL and Redis')
        } finally {
          await town.close()
          await servers.close()
          remove()
        }
      },
      8 * MINUTE,
    )
  })
})

/** So many lives that end at any moment, from the first lines to the middle of a send, and a last one that is left. */
async function through(kills: number, town: Town, where: Record<string, string>): Promise<void> {
  Object.assign(town.variables, where)
  expect(await runCommand(['ingest', CORPUS], town.variables)).toMatchObject({ code: 0 })
  const began = performance.now()
  const first = await startProgram(town.variables)
  const startMs = performance.now() - began
  await town.consent()
  await first.kill()
  for (let count = 0; count < kills; count += 1) await town.life(2 * startMs + 500)
  const last = await startProgram(town.variables)
  await town.settled(3 * MINUTE)
  expect(await last.stop()).toBe(0)
}

async function judge(
  town: Town,
  where: { folder: string; url?: string | undefined },
  name: string,
): Promise<void> {
  const { repeats, left } = await ledgerOf(where)
  const [unanswered = 0, once = 0, ...more] = town.answers()
  const doubles = more.reduce((sum, count, index) => sum + count * (index + 1), 0)
  const asked = [unanswered, once, ...more].reduce((sum, count) => sum + count, 0)
  console.log(
    `${name}, seed ${seed}: ${KILLS} kills, ${asked} questions, ${once} answered once, ${doubles} answers too many, ` +
      `${repeats} sends on the wire at a kill, ${unanswered} unanswered, ${left} rows left`,
  )
  expect(unanswered).toBe(0)
  expect(left).toBe(0)
  expect(doubles).toBeLessThanOrEqual(repeats)
}

/** `repeats`: sends that were on the wire at a kill; `left`: what should have been handled or sent, and was not. */
async function ledgerOf(where: {
  folder: string
  url?: string | undefined
}): Promise<{ repeats: number; left: number }> {
  const database = await openDatabase(where)
  const { rows } = await database.pool.query<{ repeats: number; left: number }>(
    `select (select coalesce(sum(repeats), 0) from deliveries)::int as repeats,
            ((select count(*) from inbox)
             + (select count(*) from deliveries where status in ('planned', 'sending'))
             + (select count(*) from questions where status = 'received'))::int as left`,
  )
  await database.close()
  return rows[0]!
}
