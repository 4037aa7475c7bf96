/** Brings a database to the newest schema: forward, in order, once, in one transaction. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Db, Pool } from './db.ts'
import { DatabaseUnusableError } from './errors.ts'
import { transaction } from './transaction.ts'

const FOLDER = join(import.meta.dirname, 'migrations')

/** Two processes that start together migrate one after the other. The number is ours and arbitrary. */
const LOCK = 7_305_211

interface Migration {
  name: string
  sql: string
  checksum: string
}

/**
 * Applies what is missing and returns the names of the migrations applied. Throws `DatabaseUnusableError` when the
 * database was made by a newer program, or an applied migration was altered.
 */
export async function migrate(pool: Pool): Promise<string[]> {
  return transaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK])
    await tx.query(
      `create table if not exists migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    )
    const { rows } = await tx.query<{ name: string; checksum: string }>(
      'select name, checksum from migrations',
    )
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    const migrations = readMigrations()
    refuseNewer(applied, migrations)
    const done: string[] = []
    for (const migration of migrations) {
      const checksum = applied.get(migration.name)
      if (checksum === undefined) {
        await apply(tx, migration)
        done.push(migration.name)
      } else if (checksum !== migration.checksum) {
        throw new DatabaseUnusableError(
          `база создана другой версией программы (изменился шаг ${migration.name}); запустите ту версию или начните с пустой базы`,
        )
      }
    }
    return done
  })
}

/** A hash of all migrations: what a snapshot for tests is named by. */
export function schemaVersion(): string {
  return sha256(
    readMigrations()
      .map((migration) => migration.checksum)
      .join(),
  ).slice(0, 16)
}

function readMigrations(): Migration[] {
  const names = readdirSync(FOLDER)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
  return names.map((name) => {
    const sql = readFileSync(join(FOLDER, name), 'utf8')
    return { name, sql, checksum: sha256(sql) }
  })
}

function refuseNewer(applied: Map<string, string>, migrations: Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name))
  const unknown = [...applied.keys()].filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new DatabaseUnusableError(
    `база создана более новой версией программы (в ней есть ${unknown.join(', ')}); запустите ту версию или восстановите копию, сделанную до неё`,
  )
}

async function apply(tx: Db, { name, sql, checksum }: Migration): Promise<void> {
  await tx.query(sql)
  await tx.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
