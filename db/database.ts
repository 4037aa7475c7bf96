/** What an open database is, whichever engine it runs on. */
import type { Pool } from './db.ts'

export interface Database {
  /** The program's own tables. */
  pool: Pool
  /** The same database with the search path of the job queue; a worker keeps one of its clients for listening. */
  queuePool: Pool
  /** True for the engine inside this process: then no other process can hold a lease. */
  embedded: boolean
  /** Whether it answers within two seconds. */
  healthy(): Promise<boolean>
  close(): Promise<void>
}

/** Schema of the job queue's tables. */
export const QUEUE_SCHEMA = 'bullmq'
