/** A school year of reminders in simulated time, with kills: what was sent is exactly what should have been. */
import { expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { createHurry } from '../helpers/hurry.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { chanceOf } from '../helpers/random.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { startTelegram } from '../helpers/telegram.ts'
import { settle } from './school-year/people.ts'
import { createKilledProgram, type KilledProgram } from './school-year/program.ts'
import { createYear, type Figures } from './school-year/year.ts'

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000)
/** Days on which three sites hold an event. `SIZE=40` is the run whose figures README tells: 120 events, 2,000 people. */
const days = Number(process.env.SIZE ?? 3)
const size = {
  days,
  diagnostics: Math.ceil(days / 10),
  measures: Math.ceil(days / 4),
  kills: days,
  outages: 1 + Math.floor(days / 20),
}
const people = 50 * days
const length = Math.max(45, Math.round(6.75 * days))
const factor = Number(process.env.FACTOR ?? 5)

const MINUTE = 60_000
const WITHIN_MS = (3 + days) * MINUTE

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it(
      'reminds exactly whom it should, each once, through a school year and kills',
      async () => {
        const began = performance.now()
        const { folder, remove } = temporaryFolder()
        const servers = await openServers(databaseUrl, redisUrl)
        const { url } = servers
        const database = await openDatabase({ url, folder })
        const hurry = createHurry(factor)
        await hurry.database(url)
        const telegram = await startTelegram({
          limits: { clock: hurry.now },
          now: () => new Date(hurry.now()),
        })
        const chance = chanceOf(seed)
        const program = createKilledProgram({
          ...{ telegram, hurry, redis: servers.redis, chance },
          variables: {
            ...{
              DATA_DIR: folder,
              ...servers.variables,
              LOG_LEVEL: 'warn',
            },
            ...{ BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.apiRoot, ADMIN_IDS: '1' },
            ...{ CENTRE_NAME: 'Центр для проверки', MUNICIPALITY: 'Ясногорск' },
            QUIET_HOURS: '21:00-08:00',
          },
        })
        try {
          const { pool } = database
          const town = await settle(pool, { telegram, chance, count: people, sites: 3 })
          const year = createYear({
            ...{ telegram, pool, program, chance, size, length, ...town },
            from: '2027-09-01',
          })
          await year.lives(WITHIN_MS)
          const { rows } = await pool.query(
            'select coalesce(sum(repeats), 0)::int as repeats from deliveries',
          )
          judge(year.figures(), program, { repeats: rows[0].repeats, began })
        } finally {
          await program.stop()
          await telegram.close()
          await database.close()
          await servers.close()
          remove()
        }
      },
      WITHIN_MS + 2 * MINUTE,
    )
  })
})

function judge(
  figures: Figures,
  program: KilledProgram,
  { repeats, began }: { repeats: number; began: number },
): void {
  const { due, sent, messages, late, doubled, lost, wrong, kills, presses, looks } = figures
  const minutes = ((performance.now() - began) / MINUTE).toFixed(1)
  console.log(
    `school year, seed ${seed}, time × ${factor} and leaps: ${3 * days} events, ${size.diagnostics} diagnostics, ` +
      `${2 * size.measures} measures, ${people} people, ${kills} kills; ${due} reminders due, ${sent} sent in ` +
      `${messages} messages, ${late} late, ${doubled} doubled (${repeats} sends of unknown end), ${lost.length} lost, ` +
      `${wrong.length} wrong; ${presses} presses, ${looks} moments; ${minutes} min`,
  )
  expect(program.failures).toEqual([])
  expect({ lost: lost.slice(0, 20), wrong: wrong.slice(0, 20) }).toEqual({ lost: [], wrong: [] })
  expect(doubled).toBeLessThanOrEqual(repeats)
  expect(due).toBeGreaterThan(10 * days)
  expect(kills).toBe(size.kills)
}
