/** The embedded engine: PGlite with pgvector in a folder, safe against kill -9 and against a second process. */
import { chmodSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { columnTypes } from '../columns.ts'
import { type Database, QUEUE_SCHEMA } from '../database.ts'
import type { Pool } from '../db.ts'
import { DatabaseUnusableError } from '../errors.ts'
import { answers, closePool, survive } from '../pools.ts'
import { lockFolder } from './folder-lock.ts'
import { type Execute, Hub, type HubOptions } from './hub.ts'
import { initialise } from './initialise.ts'

/** Small buffers keep 110 MB of memory; a bounded write-ahead log keeps the folder small. */
const SETTINGS = ['shared_buffers=32MB', 'max_wal_size=64MB', 'min_wal_size=32MB', 'timezone=UTC']
const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
]

const CHECKPOINT_EVERY_MS = 5 * 60_000
const VACUUM_EVERY_MS = 60 * 60_000

/**
 * Opens the engine of `folder`, creating it at the first start. Throws `FolderInUseError` when another process has it,
 * `DatabaseUnusableError` when its files cannot be used.
 */
export async function openEmbedded(folder: string): Promise<Database> {
  const unlock = lockFolder(folder)
  try {
    // The engine creates its files readable by all.
    chmodSync(folder, 0o700)
    discardUnfinished(folder)
    const dataDir = join(folder, 'pg')
    if (!existsSync(dataDir)) await createAside(folder, dataDir)
    return overEngine(await openFiles(dataDir), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Whether the folder holds an engine already. */
export function hasEngine(folder: string): boolean {
  return existsSync(join(folder, 'pg'))
}

/** The same over an engine in memory, made from the tar of a migrated one: a database of its own for each test file. */
export async function openSnapshot(snapshot: Blob, options?: HubOptions): Promise<Database> {
  return overEngine(await createEngine({ loadDataDir: snapshot }), () => {}, options)
}

/** An engine in memory with no tables yet, and the function that dumps it into a tar. */
export async function openEmpty(): Promise<{ database: Database; dump: () => Promise<Blob> }> {
  const engine = await createEngine({})
  return { database: overEngine(engine, () => {}), dump: () => engine.dumpDataDir('none') }
}

/** What the name of an engine in the making begins with. */
const UNFINISHED = 'pg.new-'

/**
 * A kill in the midst of it would leave a folder that never opens again, so it is made aside and renamed. Each attempt
 * has a name of its own: the child of a killed process may still be writing.
 */
async function createAside(folder: string, dataDir: string): Promise<void> {
  const aside = join(folder, `${UNFINISHED}${process.pid}-${Date.now()}`)
  await initialise(aside)
  renameSync(aside, dataDir)
}

function discardUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(UNFINISHED)) continue
    try {
      rmSync(join(folder, name), { recursive: true, force: true })
    } catch {
      // Somebody still writes there; the next start discards it.
    }
  }
}

async function openFiles(dataDir: string): Promise<PGlite> {
  try {
    return await createEngine({ dataDir })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DatabaseUnusableError(
      `DATA_DIR: база в ${dataDir} не открывается (${reason}); восстановите её из копии или уберите папку, чтобы начать с пустой`,
      { cause },
    )
  }
}

function createEngine(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { vector }, startParams: START_PARAMETERS })
}

function overEngine(engine: PGlite, unlock: () => void, options?: HubOptions): Database {
  const hub = new Hub(executeOn(engine), options)
  const pool = survive(hub.pool({ types: columnTypes }))
  const queuePool = survive(hub.pool({ searchPath: QUEUE_SCHEMA }))
  // The engine has neither a checkpointer nor autovacuum.
  const timers = [
    every(CHECKPOINT_EVERY_MS, pool, 'checkpoint'),
    every(VACUUM_EVERY_MS, pool, 'vacuum (analyze)'),
  ]
  return {
    pool,
    queuePool,
    embedded: true,
    healthy: () => answers(pool),
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      await closePool(queuePool)
      await pool.query('checkpoint').catch(() => {})
      await closePool(pool)
      hub.close()
      await engine.close()
      unlock()
    },
  }
}

function every(milliseconds: number, pool: Pool, sql: string): NodeJS.Timeout {
  const timer = setInterval(() => {
    pool.query(sql).catch(() => {})
  }, milliseconds)
  return timer.unref()
}

/** `execProtocolRaw` keeps every parsed message for ever; the streaming call does not. Its bytes are a view: copied. */
function executeOn(engine: PGlite): Execute {
  return (batch) =>
    engine.runExclusive(async () => {
      const parts: Uint8Array[] = []
      await engine.execProtocolRawStream(batch, {
        onRawData: (data) => {
          parts.push(data.slice())
        },
      })
      return Buffer.concat(parts)
    })
}
