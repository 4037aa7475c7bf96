/** What the commands work on: the settings and the database, opened for one command and closed after it. */
import { type Database, openDatabase } from '../db/connect.ts'
import { FolderInUseError } from '../db/embedded/folder-lock.ts'
import { UserError } from './errors.ts'
import { readSettings, type Settings } from './settings.ts'

export interface Workspace {
  settings: Settings
  database: Database
}

/** Opens the database of the settings, hands it to `work` and closes it whatever happens; returns what `work` returned. */
export async function withWorkspace<Result>(
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  const settings = readSettings(process.env)
  const database = await openDatabase({ url: settings.databaseUrl, folder: settings.dataDir })
  try {
    return await work({ settings, database })
  } finally {
    await database.close()
  }
}

/** One line for the person at the keyboard; what is no fault of theirs keeps its stack. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message
  if (error instanceof FolderInUseError) return explainFolderInUse(error)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function explainFolderInUse({ folder, holder }: FolderInUseError): string {
  return (
    `DATA_DIR: папку ${folder} занимает процесс ${holder ?? '(неизвестен)'}, ` +
    'а встроенная база служит одной программе. ' +
    'Отправьте файл боту или сначала остановите ту программу.'
  )
}
