/** Somebody whom a list knew before the bot did: what the list says of them becomes theirs, so that nobody counts twice. */
import type { Db } from '../db/db.ts'
import { adoptListedRow, findListedBeside } from '../db/diagnostics-listed.ts'
import { compareNames, parseName } from '../rag/rosters/person-name.ts'

/**
 * Gives the person the rows of all lists that certainly mean them: the same name at the same institution, and nobody
 * else of that name. Call it in a transaction.
 */
export async function adoptListed(tx: Db, { personId }: { personId: number }): Promise<void> {
  const beside = await findListedBeside(tx, { personId })
  const read = beside && parseName(beside.name)
  if (!read) return
  const same = beside.listed.filter(({ name }) => {
    const listed = parseName(name)
    return listed !== null && compareNames(listed, read).likeness === 'same'
  })
  if (new Set(same.map(({ identity }) => identity)).size !== 1) return
  for (const { id } of same) await adoptListedRow(tx, { id, personId })
}
