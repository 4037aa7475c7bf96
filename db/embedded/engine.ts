/** The embedded engine: PGlite with pgvector in a folder, safe against kill -9 and against a second process. */
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import type { Database } from '../connect.ts'
import type { Pool } from '../db.ts'
import { lockFolder } from './folder-lock.ts'
import { type Exec, PgliteHub } from './hub.ts'

/** Small buffers keep 110 MB of memory; a bounded write-ahead log keeps the folder small. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams,
  ...['-c', 'shared_buffers=32MB', '-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB'],
]
const CHECKPOINT_EVERY_MS = 5 * 60_000
const VACUUM_EVERY_MS = 60 * 60_000

/** Opens the engine of `folder`, creating it at the first start. Throws `FolderInUseError` when another process has it. */
export async function openEmbedded(folder: string): Promise<Database> {
  const unlock = lockFolder(folder)
  try {
    // The engine creates its files readable by all.
    chmodSync(folder, 0o700)
    const dataDir = join(folder, 'pg')
    if (!existsSync(dataDir)) await createAside(dataDir)
    const engine = await PGlite.create({
      dataDir,
      extensions: { vector },
      startParams: START_PARAMETERS,
    })
    return overEngine(engine, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** The same over an engine in memory, made from the tar of a migrated one: a database of its own for each test file. */
export async function openSnapshot(snapshot: Blob): Promise<Database> {
  const engine = await PGlite.create({ extensions: { vector }, loadDataDir: snapshot })
  return overEngine(engine, () => {})
}

/** An engine in memory with no tables yet, and the function that dumps it into a tar. */
export async function openEmpty(): Promise<{ database: Database; dump: () => Promise<Blob> }> {
  const engine = await PGlite.create({ extensions: { vector } })
  return { database: overEngine(engine, () => {}), dump: () => engine.dumpDataDir('none') }
}

/** A kill during the very first start would leave a folder that never opens again, so it is made aside and renamed. */
async function createAside(dataDir: string): Promise<void> {
  const aside = `${dataDir}.tmp`
  rmSync(aside, { recursive: true, force: true })
  const engine = await PGlite.create({ dataDir: aside })
  await engine.close()
  renameSync(aside, dataDir)
}

function overEngine(engine: PGlite, unlock: () => void): Database {
  const hub = new PgliteHub(execOn(engine))
  const pool = hub.pool()
  const queuePool = hub.pool({ options: '-c search_path=bullmq' })
  // The engine has neither a checkpointer nor autovacuum.
  const timers = [
    every(CHECKPOINT_EVERY_MS, pool, 'checkpoint'),
    every(VACUUM_EVERY_MS, pool, 'vacuum (analyze)'),
  ]
  return {
    pool,
    queuePool,
    embedded: true,
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      await queuePool.end()
      await pool.query('checkpoint').catch(() => {})
      await pool.end()
      await hub.close()
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
function execOn(engine: PGlite): Exec {
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
