import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../db/connect.ts'
import { openQueue, openQueueConnection, type QueueConnection } from '../../jobs/connection.ts'
import { createQueues } from '../../jobs/queues.ts'
import type { Handlers } from '../../jobs/workers.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { collect, type RunningJobs, runJobs } from '../helpers/jobs.ts'

let database: Database
let connection: QueueConnection
let running: RunningJobs | undefined
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
afterEach(async () => {
  await running?.close()
  running = undefined
})

async function start(handlers: Partial<Handlers>): Promise<RunningJobs> {
  count += 1
  connection = await openQueueConnection({ database, queue: `test-${count}` })
  running = await runJobs(connection, handlers)
  return running
}

class WrongForEver extends Error {
  readonly retryable = false
}

describe('the job queue on the embedded database', () => {
  it('hands each payload to the handler of its job', async () => {
    const delivered = collect<{ deliveryId: number }>(2)
    const { queues } = await start({ deliver: delivered.record })
    await queues.enqueue('deliver', { deliveryId: 1 })
    await queues.enqueue('deliver', { deliveryId: 2 })
    expect(await delivered.all).toEqual([{ deliveryId: 1 }, { deliveryId: 2 }])
  })

  it('adds a job once while one with its id runs, and again after that', async () => {
    const first = collect<unknown>(1)
    const second = collect<unknown>(2)
    const gate = Promise.withResolvers<void>()
    const { queues } = await start({
      'refresh-card': async (payload) => {
        await Promise.all([first.record(payload), second.record(payload)])
        await gate.promise
      },
    })
    await queues.enqueue('refresh-card', { ticketId: 5 }, { jobId: 5 })
    await first.all
    await queues.enqueue('refresh-card', { ticketId: 5 }, { jobId: 5 })
    gate.resolve()
    await finished(connection)
    await queues.enqueue('refresh-card', { ticketId: 5 }, { jobId: 5 })
    expect(await second.all).toHaveLength(2)
  })

  it('tries a job again when its handler fails', async () => {
    const tries = collect<unknown>(2)
    const { queues } = await start({
      deliver: async (payload) => {
        await tries.record(payload)
        throw new Error('the messenger is away')
      },
    })
    await queues.enqueue('deliver', { deliveryId: 1 })
    expect(await tries.all).toHaveLength(2)
  })

  it('fails a job for good when its error says that trying again is useless', async () => {
    const { queues, logged } = await start({
      deliver: async () => {
        throw new WrongForEver('the person is gone')
      },
    })
    await queues.enqueue('deliver', { deliveryId: 1 })
    await finished(connection)
    await expect
      .poll(() => logged)
      .toMatchObject([
        {
          message: 'a job failed',
          facts: { job: 'deliver', payload: { deliveryId: 1 }, attempt: 1 },
        },
      ])
  })

  it('fails a job with a wrong payload for good, without calling its handler', async () => {
    const calls: unknown[] = []
    const { logged } = await start({ deliver: async (payload) => void calls.push(payload) })
    await addRaw(connection, 'deliver', { deliveryId: 'five' })
    await finished(connection)
    expect(calls).toEqual([])
    await expect.poll(() => logged).toMatchObject([{ facts: { job: 'deliver', attempt: 1 } }])
  })

  it('fails a job that nobody knows for good', async () => {
    const { logged } = await start({})
    await addRaw(connection, 'paint', {})
    await finished(connection)
    await expect.poll(() => logged).toMatchObject([{ facts: { job: 'paint', attempt: 1 } }])
  })

  it('makes a due job again and again', async () => {
    const due = collect<unknown>(3)
    await start({ due: due.record })
    expect(await due.all).toEqual([{}, {}, {}])
  })

  it('puts back at once what a process that died was working on', async () => {
    const stuck = Promise.withResolvers<void>()
    const { queues } = await start({ deliver: () => stuck.promise })
    await queues.enqueue('deliver', { deliveryId: 7 })
    await active(connection)
    const again = collect<unknown>(1)
    const reopened = await openQueueConnection({ database, queue: connection.queue })
    const next = await runJobs(reopened, { deliver: again.record })
    expect(await again.all).toEqual([{ deliveryId: 7 }])
    stuck.resolve()
    await next.close()
  })

  it('says that it is healthy', async () => {
    const { queues } = await start({})
    expect(await queues.healthy()).toBe(true)
  })
})

describe('a Redis that is away', () => {
  const nowhere: QueueConnection = { kind: 'redis', queue: 'test', url: 'redis://127.0.0.1:1' }

  it('stops the start with what to do', async () => {
    await expect(openQueueConnection({ database, redisUrl: nowhere.url })).rejects.toThrow(
      /^REDIS_URL: Redis по адресу 127\.0\.0\.1:1 не отвечает \(.*ECONNREFUSED.*\)/,
    )
  })

  it('neither hangs nor fails who enqueues, and says so', async () => {
    const warnings: object[] = []
    const queues = createQueues(nowhere, { log: { warn: (facts) => void warnings.push(facts) } })
    const outcomes = [queues.enqueue('deliver', { deliveryId: 1 }), queues.healthy()]
    expect(await Promise.all(outcomes)).toEqual([false, false])
    expect(warnings).toContainEqual(expect.objectContaining({ job: 'deliver' }))
    await queues.close()
  })
})

async function addRaw(where: QueueConnection, name: string, data: unknown): Promise<void> {
  const queue = openQueue(where, {})
  await queue.add(name, data, { attempts: 5, removeOnFail: true })
  await queue.close()
}

/** Until no job but the clock's is left. */
async function finished(where: QueueConnection): Promise<void> {
  await until(where, (rows) => rows.length === 0)
}

async function active(where: QueueConnection): Promise<void> {
  await until(where, (rows) => rows.some((row) => row.state === 'active'))
}

async function until(
  where: QueueConnection,
  reached: (rows: { state: string }[]) => boolean,
): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rows } = await database.queuePool.query(
          `select state from job where queue = $1 and name <> 'due'`,
          [where.queue],
        )
        return reached(rows)
      },
      { timeout: 10_000 },
    )
    .toBe(true)
}
