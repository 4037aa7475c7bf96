/** What of the documents is in force at the moment. */
import type { Db } from './db.ts'

/** True while the edition is the one in force; false for a superseded, archived or deleted one. */
export async function isInForce(db: Db, { editionId }: { editionId: number }): Promise<boolean> {
  const { rowCount } = await db.query(`select from editions where id = $1 and status = 'current'`, [
    editionId,
  ])
  return rowCount === 1
}

/** Whether any document is in force: without one nothing can be answered. */
export async function hasDocuments(db: Db): Promise<boolean> {
  const { rowCount } = await db.query(`select from editions where status = 'current' limit 1`)
  return rowCount === 1
}
