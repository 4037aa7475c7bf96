/** Writes a document as an edition: decides in one transaction what it is to the editions in force, all of it or nothing. */
import type { Db } from '../db/db.ts'
import {
  currentEditionsOfKind,
  type Edition,
  findEditionByChecksum,
  insertEdition,
  lockEditions,
  supersedeEdition,
} from '../db/documents.ts'
import { planEditionNews } from '../db/edition-news.ts'
import { insertAbbreviations, insertPassages, type NewPassage } from '../db/passages.ts'
import { learnAbbreviations } from './abbreviations.ts'
import { findKinship, type Kinship } from './edition.ts'
import { type IngestResult, messageOf, unchangedResult } from './ingest-result.ts'
import { storeMeasures } from './measures/store.ts'
import type { DocumentDescription, Passage } from './passage.ts'

export interface Prepared {
  source: string
  checksum: string
  description: DocumentDescription
  /** The document says that it is a new wording of an earlier one. */
  revised: boolean
  /** ISO date of the latest change that its text takes in. */
  revisedOn: string | null
  passages: Passage[]
  rows: NewPassage[]
  /** The edition that a person said is replaced. */
  replaced: Edition | null
  now: Date
}

/** Decides and writes inside one transaction: two files taken in at once see each other. */
export async function storeEdition(tx: Db, prepared: Prepared): Promise<IngestResult> {
  const { source, checksum, description, passages, now } = prepared
  await lockEditions(tx)
  const known = await findEditionByChecksum(tx, checksum)
  if (known) return unchangedResult(tx, source, known)
  const kinship = await kinshipOf(tx, prepared)
  const old = kinship?.kind === 'newer' ? kinship.edition : null
  if (old) await supersedeEdition(tx, { id: old.id, now })
  const editionId = await insertEdition(tx, {
    ...{ ...description, source, checksum, now },
    revisedOn: prepared.revisedOn,
    documentId: kinship && kinship.kind !== 'unclear' ? kinship.edition.document_id : null,
    status: kinship?.kind === 'older' ? 'superseded' : 'current',
    supersedes: old?.id ?? null,
  })
  await insertPassages(tx, { editionId, passages: prepared.rows })
  const replacedId = old?.id ?? null
  await storeMeasures(tx, { editionId, replacedId, passages, description, now })
  if (old) await planEditionNews(tx, { editionId, replacedId: old.id, now })
  await insertAbbreviations(tx, { editionId, abbreviations: learnAbbreviations(passages) })
  const rows = passages.filter((passage) => passage.kind === 'row').length
  return {
    ...{ source, editionId, document: description.title },
    status: old ? 'superseding' : 'indexed',
    supersedes: old?.source ?? null,
    passages: passages.length,
    rows,
    message: messageOf(description.title, kinship, countClauses(passages), rows),
  }
}

/** What the document is to those in force; null where it is one of its own. */
export async function kinshipOf(
  db: Db,
  known: Pick<Prepared, 'source' | 'description' | 'revised' | 'revisedOn' | 'replaced'>,
): Promise<Kinship | null> {
  const { source, description, revised, revisedOn, replaced } = known
  if (replaced) return { kind: 'newer', edition: replaced }
  const current = await currentEditionsOfKind(db, description.kind)
  return findKinship({ ...description, source, revised, revisedOn }, current)
}

/** Everything that can be cited by a name of its own, rows of tables aside. */
export function countClauses(passages: Passage[]): number {
  return passages.filter(
    ({ ordinal, unit, kind, clause }) =>
      ordinal === unit && clause !== '' && kind !== 'row' && kind !== 'heading',
  ).length
}
