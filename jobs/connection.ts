/** Opens the place where the job queue lives: the database itself, or Redis. */
import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq'
import { Redis } from 'ioredis'
import { type Database, QUEUE_SCHEMA } from '../db/database.ts'
import type { Pool } from '../db/db.ts'

/** `queue` is the name of the one queue; only tests give it another. */
export type QueueConnection =
  | { kind: 'postgres'; queue: string; pool: Pool }
  | { kind: 'redis'; queue: string; url: string }

const QUEUE = 'vopros'

/** How long the first contact with Redis may take. */
const CONNECT_MS = 5_000

/** Redis keeps a command until it is back, however long that takes; nobody here waits longer than this. */
const PATIENCE_MS = 2_000
/** So long may current jobs take to end when the program is told to stop. */
const FINISH_MS = 5_000

/** The job queue cannot be used; the message says where and what to do. */
export class QueueUnusableError extends Error {
  override name = 'QueueUnusableError'
}

/**
 * Makes the queue's place ready. With a Redis URL that is Redis, else the database, whose queue tables are brought up
 * to date; on the embedded engine what was being worked on when the process died is put back at once.
 * Throws `QueueUnusableError` when Redis does not answer.
 */
export async function openQueueConnection({
  database,
  redisUrl,
  queue = QUEUE,
}: {
  database: Database
  redisUrl?: string | undefined
  queue?: string
}): Promise<QueueConnection> {
  if (redisUrl) {
    await checkRedis(redisUrl)
    return { kind: 'redis', queue, url: redisUrl }
  }
  await migrateQueue(database.queuePool)
  if (database.embedded) await giveBackActive(database.queuePool, queue)
  return { kind: 'postgres', queue, pool: database.queuePool }
}

/** The side that adds jobs. The caller adds an `error` listener and closes it. */
export function openQueue(
  connection: QueueConnection,
  options: Omit<QueueOptions, 'connection'>,
): Queue<unknown, void> {
  const [where, backend] = backendOf(connection)
  return new Queue(connection.queue, { ...options, connection: where }, backend)
}

/** The side that works on jobs. The caller adds an `error` listener and closes it. */
export function openWorker(
  connection: QueueConnection,
  process: (job: { name: string; data: unknown }) => Promise<void>,
  options: Omit<WorkerOptions, 'connection'>,
): Worker<unknown, void> {
  const [where, backend] = backendOf(connection)
  return new Worker(connection.queue, process, { ...options, connection: where }, backend)
}

/** The promise's value, or an error when it takes longer than anyone should wait. The work itself goes on. */
export async function inTime<Value>(
  work: Promise<Value>,
  milliseconds = PATIENCE_MS,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`the job queue did not answer within ${milliseconds} ms`)),
      milliseconds,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether the queue answers within two seconds. */
export async function answers(queue: Queue): Promise<boolean> {
  return inTime(queue.getJobCountByTypes('waiting')).then(
    () => true,
    () => false,
  )
}

/** Closes the side that adds jobs; cuts its connection when nothing answers there, since BullMQ would wait for it. */
export async function closeQueue(queue: Queue): Promise<void> {
  if (await answers(queue)) await inTime(queue.close()).catch(() => {})
  else await queue.getBackend().close(true)
}

/**
 * Closes the side that works: waits some seconds for the current jobs, then cuts the connection. What was cut off goes
 * to another worker when its lock runs out. `queue` tells whether there is anybody to say goodbye to.
 */
export async function closeWorker(worker: Worker, queue: Queue): Promise<void> {
  if (!(await answers(queue))) {
    await worker.close(true)
    return
  }
  try {
    await inTime(worker.close(), FINISH_MS)
  } catch {
    await inTime(worker.disconnect()).catch(() => {})
  }
}

/**
 * BullMQ's types want the backend as a type argument of every class, and call a pool by a structural type that
 * `exactOptionalPropertyTypes` rejects. At run time a queue calls only its backend, and the PostgreSQL backend takes
 * any `pg.Pool` (bullmq, `PostgresConnection`): hence the two casts, here and nowhere else.
 */
function backendOf(connection: QueueConnection): [ConnectionOptions, BackendFactory<never>] {
  if (connection.kind === 'postgres') {
    return [connection.pool as ConnectionOptions, createPostgresBackend as BackendFactory<never>]
  }
  return [
    { url: connection.url, maxRetriesPerRequest: null },
    undefined as unknown as BackendFactory<never>,
  ]
}

/** Resolves when Redis answers; throws `QueueUnusableError` when it does not. */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    retryStrategy: () => null,
  })
  let cause: unknown
  // Why it failed arrives as an event; the promise says only «Connection is closed».
  redis.on('error', (error) => {
    cause = error
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    cause ??= error
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new QueueUnusableError(
      `REDIS_URL: Redis по адресу ${new URL(url).host} не отвечает (${reason}): запустите его, исправьте адрес или пароль либо уберите REDIS_URL, тогда задания будут в базе`,
      { cause },
    )
  } finally {
    redis.disconnect()
  }
}

/** BullMQ neither migrates nor sets the search path of a pool that it is given. */
async function migrateQueue(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client, QUEUE_SCHEMA)
  } finally {
    client.release()
  }
}

/**
 * On the embedded engine nobody else can be working: what is active was left by a process that died. Its locks are
 * ended and marked, and BullMQ's own check, which a worker makes when it starts, puts the jobs back and counts the stall.
 */
async function giveBackActive(pool: Pool, queue: string): Promise<void> {
  await pool.query(
    `with ended as (
       update job set locked_until_ms = 0, stalled_marked = true where queue = $1 and state = 'active')
     delete from meta where queue = $1 and field = 'stalled-check'`,
    [queue],
  )
}
