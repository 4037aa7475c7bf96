import { Api } from 'grammy'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createGateway } from '../../bot/gateway.ts'
import { createIntake, type IntakeParts } from '../../bot/intake.ts'
import { TokenRefusedError } from '../../bot/reach.ts'
import type { Database } from '../../db/database.ts'
import { holdPolling } from '../../db/polling.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { now } from '../helpers/people.ts'
import { startTelegram, type Telegram } from '../helpers/telegram.ts'

let database: Database
let telegram: Telegram
const closers: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  telegram = await startTelegram()
})
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
  await telegram.close()
  await database.pool.query('truncate inbox, updates_seen, polling')
})

/** The intake of one process. It is closed when the test ends. */
function open(parts: Partial<IntakeParts> = {}) {
  const logged: string[] = []
  const write = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`)
  }
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
  api.config.use(createGateway({ pool: database.pool }))
  const intake = createIntake({
    pool: database.pool,
    api,
    clock: () => now,
    handle: async () => {},
    onGivenUp: async () => {},
    log: { info: write, warn: write, error: write },
    ...parts,
  })
  closers.push(() => intake.close())
  return { intake, logged }
}

/** Polls until the test ends; what it throws is for who awaits. */
function polling(intake: ReturnType<typeof open>['intake']): Promise<void> {
  const stop = new AbortController()
  const polled = intake.poll(stop.signal)
  polled.catch(() => {})
  closers.unshift(async () => {
    stop.abort()
    await polled.catch(() => {})
  })
  return polled
}

it('polls, and handles what waited at Telegram before it started', async () => {
  const teacher = telegram.person({ name: 'Анна' })
  teacher.says('Есть кто-нибудь?')
  const seen = Promise.withResolvers<string | undefined>()
  const { intake } = open({ handle: async (update) => seen.resolve(update.message?.text) })
  void polling(intake)
  expect(await seen.promise).toBe('Есть кто-нибудь?')
})

it('waits while another process polls, and takes over when its lease has run out', async () => {
  const other = { messenger: 'telegram', holder: 'other', leaseSeconds: 1 }
  await holdPolling(database.pool, other)
  const start = performance.now()
  const { intake } = open()
  void polling(intake)
  await telegram.nextCall('deleteWebhook')
  expect(performance.now() - start).toBeGreaterThan(900)
})

it('takes the polling over when the other process ends', async () => {
  const handledBy: string[] = []
  const first = new AbortController()
  const { intake } = open({ handle: async () => void handledBy.push('first') })
  const polled = intake.poll(first.signal)
  await telegram.nextCall('deleteWebhook')
  const seen = Promise.withResolvers<void>()
  const other = open({
    handle: async () => {
      handledBy.push('other')
      seen.resolve()
    },
  })
  void polling(other.intake)
  first.abort()
  await polled
  telegram.person({ name: 'Борис' }).says('Кто теперь?')
  await seen.promise
  expect(handledBy).toEqual(['other'])
})

it('keeps asking while Telegram is away', async () => {
  telegram.api.fault({ kind: 'error', code: 502, method: 'getUpdates' })
  const seen = Promise.withResolvers<void>()
  const { intake, logged } = open({ handle: async () => seen.resolve() })
  void polling(intake)
  telegram.person({ name: 'Вера' }).says('Слышно?')
  await seen.promise
  expect(logged.join()).toContain('502')
})

it('says that another program polls when Telegram says so', async () => {
  const conflict = 'Conflict: terminated by other getUpdates request'
  telegram.api.fault({ kind: 'error', code: 409, description: conflict, method: 'getUpdates' })
  const { intake, logged } = open()
  const again = telegram.nextCall('getUpdates')
  void polling(intake)
  telegram.person({ name: 'Галина' }).says('Кто тут?')
  await again
  expect(logged.join()).toMatch(/another program polls/)
})

it('ends with a clear line when Telegram does not know the token', async () => {
  const api = new Api('1:wrong', { apiRoot: telegram.apiRoot })
  const { intake } = open({ api })
  await expect(polling(intake)).rejects.toThrow(TokenRefusedError)
})
