import { Api } from 'grammy'
import type { Update } from 'grammy/types'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createIntake, type IntakeParts } from '../../bot/intake.ts'
import type { Database } from '../../db/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { now } from '../helpers/people.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
  await database.pool.query('truncate inbox, updates_seen')
})

/** The intake of one process. It is closed when the test ends. */
function open(parts: Partial<IntakeParts> = {}) {
  const handled: number[] = []
  const logged: string[] = []
  const write = (facts: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(facts)}`)
  }
  const intake = createIntake({
    pool: database.pool,
    // Nobody listens there: what is stored already needs no Telegram.
    api: new Api('1:token', { apiRoot: 'http://127.0.0.1:1' }),
    clock: () => now,
    handle: async ({ update_id }) => void handled.push(update_id),
    onGivenUp: async () => {},
    log: { info: write, warn: write, error: write },
    ...parts,
  })
  closers.push(() => intake.close())
  return { intake, handled, logged }
}

const message = (update_id: number, chat = 1) =>
  ({ update_id, message: { chat: { id: chat }, text: 'Вопрос' } }) as unknown as Update
const press = (update_id: number, chat = 1) =>
  ({ update_id, callback_query: { message: { chat: { id: chat } } } }) as unknown as Update
const waiting = async () =>
  (await database.pool.query<{ count: number }>('select count(*) from inbox')).rows[0]?.count

it('handles an update once, however often it is delivered', async () => {
  const { intake, handled } = open()
  await Promise.all([intake.accept([message(1)]), intake.accept([message(1), message(1)])])
  await intake.drain()
  await intake.accept([message(1)])
  await intake.drain()
  expect(handled).toEqual([1])
  expect(await waiting()).toBe(0)
})

it('handles the updates of one chat in order, over several processes', async () => {
  const order: number[] = []
  const handle = async ({ update_id }: Update) => {
    await new Promise(setImmediate)
    order.push(update_id)
  }
  const processes = [open({ handle }), open({ handle }), open({ handle })]
  const updates = Array.from({ length: 30 }, (_, index) => message(index))
  await processes[0]!.intake.accept(updates)
  await Promise.all(processes.map(({ intake }) => intake.drain()))
  await processes[0]!.intake.drain()
  expect(order).toEqual(updates.map(({ update_id }) => update_id))
})

it('handles chats at once', async () => {
  const both = Promise.withResolvers<void>()
  let inWork = 0
  const handle = async () => {
    inWork += 1
    if (inWork === 2) both.resolve()
    await both.promise
  }
  const { intake } = open({ handle })
  await intake.accept([message(1, 1), message(2, 2)])
  await intake.drain()
  expect(inWork).toBe(2)
})

it('does not let a press wait behind a slow answer, and nothing else overtake', async () => {
  const slow = Promise.withResolvers<void>()
  const pressed = Promise.withResolvers<number[]>()
  const order: number[] = []
  const handle = async (update: Update) => {
    if (update.update_id === 1) await slow.promise
    order.push(update.update_id)
    if (update.callback_query) pressed.resolve([...order])
  }
  const { intake } = open({ handle })
  await intake.accept([message(1), press(2), message(3)])
  const drained = intake.drain()
  expect(await pressed.promise).toEqual([2])
  slow.resolve()
  await drained
  expect(order).toEqual([2, 1, 3])
})

it('takes a press though every place is taken by slow answers', async () => {
  const slow = Promise.withResolvers<void>()
  const pressed = Promise.withResolvers<number>()
  const handle = async (update: Update) => {
    if (update.message) await slow.promise
    else pressed.resolve(update.update_id)
  }
  const { intake } = open({ handle, concurrency: 2 })
  await intake.accept([message(1, 1), message(2, 2), message(3, 3), press(4, 4)])
  const drained = intake.drain()
  expect(await pressed.promise).toBe(4)
  slow.resolve()
  await drained
})

it('goes on with the rest while a failed update waits for its next try', async () => {
  let failures = 0
  const order: number[] = []
  const again = Promise.withResolvers<void>()
  const handle = async ({ update_id }: Update) => {
    if (update_id === 1 && failures++ === 0) throw new Error('once')
    order.push(update_id)
    if (update_id === 2) again.resolve()
  }
  const { intake } = open({ handle })
  await intake.accept([message(1, 1), message(2, 1), message(3, 2)])
  await intake.drain()
  expect(order).toEqual([3])
  await again.promise
  expect(order).toEqual([3, 1, 2])
})

it('gives up after five failures, with the same reference for person and log', async () => {
  const given: string[] = []
  const { intake, logged } = open({
    handle: async () => Promise.reject(new Error('always')),
    onGivenUp: async (update, _error, reference) => {
      given.push(`${update.update_id} ${reference}`)
    },
  })
  await intake.accept([message(1)])
  await database.pool.query('update inbox set attempts = 4')
  await intake.drain()
  expect(given).toHaveLength(1)
  const reference = given[0]!.split(' ')[1]
  expect(logged.find((line) => line.includes('last time'))).toContain(reference)
  expect(await waiting()).toBe(0)
})

it('never drops an update because something it needs is away', async () => {
  const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
  const { intake } = open({ handle: async () => Promise.reject(away) })
  await intake.accept([message(1)])
  await database.pool.query('update inbox set attempts = 4')
  await intake.drain()
  const { rows } = await database.pool.query('select attempts from inbox')
  expect(rows).toEqual([{ attempts: 4 }])
})

it('does not begin again what it has in work, after the machine has slept', async () => {
  const slow = Promise.withResolvers<void>()
  const begun: number[] = []
  const handle = async ({ update_id }: Update) => {
    begun.push(update_id)
    if (update_id === 1) await slow.promise
    else slow.resolve()
  }
  const { intake } = open({ handle })
  await intake.accept([message(1, 1)])
  const drained = intake.drain()
  await database.pool.query(`update inbox set lease_until = clock_timestamp() - interval '1 hour'`)
  await intake.accept([message(2, 2)])
  await Promise.all([drained, intake.drain()])
  expect(begun).toEqual([1, 2])
  expect(await waiting()).toBe(0)
})

it('takes up what another process left when it was killed', async () => {
  const never = new Promise<void>(() => {})
  const begun = Promise.withResolvers<void>()
  const killed = open({
    handle: () => {
      begun.resolve()
      return never
    },
  })
  closers.length = 0
  await killed.intake.accept([message(1), message(2)])
  killed.intake.drain().catch(() => {})
  await begun.promise
  await database.pool.query('update inbox set lease_until = clock_timestamp() - $1::interval', [
    '1 second',
  ])
  const { intake, handled } = open()
  await intake.drain()
  expect(handled).toEqual([1, 2])
})

it('handles an album as one, in the order of the chat, and again as one when it failed', async () => {
  const heard: number[][] = []
  const done = Promise.withResolvers<void>()
  const handle = async (_update: Update, album: Update[]) => {
    heard.push(album.map(({ message }) => message!.message_id))
    if (heard.length === 1) throw new Error('once')
    done.resolve()
  }
  const { intake } = open({ handle })
  const part = (update_id: number, message_id: number) =>
    ({ update_id, message: { message_id, media_group_id: 'a', chat: { id: 1 } } }) as never
  await intake.accept([part(1, 12)])
  await intake.accept([part(3, 11), part(2, 13)])
  await done.promise
  await intake.drain()
  expect(heard).toEqual([
    [11, 12, 13],
    [11, 12, 13],
  ])
  expect(await waiting()).toBe(0)
})
