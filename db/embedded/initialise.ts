/**
 * Makes the files of a new engine, in a process of its own: the one that does it keeps 300 MB more for ever.
 * Run as a program with the folder to make.
 */
import { fork } from 'node:child_process'
import { PGlite } from '@electric-sql/pglite'
import { DatabaseUnusableError } from '../errors.ts'

/** Makes `dataDir`. Throws `DatabaseUnusableError` with what the child said when it could not. */
export async function initialise(dataDir: string): Promise<void> {
  // It works for two seconds: compiling the engine better would take longer than that saves.
  const child = fork(import.meta.filename, [dataDir], {
    execArgv: ['--liftoff-only'],
    silent: true,
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject)
  child.once('close', resolve)
  const code = await promise
  if (code === 0) return
  throw new DatabaseUnusableError(
    `DATA_DIR: не удалось создать базу в ${dataDir} (код ${code}); проверьте место на диске и права: ${said.trim().replaceAll(/\s+/g, ' ').slice(-500)}`,
  )
}

if (import.meta.main) {
  // The one who asked is gone: whatever is made here, nobody will use it.
  process.on('disconnect', () => process.exit(1))
  const engine = await PGlite.create({ dataDir: process.argv[2] ?? '' })
  await engine.close()
  process.exit(0)
}
