/** Stores the measures of an edition with its passages, and lets them go on from those of the edition it replaces. */
import type { Db } from '../../db/db.ts'
import { followMeasures, insertMeasures } from '../../db/measures.ts'
import type { DocumentDescription, Passage } from '../passage.ts'
import { readMeasures } from './read.ts'

export async function storeMeasures(
  tx: Db,
  edition: {
    editionId: number
    /** The edition whose place it takes. */
    replacedId: number | null
    passages: readonly Passage[]
    description: Pick<DocumentDescription, 'title' | 'kind' | 'issuedOn'>
    now: Date
  },
): Promise<void> {
  const { editionId, replacedId, passages, description, now } = edition
  const { measures, until } = readMeasures(passages, description)
  await insertMeasures(tx, { editionId, measures, until, now })
  if (replacedId !== null) await followMeasures(tx, { editionId, replacedId })
}
