/** What a person is told of a file that was taken in, or was not. */
import type { Db } from '../db/db.ts'
import type { Edition } from '../db/documents.ts'
import { countPassages } from '../db/passages.ts'
import type { Kinship } from './edition.ts'
import { ingestTexts, reference } from './ingest-texts.ts'

export interface IngestResult {
  source: string
  /** The document's title; of a file that could not be read, its name. */
  document: string
  status: 'indexed' | 'unchanged' | 'superseding' | 'refused'
  /** Source of the edition whose place was taken. */
  supersedes: string | null
  passages: number
  rows: number
  /** Russian, for a person. */
  message: string
  /** The edition that holds the text now; null for a refused file. */
  editionId: number | null
}

/** Nothing was taken from the file; `message` says why. */
export function refusedResult(source: string, message: string): IngestResult {
  return {
    ...{ source, document: source, status: 'refused', supersedes: null },
    ...{ passages: 0, rows: 0, message, editionId: null },
  }
}

/** The same bytes are indexed already. */
export async function unchangedResult(
  db: Db,
  source: string,
  edition: Edition,
): Promise<IngestResult> {
  const text = UNCHANGED[edition.status]
  return {
    ...{ source, document: edition.title, status: 'unchanged', supersedes: null },
    ...(await countPassages(db, edition.id)),
    ...{ message: text(edition.title), editionId: edition.id },
  }
}

const UNCHANGED: Record<Edition['status'], (title: string) => string> = {
  current: ingestTexts.unchanged,
  superseded: ingestTexts.unchangedSuperseded,
  archived: ingestTexts.unchangedArchived,
}

/** What became of the file, in one or two sentences. */
export function messageOf(
  title: string,
  kinship: Kinship | null,
  clauses: number,
  rows: number,
): string {
  if (!kinship) return ingestTexts.indexed(title, clauses, rows)
  const other = reference({ ...kinship.edition, issuedOn: kinship.edition.issued_on })
  switch (kinship.kind) {
    case 'newer':
      return ingestTexts.superseding(title, clauses, rows, other)
    case 'older':
      return ingestTexts.older(title, other)
    case 'unclear':
      return (
        ingestTexts.indexed(title, clauses, rows) + ingestTexts.alike(other, kinship.edition.source)
      )
  }
}
