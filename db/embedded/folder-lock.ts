/** Lets one process at a time use a data folder; the kernel frees the lock when the process dies, also on kill -9. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Handles of held locks: a collected handle would drop its lock. */
const held = new Set<DatabaseSync>()

/** The folder is in use by another process. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError'
  readonly folder: string
  readonly holder: number | null

  constructor(folder: string, holder: number | null, cause: unknown) {
    super(`data folder ${folder} is in use by process ${holder ?? 'unknown'}`, { cause })
    this.folder = folder
    this.holder = holder
  }
}

/**
 * Takes the folder for this process (making it, mode 0700, when it is not there) and returns the function that
 * gives it back. Throws `FolderInUseError` with the id of the process that holds it.
 *
 * SQLite takes POSIX advisory locks on a file of its own: nothing to clean up and nothing goes stale.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pidFile = join(folder, 'lock.pid')
  const handle = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 })
  try {
    handle.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    handle.close()
    throw new FolderInUseError(folder, readPid(pidFile), cause)
  }
  writeFileSync(pidFile, String(process.pid))
  held.add(handle)
  return () => {
    if (!held.delete(handle)) return
    handle.exec('rollback')
    handle.close()
  }
}

function readPid(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}
