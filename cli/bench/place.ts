/** Databases and folders that are made for a measurement and vanish after it: nothing of the centre is touched. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, openDatabase } from '../../db/connect.ts'

/** An empty folder for the time of `work`. */
export async function withFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'vopros-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * An empty database: embedded, or on the server of `url` beside those that it has (which takes the right to create one);
 * of that one `work` is told the address.
 */
export async function withDatabase<Result>(
  url: string | undefined,
  work: (database: Database, url: string | undefined) => Promise<Result>,
): Promise<Result> {
  return withFolder(async (folder) => {
    if (url === undefined) {
      return closing(await openDatabase({ folder }), (database) => work(database, undefined))
    }
    const name = `vopros_bench_${process.pid}`
    const server = new pg.Client({ connectionString: url })
    await server.connect()
    const drop = () => server.query(`drop database if exists ${name} with (force)`)
    // Who loses patience leaves no database behind.
    const leave = () => void drop().finally(() => process.exit(1))
    process.once('SIGINT', leave).once('SIGTERM', leave)
    try {
      await server.query(`create database ${name}`)
      const own = new URL(url)
      own.pathname = `/${name}`
      const database = await openDatabase({ url: own.href, folder })
      return await closing(database, () => work(database, own.href))
    } finally {
      process.off('SIGINT', leave).off('SIGTERM', leave)
      await drop()
      await server.end()
    }
  })
}

async function closing<Result>(
  database: Database,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
