import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { openQueueConnection } from '../../jobs/connection.ts'
import { type Child, startChild } from '../helpers/child.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { collect, runJobs } from '../helpers/jobs.ts'
import { temporaryFolder } from '../helpers/program.ts'
import { createDatabase, describeWith, runOn } from '../helpers/servers.ts'

const WORK = join(import.meta.dirname, '../fixtures/work-jobs.ts')
/** Measured: 5 to 12 s with a server, 2 s embedded. BullMQ's defaults need 58 s. */
const SOON_MS = 20_000
const queue = `kill-${process.pid}`

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

interface Place {
  url?: string
  folder?: string
  redisUrl?: string
}

function ownFolder(): string {
  const { folder, remove } = temporaryFolder()
  closers.push(remove)
  return folder
}

async function startWorker(
  place: Place,
  options: { enqueues?: boolean; finishes?: boolean },
): Promise<Child> {
  // With Redis each process has an embedded database of its own: that is not what is tested.
  const folder = place.folder ?? (place.redisUrl ? ownFolder() : '')
  const worker = startChild(WORK, [JSON.stringify({ ...place, folder, queue, ...options })])
  closers.push(() => worker.kill())
  await worker.says(/working/)
  return worker
}

/** Milliseconds from the kill until another worker has the job; on a server that one is there already. */
async function killed(worker: Child, next: Child | (() => Promise<Child>)): Promise<number> {
  await worker.says(/started 7/)
  await worker.kill()
  const began = performance.now()
  const successor = typeof next === 'function' ? await next() : next
  await successor.says(/started 7/)
  return performance.now() - began
}

async function databaseOn(server: string): Promise<string> {
  const { url, drop } = await createDatabase(server)
  closers.push(drop)
  return url
}

/** The job's first and second worker are killed with the next one waiting, the third finishes it. */
async function killTwice(place: Place): Promise<number[]> {
  const first = await startWorker(place, { enqueues: true })
  await first.says(/started 7/)
  const second = await startWorker(place, {})
  const once = await killed(first, second)
  const third = await startWorker(place, { finishes: true })
  const twice = await killed(second, third)
  await third.says(/finished 7/)
  return [once, twice].map(Math.round)
}

describe('on the embedded database', () => {
  it('a job whose worker is killed twice goes on at the next start, and completes', async () => {
    const folder = ownFolder()
    const first = await startWorker({ folder }, { enqueues: true })
    await first.says(/started 7/)
    await first.kill()
    const second = await startWorker({ folder }, {})
    const again = await killed(second, () => startWorker({ folder }, { finishes: true }))
    expect(again).toBeLessThan(SOON_MS)
  })

  it('a process closes by itself when it is told to stop', async () => {
    const worker = await startWorker({ folder: ownFolder() }, { finishes: true })
    process.kill(worker.pid, 'SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(worker.lines).toContain('closed')
  })
})

describeWith('TEST_DATABASE_URL', (server) => {
  it('a job whose worker is killed twice is taken up in seconds, and completes', async () => {
    const times = await killTwice({ url: await databaseOn(server) })
    console.log(`taken up after ${times.join(' and ')} ms on PostgreSQL`)
    expect(Math.max(...times)).toBeLessThan(SOON_MS)
  })

  it('the workers go on when the server drops every connection', async () => {
    const url = await databaseOn(server)
    const database = await openDatabase({ url, folder: '' })
    closers.push(() => database.close())
    const delivered = collect<unknown>(1)
    const { queues, close } = await runJobs(await openQueueConnection({ database, queue }), {
      deliver: delivered.record,
    })
    closers.push(close)
    await runOn(server, terminateAll(url))
    await expect.poll(() => queues.enqueue('deliver', { deliveryId: 1 })).toBe(true)
    expect(await delivered.all).toEqual([{ deliveryId: 1 }])
  })

  it('a process closes by itself when it is told to stop', async () => {
    const worker = await startWorker({ url: await databaseOn(server) }, { finishes: true })
    process.kill(worker.pid, 'SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(worker.lines).toContain('closed')
  })
})

describeWith('TEST_REDIS_URL', (redisUrl) => {
  it('a job whose worker is killed twice is taken up in seconds, and completes', async () => {
    closers.push(() => removeQueue(redisUrl))
    const times = await killTwice({ redisUrl })
    console.log(`taken up after ${times.join(' and ')} ms on Redis`)
    expect(Math.max(...times)).toBeLessThan(SOON_MS)
  })

  it('the clock of due work is wound again when Redis comes back empty', async () => {
    const database = await openTestDatabase()
    closers.push(
      () => database.close(),
      () => removeQueue(redisUrl),
    )
    const [before, after] = [collect<unknown>(1), collect<unknown>(1)]
    let due = before
    const connection = await openQueueConnection({ database, redisUrl, queue })
    const { close } = await runJobs(connection, { due: (payload) => due.record(payload) })
    closers.push(close)
    await before.all
    await removeQueue(redisUrl)
    due = after
    expect(await after.all).toEqual([{}])
  })
})

function terminateAll(url: string): string {
  const name = new URL(url).pathname.slice(1)
  return `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`
}

async function removeQueue(redisUrl: string): Promise<void> {
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`bull:${queue}:*`)
  if (keys.length > 0) await redis.del(keys)
  await redis.quit()
}
