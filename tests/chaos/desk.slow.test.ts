/** The desk at its hardest: questions, tutors and kills in simulated time, and every question has its answer once. */
import { expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { createHurry } from '../helpers/hurry.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { describeWith, openServers } from '../helpers/servers.ts'
import { openTown, type Town } from './desk/town.ts'

const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000)
/** `SIZE=1000` is the run whose figures README tells: twenty tutors and ten kills. */
const questions = Number(process.env.SIZE ?? 16)
const between = (least: number, wanted: number, most: number) =>
  Math.round(Math.max(least, Math.min(wanted, most)))
const size = {
  questions,
  tutors: between(5, questions / 10, 20),
  kills: between(3, questions / 100, 10),
}
const factor = Number(process.env.FACTOR ?? (questions < 200 ? 30 : 20))

const MINUTE = 60_000
/** A group takes 20 calls a minute, and a question costs about five: half a simulated minute each is time enough. */
const WITHIN_MS = (4 + questions / 2 / factor) * MINUTE
const TIMEOUT_MS = WITHIN_MS + 3 * MINUTE

const MOST_IN_A_MINUTE = 20

it(
  'answers every question once through kills, on the embedded database',
  async () => {
    const { folder, remove } = temporaryFolder()
    const hurry = createHurry(factor)
    const town = await openTown({ seed, size, processes: 1, hurry })
    try {
      await run(town, { DATA_DIR: folder })
      await judge(town, { folder }, 'embedded database')
    } finally {
      await town.close()
      remove()
    }
  },
  TIMEOUT_MS,
)

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it(
      'answers every question once through kills of one of two processes, on PostgreSQL and Redis',
      async () => {
        const { folder, remove } = temporaryFolder()
        const hurry = createHurry(factor)
        const servers = await openServers(databaseUrl, redisUrl)
        const { url } = servers
        await hurry.database(url)
        const town = await openTown({ seed, size, processes: 2, hurry })
        try {
          await run(town, { DATA_DIR: folder, ...servers.variables })
          await judge(town, { folder, url }, 'PostgreSQL and Redis')
        } finally {
          await town.close()
          await servers.close()
          remove()
        }
      },
      TIMEOUT_MS,
    )
  })
})

async function run(town: Town, where: Record<string, string>): Promise<void> {
  Object.assign(town.variables, where)
  await town.opens()
  await town.lives(WITHIN_MS)
}

/** By what people have seen, and by the ledger. */
async function judge(
  town: Town,
  where: { folder: string; url?: string },
  name: string,
): Promise<void> {
  expect(town.failures).toEqual([])
  const ledger = await ledgerOf(where)
  const { all } = town.teachers
  const answers = all.flatMap(({ outcomes }) => outcomes)
  const doubles = all.reduce((sum, one) => sum + one.doubles, 0)
  const wrong = all.filter(({ outcomes, said }) => outcomes.length !== said)
  const most = mostInAMinute(town.calls.group)
  const longest = Math.max(0, ...answers.map(({ waited }) => waited)) / 3_600_000
  const minutes = (performance.now() / MINUTE).toFixed(1)
  console.log(
    `${name}, seed ${seed}, time × ${factor}: ${all.length} questions, ${answers.length} answers, ${town.kills()} kills; ` +
      `${doubles} answers twice, ${ledger.repeats} sends of unknown end repeated; the group: ${town.calls.group.length} calls, ` +
      `${most} in a minute at most, ${town.calls.refused} refused; ${ledger.late} answered before their card was there, ` +
      `${ledger.old} cards out of date; longest wait ${longest.toFixed(2)} simulated hours; ${minutes} min; ` +
      [...town.tutors.deeds].map(([deed, count]) => `${deed} ${count}`).join(', '),
  )
  expect(
    wrong.map(({ teacher, message, number, said, outcomes, text }) => ({
      asked: `${message}: ${text}`,
      number,
      said,
      outcomes,
      heard: town.heard(teacher),
    })),
  ).toEqual([])
  expect(ledger).toMatchObject({ left: 0, failed: 0, old: 0, unfinished: 0 })
  expect(doubles).toBeLessThanOrEqual(ledger.repeats)
  expect(most).toBeLessThanOrEqual(MOST_IN_A_MINUTE)
}

interface Ledger {
  /** Sends whose end nobody saw. */
  repeats: number
  /** What should have been handled or sent, and was not. */
  left: number
  failed: number
  /** Tickets that wait for a tutor. */
  unfinished: number
  /** Cards that show less than is true. */
  old: number
  /** Tickets that were answered before a card of theirs was in the group: none had to wait for it, and it was dropped. */
  late: number
}

async function ledgerOf(where: { folder: string; url?: string }): Promise<Ledger> {
  const database = await openDatabase(where)
  const { rows } = await database.pool.query<Ledger>(
    `select (select coalesce(sum(repeats), 0) from deliveries)::int as repeats,
            ((select count(*) from inbox)
             + (select count(*) from deliveries where status in ('planned', 'sending'))
             + (select count(*) from questions where status = 'received'))::int as left,
            (select count(*) from deliveries where status in ('failed', 'in_doubt'))::int as failed,
            (select count(*) from tickets where status in ('open', 'claimed'))::int as unfinished,
            (select count(*) from ticket_cards c join tickets t on t.id = c.ticket_id
              where not c.lost and c.shown_revision < t.revision)::int as old,
            (select count(*) from tickets t where t.answered_at is not null and not exists (
               select from ticket_cards c join deliveries d on d.id = c.delivery_id
                where c.ticket_id = t.id and d.person_id is null and d.sent_at <= t.answered_at))::int as late`,
  )
  await database.close()
  return rows[0]!
}

/** Of times in milliseconds, in order. */
function mostInAMinute(times: readonly number[]): number {
  let first = 0
  let most = 0
  for (const [last, time] of times.entries()) {
    while ((times[first] ?? time) <= time - MINUTE) first += 1
    most = Math.max(most, last - first + 1)
  }
  return most
}
