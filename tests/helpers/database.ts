/** A migrated, empty database of a test's own. */
import { readFileSync } from 'node:fs'
import { inject } from 'vitest'
import type { Database } from '../../db/database.ts'
import { openSnapshot } from '../../db/embedded/engine.ts'
import type { HubOptions } from '../../db/embedded/hub.ts'

/** The caller closes it. Takes about half a second: open one for a file and give each test people of its own. */
export async function openTestDatabase(options?: HubOptions): Promise<Database> {
  return openSnapshot(new Blob([readFileSync(inject('snapshot'))]), options)
}
