/** A broadcast killed at any moment: everybody gets it, nobody twice, and what was on the wire is said to be in doubt. */
import { expect, it } from 'vitest'
import { createHurry } from '../helpers/hurry.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { judge } from './broadcast/judging.ts'
import { type Mailing, openMailing, type Where } from './broadcast/mailing.ts'

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000)
/** `SIZE=2000` is the run whose figures README tells: twenty kills. */
const size = Number(process.env.SIZE ?? 300)
const kills = size >= 2000 ? 20 : 5
const factor = Number(process.env.FACTOR ?? 3)

const MINUTE = 60_000
const WITHIN_MS = (size >= 2000 ? 10 : 3) * MINUTE
const TIMEOUT_MS = WITHIN_MS + 3 * MINUTE

it(
  'reaches everybody once through kills, on the embedded database',
  async () => {
    const { folder, remove } = temporaryFolder()
    const hurry = createHurry(factor)
    const where = { folder }
    const variables = { DATA_DIR: folder }
    const mailing = await openMailing({ seed, size, processes: 1, hurry, where, variables })
    try {
      await run(mailing, where, 'embedded database')
    } finally {
      await mailing.close()
      remove()
    }
  },
  TIMEOUT_MS,
)

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it(
      'reaches everybody once through kills of one of two processes, on PostgreSQL and Redis',
      async () => {
        const { folder, remove } = temporaryFolder()
        const hurry = createHurry(factor)
        const servers = await openServers(databaseUrl, redisUrl)
        const { url } = servers
        await hurry.database(url)
        const where = { folder, url }
        const variables = { DATA_DIR: folder, ...servers.variables }
        const mailing = await openMailing({ seed, size, processes: 2, hurry, where, variables })
        try {
          await run(mailing, where, 'PostgreSQL and Redis')
        } finally {
          await mailing.close()
          await servers.close()
          remove()
        }
      },
      TIMEOUT_MS,
    )
  })
})

async function run(mailing: Mailing, where: Where, name: string): Promise<void> {
  const began = performance.now()
  await mailing.survives(kills, WITHIN_MS)
  const doubtful = await judge(mailing, where)
  const before = mailing.received()
  if (doubtful.size > 0) await repeat(mailing)
  const after = mailing.received()
  const [missed, doubles] = [0, 2].map((times) => after.filter((count) => count === times).length)
  console.log(
    `${name}, seed ${seed}, time × ${factor}: ${size} people, ${kills} kills; before anything was repeated ` +
      `${before.filter((count) => count === 1).length} had it once, ${before.filter((count) => count > 1).length} twice, ` +
      `${doubtful.size} in doubt (${[...doubtful].filter((place) => before[place - 1] === 1).length} of them had it); ` +
      `after «Повторить сомнительные» ${missed} had nothing and ${doubles} had it twice; ${mailing.refused()} calls refused with 429; ` +
      `${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  expect(missed).toBe(0)
  expect(after.every((count, index) => count === 1 || doubtful.has(index + 1))).toBe(true)
  expect(mailing.failures).toEqual([])
  expect(mailing.refused()).toBe(0)
}

/** A press, and another report. */
async function repeat({ during, author }: Mailing): Promise<void> {
  await during(async () => {
    await author.presses('Повторить сомнительные', { within: MINUTE })
    await author.sees(/Получателей: \d/, { within: MINUTE })
  })
}
