/** Opens the database the program works on: a PostgreSQL server, or the embedded engine in a folder. */
import type { Database } from './database.ts'
import { openEmbedded } from './embedded/engine.ts'
import { migrate } from './migrate.ts'
import { openServer } from './server.ts'

export type { Database } from './database.ts'

/**
 * Opens and migrates. `url` is that of a PostgreSQL server with pgvector; without it the engine is embedded and
 * keeps its files in `folder`. Throws `FolderInUseError` when another process has the folder, and
 * `DatabaseUnusableError` for whatever else the person who runs the program has to put right.
 */
export async function openDatabase(where: {
  url?: string | undefined
  folder: string
}): Promise<Database> {
  const database = where.url ? await openServer(where.url) : await openEmbedded(where.folder)
  try {
    await migrate(database.pool)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}
