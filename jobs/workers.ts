/** Works on the queue's jobs: reads the payload, calls its handler, and decides what an error means. */
import { type Queue, UnrecoverableError } from 'bullmq'
import {
  closeQueue,
  closeWorker,
  openQueue,
  openWorker,
  type QueueConnection,
} from './connection.ts'
import { JOBS, type JobName, type Payload } from './queues.ts'

/** One handler for each job. An error with `retryable: false` fails the job for good; any other is tried again. */
export type Handlers = { [Name in JobName]: (payload: Payload<Name>) => Promise<void> }

export interface Workers {
  /** Takes no more jobs, lets the current ones end for some seconds, and leaves the rest to the next process. */
  close(): Promise<void>
}

export interface WorkerLog {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** A job of a killed worker is taken up after at most the sum of both; the defaults need a minute. */
const LOCK_MS = 10_000
const STALLED_CHECK_MS = 1_500
/** How often a job may lose its worker before it is given up. */
const STALLS = 3

const CONCURRENCY = 10
/** After a lost connection. The default of 15 s would leave due messages unsent. */
const RECONNECT_MS = 1_000

const DUE_EVERY_MS = 1_000
/** How often the clock itself is looked after: Redis may come back empty. */
const LOOK_AFTER_MS = 5_000

/** Starts one worker and the clock that makes a `due` job each second (one over all processes). */
export async function startWorkers({
  connection,
  handlers,
  log,
  concurrency = CONCURRENCY,
}: {
  connection: QueueConnection
  handlers: Handlers
  log: WorkerLog
  concurrency?: number
}): Promise<Workers> {
  const worker = openWorker(connection, (job) => work(handlers, job), {
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: STALLS,
    runRetryDelay: RECONNECT_MS,
  })
  worker.on('error', (error) => log.warn({ err: error }, 'the job worker has a problem'))
  worker.on('failed', (job, error) => {
    log.error(
      { err: error, job: job?.name, payload: job?.data, attempt: job?.attemptsMade },
      'a job failed',
    )
  })
  const queue = openQueue(connection, {})
  // The worker reports the same trouble.
  queue.on('error', () => {})
  const clock = await startClock(queue, log)
  return {
    close: async () => {
      clock.stop()
      await closeWorker(worker, queue)
      await closeQueue(queue)
    },
  }
}

async function work(handlers: Handlers, job: { name: string; data: unknown }): Promise<void> {
  if (!isJobName(job.name)) throw new UnrecoverableError(`there is no job «${job.name}»`)
  try {
    await handle(handlers, job.name, job.data)
  } catch (error) {
    if (isRetryable(error)) throw error
    throw Object.assign(new UnrecoverableError(messageOf(error)), { cause: error })
  }
}

async function handle<Name extends JobName>(
  handlers: Handlers,
  name: Name,
  data: unknown,
): Promise<void> {
  const read = JOBS[name].safeParse(data)
  if (!read.success) {
    throw new UnrecoverableError(`the payload of «${name}» is wrong: ${read.error.message}`)
  }
  // The schema of `name` has read it; the compiler cannot follow one name through two maps.
  await handlers[name](read.data as Payload<Name>)
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isRetryable(error: unknown): boolean {
  if (error instanceof UnrecoverableError) return false
  return !(error instanceof Error && 'retryable' in error && error.retryable === false)
}

/** Keeps the scheduler of `due` going. Every process does; it is one row or key for all of them. */
async function startClock(queue: Queue, log: WorkerLog): Promise<{ stop: () => void }> {
  const lookAfter = () =>
    wind(queue).catch((error: unknown) =>
      log.warn({ err: error }, 'could not look after the clock of due work'),
    )
  await lookAfter()
  const timer = setInterval(lookAfter, LOOK_AFTER_MS)
  return { stop: () => clearInterval(timer) }
}

/** Sets the clock going when it is not there, or stands still. */
async function wind(queue: Queue): Promise<void> {
  const clock = await queue.getJobScheduler('due')
  if (clock?.next && clock.next > Date.now() - LOOK_AFTER_MS) return
  await queue.upsertJobScheduler(
    'due',
    { every: DUE_EVERY_MS },
    { name: 'due', data: {}, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
  )
}
