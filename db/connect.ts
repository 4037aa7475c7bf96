/** Opens the database the program works on: a PostgreSQL server, or the embedded engine in a folder. */
import pg from 'pg'
import type { Pool } from './db.ts'
import { openEmbedded } from './embedded/engine.ts'
import { migrate } from './migrate.ts'

export interface Database {
  /** The program's own tables. */
  pool: Pool
  /** The same database with the search path of the job queue; on a server its clients are kept by listening workers. */
  queuePool: Pool
  /** True for the engine inside this process: then no other process can hold a lease. */
  embedded: boolean
  close(): Promise<void>
}

/** Schema of the job queue's tables. */
export const QUEUE_SCHEMA = 'bullmq'

/**
 * Opens and migrates. `url` is that of a PostgreSQL server with pgvector; without it the engine is embedded and
 * keeps its files in `folder`. Throws `FolderInUseError` when another process has the folder.
 */
export async function openDatabase(where: {
  url?: string | undefined
  folder: string
}): Promise<Database> {
  const database = where.url ? openServer(where.url) : await openEmbedded(where.folder)
  try {
    await migrate(database.pool)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

function openServer(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10, keepAlive: true })
  const queuePool = new pg.Pool({
    connectionString: url,
    max: 20,
    keepAlive: true,
    options: `-c search_path=${QUEUE_SCHEMA}`,
  })
  for (const each of [pool, queuePool]) {
    // Every queue and worker adds an error listener and never removes it.
    each.setMaxListeners(0)
    // An idle client that loses its server is replaced by the pool; without a listener the process would end.
    each.on('error', () => {})
  }
  return {
    pool,
    queuePool,
    embedded: false,
    close: async () => {
      await queuePool.end()
      await pool.end()
    },
  }
}
