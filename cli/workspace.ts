/** What the commands work on: the settings and the database, opened for one command and closed after it. */
import { type Database, openDatabase } from '../db/connect.ts'
import { readSettings, type Settings } from './settings.ts'

/** What a command says where there is nothing to work on. */
export const EMPTY_INDEX =
  'В индексе нет документов. Добавьте их: npm run --silent vopros -- ingest <файлы или папки>'

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
