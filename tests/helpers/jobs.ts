/** Workers whose handlers report to the test, and handlers that refuse every job not asked for. */
import type { QueueConnection } from '../../jobs/connection.ts'
import { createQueues, JOBS, type JobName, type Queues } from '../../jobs/queues.ts'
import { type Handlers, startWorkers } from '../../jobs/workers.ts'

export interface RunningJobs {
  queues: Queues
  /** What was logged, in order. */
  logged: { facts: object; message: string }[]
  close(): Promise<void>
}

/** Queue and workers with these handlers; other jobs do nothing. The caller closes it. */
export async function runJobs(
  connection: QueueConnection,
  handlers: Partial<Handlers>,
): Promise<RunningJobs> {
  const logged: RunningJobs['logged'] = []
  const write = (facts: object, message: string) => void logged.push({ facts, message })
  const log = { warn: write, error: write }
  const queues = createQueues(connection, { log })
  const workers = await startWorkers({
    connection,
    handlers: { ...doNothing(), ...handlers },
    log,
  })
  return {
    queues,
    logged,
    close: async () => {
      await workers.close()
      await queues.close()
    },
  }
}

/** A promise for the `count`th call of `record`, with what each call was given. */
export function collect<Value>(count: number): {
  record: (value: Value) => Promise<void>
  all: Promise<Value[]>
} {
  const values: Value[] = []
  const { promise, resolve } = Promise.withResolvers<Value[]>()
  const record = async (value: Value) => {
    values.push(value)
    if (values.length === count) resolve(values)
  }
  return { record, all: promise }
}

function doNothing(): Handlers {
  const names = Object.keys(JOBS) as JobName[]
  return Object.fromEntries(names.map((name) => [name, async () => {}])) as unknown as Handlers
}
