/** Lets one process at a time use a data folder; the kernel frees the lock when the process dies, also on kill -9. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseUnusableError } from '../errors.ts'

/** Handles of held locks: a collected handle would drop its lock. */
const held = new Set<DatabaseSync>()

/** Two processes that start in the same moment refuse each other, unless one waits a little. */
const PATIENCE_MS = 300

/** The folder is in use by another process. */
export class FolderInUseError extends DatabaseUnusableError {
  override name = 'FolderInUseError'
  readonly folder: string
  /** The id of the process that holds it; null when it cannot be told (for example in another container). */
  readonly holder: number | null

  constructor(folder: string, holder: number | null, cause: unknown) {
    super(
      `DATA_DIR: папку ${folder} занимает ${holder ? `процесс ${holder}` : 'другой процесс'}, а встроенная база служит одной программе. Отправьте файл боту или сначала остановите ту программу`,
      {
        cause,
      },
    )
    this.folder = folder
    this.holder = holder
  }
}

/**
 * Takes the folder for this process (making it, mode 0700, when it is not there) and returns the function that
 * gives it back. Throws `FolderInUseError` with the id of the process that holds it.
 *
 * SQLite takes POSIX advisory locks on a file of its own: nothing to clean up and nothing goes stale. Such a lock ends
 * as soon as its process closes *any* handle of the file: never read `lock.sqlite` in the process that holds it.
 */
export function lockFolder(folder: string): () => void {
  makeFolder(folder)
  const pidFile = join(folder, 'lock.pid')
  const handle = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: PATIENCE_MS })
  try {
    handle.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    handle.close()
    throw new FolderInUseError(folder, livingProcess(pidFile), cause)
  }
  // What a killed process left in it is overwritten here.
  writeFileSync(pidFile, String(process.pid))
  held.add(handle)
  return () => {
    if (!held.delete(handle)) return
    handle.exec('rollback')
    handle.close()
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DatabaseUnusableError(
      `DATA_DIR: не удалось создать папку ${folder} (${reason}); дайте права на запись или укажите другую`,
      { cause },
    )
  }
}

/** The id in the file, unless no process has it: the new holder may not have written its own yet. */
function livingProcess(pidFile: string): number | null {
  const pid = readPid(pidFile)
  if (!pid) return null
  try {
    process.kill(pid, 0)
    return pid
  } catch (error) {
    // It lives, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null
  }
}

function readPid(pidFile: string): number | null {
  try {
    return Number(readFileSync(pidFile, 'utf8')) || null
  } catch {
    return null
  }
}
