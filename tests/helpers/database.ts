/** A migrated, empty database of a test's own. */
import { readFileSync } from 'node:fs'
import { inject } from 'vitest'
import type { Database } from '../../db/database.ts'
import type { Db } from '../../db/db.ts'
import { openSnapshot } from '../../db/embedded/engine.ts'
import type { HubOptions } from '../../db/embedded/hub.ts'

/** The caller closes it. Takes about half a second: open one for a file and give each test people of its own. */
export async function openTestDatabase(options?: HubOptions): Promise<Database> {
  return openSnapshot(new Blob([readFileSync(inject('snapshot'))]), options)
}

/**
 * No chat has had anything of its limit, ever: for dialogues told faster than people talk. What the limits do is tested
 * where Telegram keeps them too.
 */
export async function withoutChatLimits(db: Db): Promise<void> {
  await db.query(
    `create function keep_nothing() returns trigger language plpgsql as 'begin return null; end'`,
  )
  await db.query(
    `create trigger keep_nothing before insert on send_chats
       for each row execute function keep_nothing()`,
  )
}
