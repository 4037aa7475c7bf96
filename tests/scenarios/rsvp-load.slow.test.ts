/** Three hundred people press «Пойду» in ten seconds for fifty places: in one process, and in two on servers. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { listParticipants } from '../../db/event-attendance.ts'
import { findEvent } from '../../db/events.ts'
import { findPerson, grantRole } from '../../db/people.ts'
import { makeCrowd, makeEvent } from '../helpers/events.ts'
import { makeTutor, now } from '../helpers/people.ts'
import { startProgram, temporaryFolder } from '../helpers/program.ts'
import { createDatabase, describeWith } from '../helpers/servers.ts'
import { type Person, startTelegram } from '../helpers/telegram.ts'

const MINUTE = 60_000
const PEOPLE = 300
const PLACES = 50
const TEN_SECONDS = 10_000
/** Announcements alone take ten seconds at Telegram's limit, on a machine that does nothing else. */
const SLOWLY = { within: 2 * MINUTE }

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

it(
  'serves three hundred in the order of pressing on the embedded database',
  () => rush({}, 1),
  6 * MINUTE,
)

describeWith('TEST_DATABASE_URL', (databaseUrl) => {
  describeWith('TEST_REDIS_URL', (redisUrl) => {
    it(
      'serves three hundred in the order of pressing with two processes',
      async () => {
        const { url, drop } = await createDatabase(databaseUrl)
        ends.push(drop)
        await rush({ url, variables: { DATABASE_URL: url, REDIS_URL: redisUrl } }, 2)
      },
      6 * MINUTE,
    )
  })
})

async function rush(
  where: { url?: string; variables?: Record<string, string> },
  processes: number,
): Promise<void> {
  const { folder, remove } = temporaryFolder()
  ends.push(remove)
  const telegram = await startTelegram()
  ends.push(() => telegram.close())
  const { crowd, methodist, eventId } = await prepare(where.url, folder, telegram)
  const programs = await Promise.all(
    Array.from({ length: processes }, () =>
      startProgram({
        BOT_TOKEN: telegram.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        ...{ CENTRE_NAME: 'Центр для проверки', MUNICIPALITY: 'Озёрный', ADMIN_IDS: '1' },
        QUIET_HOURS: '03:00-03:01',
        DATA_DIR: folder,
        ...where.variables,
      }),
    ),
  )
  ends.push(() => Promise.all(programs.map((program) => program.kill())))
  for (const person of crowd) await person.sees(/Урок с нейросетями/, SLOWLY)
  await methodist.forges(`event-card:${eventId}`, methodist.inbox().at(-1)!)
  await methodist.sees(/Идут: 0 из 50[\s\S]*Не ответили: 300/, SLOWLY)
  const slowest = await pressAll(crowd, eventId)
  const marks = await Promise.all(crowd.map(markOf))
  expect(marks.slice(0, PLACES)).toEqual(Array(PLACES).fill('Вы идёте.'))
  expect(marks.slice(PLACES)).toEqual(
    crowd.slice(PLACES).map((_, n) => `Вы в листе ожидания: номер ${n + 1}.`),
  )
  // However busy the machine is, an answer does not wait for the edits of three hundred copies.
  expect(slowest).toBeLessThan(30_000)
  await methodist.sees(
    /Идут: 50 из 50\nВ листе ожидания: 250\nНе придут: 0\nНе ответили: 0/,
    SLOWLY,
  )
  await Promise.all(programs.map((program) => program.stop()))
  const database = await openDatabase({ ...(where.url ? { url: where.url } : {}), folder })
  ends.push(() => database.close())
  const waiting = (await listParticipants(database.pool, { eventId })).slice(PLACES)
  expect(waiting.map(({ name }) => name)).toEqual(crowd.slice(PLACES).map(({ name }) => name))
  expect(await findEvent(database.pool, { id: eventId })).toMatchObject({ status: 'published' })
}

async function prepare(
  url: string | undefined,
  folder: string,
  telegram: Awaited<ReturnType<typeof startTelegram>>,
): Promise<{ crowd: Person[]; methodist: Person; eventId: number }> {
  const database = await openDatabase({ ...(url ? { url } : {}), folder })
  const methodist = telegram.person({ name: 'Марта' })
  methodist.starts()
  const account = { messenger: 'telegram', externalId: String(methodist.id) }
  await makeTutor(database.pool, methodist)
  const personId = (await findPerson(database.pool, account))!.id
  const granted = { personId, role: 'methodist', grantedBy: null, now } as const
  await grantRole(database.pool, granted)
  const crowd = await makeCrowd(database.pool, telegram, PEOPLE)
  const { id } = await makeEvent(database.pool, {
    ...{ personId, capacity: PLACES, audience: { subjects: ['толпа'] } },
    starts_at: new Date(Date.now() + 7 * 24 * 60 * MINUTE),
  })
  await database.close()
  return { crowd, methodist, eventId: id }
}

/** One after the other over ten seconds. Resolves with the milliseconds of the longest wait for an answer. */
async function pressAll(crowd: Person[], eventId: number): Promise<number> {
  const presses: Promise<number>[] = []
  for (const person of crowd) {
    const copy = person.inbox().findLast(({ reply_markup }) => reply_markup)!
    const at = Date.now()
    const press = person.forges(`event-mark:${eventId}:going:copy`, copy)
    presses.push(press.then(() => Date.now() - at))
    await sleep(TEN_SECONDS / crowd.length)
  }
  return Math.max(...(await Promise.all(presses)))
}

async function markOf(person: Person): Promise<string | undefined> {
  const { text } = await person.sees(/Вы (идёте|в листе ожидания)/, SLOWLY)
  return /Вы .*$/.exec(text ?? '')?.[0]
}
