/** Makes, once for each schema, the tar of a migrated embedded database that every test file starts from. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openEmpty } from '../../db/embedded/engine.ts'
import { migrate, schemaVersion } from '../../db/migrate.ts'

const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/vopros')

export default async function setup(project: TestProject): Promise<void> {
  const file = join(FOLDER, `schema-${schemaVersion()}.tar`)
  if (!existsSync(file)) await make(file)
  project.provide('snapshot', file)
}

async function make(file: string): Promise<void> {
  const { database, dump } = await openEmpty()
  await migrate(database.pool)
  mkdirSync(FOLDER, { recursive: true })
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, Buffer.from(await (await dump()).arrayBuffer()))
  await database.close()
  renameSync(unfinished, file)
}

declare module 'vitest' {
  export interface ProvidedContext {
    snapshot: string
  }
}
