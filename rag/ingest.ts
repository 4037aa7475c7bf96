/** Takes a file in: reads and cuts it, recognises whether it is new, the same or a later edition, and indexes it at once or not at all. */
import { createHash } from 'node:crypto'
import type { Db, Pool } from '../db/db.ts'
import { type Edition, findEditionByChecksum, findEditionsNamed } from '../db/documents.ts'
import { clausesOf } from '../db/edition-news.ts'
import { transaction } from '../db/transaction.ts'
import type { Block, ReadDocument } from './blocks.ts'
import { changedClauses, wholeClauses } from './changed-clauses.ts'
import { findConcerned } from './concerned.ts'
import { describe } from './describe.ts'
import { embedAll } from './embed-passages.ts'
import { createSparseEmbedder, type Embedder } from './embedder.ts'
import { type IngestResult, refusedResult, unchangedResult } from './ingest-result.ts'
import { ingestTexts } from './ingest-texts.ts'
import type { DocumentDescription } from './passage.ts'
import { cutPassages } from './passages.ts'
import { UnreadableFileError } from './readers/errors.ts'
import { type FileToRead, readFile } from './readers/read.ts'
import { isRevised, revisionDate } from './revision.ts'
import { createStatistics } from './statistics.ts'
import { countClauses, kinshipOf, storeEdition } from './store-edition.ts'
import { readThesaurus } from './thesaurus.ts'

export type { IngestResult } from './ingest-result.ts'

/** What was made of a file, for a person to confirm or correct (`description`) before it is indexed. */
export interface Understood {
  /** Base name of the file. */
  source: string
  checksum: string
  description: DocumentDescription
  blocks: Block[]
  /** How many numbered clauses, and how many rows of tables. */
  clauses: number
  rows: number
  /** The document says that it is a new wording of an earlier one. */
  revised: boolean
  /** ISO date of the latest change that its text takes in. */
  revisedOn: string | null
}

/** What storing it would do to the documents in force. */
export interface Foreseen {
  /** The edition whose place it takes. */
  replaces: Edition | null
  /** Looks like it, but nothing says which of them is the later one. */
  alike: Edition | null
  /** How many of that one's clauses it changes or leaves out, and how many people were answered from them. */
  changed: number
  concerned: number
}

export interface IngestOptions {
  /** File name or title of the document in force whose place this one takes. */
  replaces?: string | undefined
  /** Said by a person; wins over what the document says. */
  territory?: string | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** `done` of `total` passages are ready to be stored. */
export interface Progress {
  source: string
  done: number
  total: number
}

export interface Ingest {
  /** Reads the file and says what it is. Throws `UnreadableFileError`. */
  understand(file: FileToRead): Promise<Understood>
  /** Says what indexing it would do. */
  foresee(understood: Understood, options?: IngestOptions): Promise<Foreseen>
  /** Indexes what was understood; all of it becomes visible at once. A model that fails costs its vectors, not the document. */
  index(understood: Understood, options?: IngestOptions): Promise<IngestResult>
  /** Both in one; a file that cannot be read is a result, not an error. */
  ingest(file: FileToRead, options?: IngestOptions): Promise<IngestResult>
}

interface Dependencies {
  pool: Pool
  /** The built-in embedder where none is given. */
  embedder?: Embedder
  /** A configured model, which joins the built-in one. */
  dense?: Embedder | null
  clock: () => Date
  /** For many files: a reader that keeps its process. */
  read?: (file: FileToRead) => Promise<ReadDocument>
}

export function createIngest({
  pool,
  dense = null,
  clock,
  read = readFile,
  ...given
}: Dependencies): Ingest {
  const embedder =
    given.embedder ??
    createSparseEmbedder({ statistics: createStatistics(pool).current, thesaurus: readThesaurus() })

  async function understand(file: FileToRead): Promise<Understood> {
    const document = await read(file)
    const description = describe(document, file.name)
    const passages = cutPassages(document.blocks, description)
    return {
      source: baseName(file.name),
      checksum: checksumOf(file),
      description,
      blocks: document.blocks,
      clauses: countClauses(passages),
      rows: passages.filter((passage) => passage.kind === 'row').length,
      revised: isRevised(passages),
      revisedOn: revisionDate(passages),
    }
  }

  async function foresee(understood: Understood, options: IngestOptions = {}): Promise<Foreseen> {
    const nothing = { replaces: null, alike: null, changed: 0, concerned: 0 }
    if (await findEditionByChecksum(pool, understood.checksum)) return nothing
    const description = withTerritory(understood.description, options.territory)
    const replaced = await findReplaced(pool, options.replaces)
    const known = { ...understood, description, replaced: replaced.edition ?? null }
    const kinship = await kinshipOf(pool, known)
    if (kinship?.kind !== 'newer') {
      const alike = kinship?.kind === 'unclear' ? kinship.edition : null
      return { ...nothing, alike }
    }
    const { edition } = kinship
    const clauses = wholeClauses(cutPassages(understood.blocks, description))
    const changed = changedClauses(await clausesOf(pool, edition.id), clauses).size
    const place = { documentId: edition.document_id, replacedId: edition.id, editionId: null }
    const concerned = await findConcerned(pool, { ...place, clauses }, clock())
    return { replaces: edition, alike: null, changed, concerned: concerned.length }
  }

  async function index(understood: Understood, options: IngestOptions = {}): Promise<IngestResult> {
    const { source, checksum } = understood
    const known = await findEditionByChecksum(pool, checksum)
    if (known) return unchangedResult(pool, source, known)
    const description = withTerritory(understood.description, options.territory)
    const passages = cutPassages(understood.blocks, description)
    if (passages.length === 0) return refusedResult(source, ingestTexts.noText(source))
    const replaced = await findReplaced(pool, options.replaces)
    if ('refusal' in replaced) return refusedResult(source, replaced.refusal)
    // Embedding may take minutes and a network: nothing is locked meanwhile.
    const rows = await embedAll(passages, description.title, { sparse: embedder, dense }, (done) =>
      options.onProgress?.({ source, done, total: passages.length }),
    )
    return transaction(pool, (tx) =>
      storeEdition(tx, {
        ...understood,
        description,
        passages,
        rows,
        replaced: replaced.edition,
        now: clock(),
      }),
    )
  }

  async function ingest(file: FileToRead, options: IngestOptions = {}): Promise<IngestResult> {
    const known = await findEditionByChecksum(pool, checksumOf(file))
    if (known) return unchangedResult(pool, baseName(file.name), known)
    try {
      return await index(await understand(file), options)
    } catch (error) {
      const source = baseName(file.name)
      if (error instanceof UnreadableFileError) return refusedResult(source, error.message)
      throw error
    }
  }

  return { understand, foresee, index, ingest }
}

async function findReplaced(
  db: Db,
  name: string | undefined,
): Promise<{ edition: Edition | null } | { edition?: never; refusal: string }> {
  if (name === undefined) return { edition: null }
  const editions = await findEditionsNamed(db, name)
  const [edition, another] = editions
  if (!edition) return { refusal: ingestTexts.nothingToReplace(name) }
  return another ? { refusal: ingestTexts.ambiguousReplace(name) } : { edition }
}

function withTerritory(description: DocumentDescription, territory?: string): DocumentDescription {
  return territory ? { ...description, territory } : description
}

function checksumOf(file: FileToRead): string {
  return createHash('sha256').update(file.bytes).digest('hex')
}

function baseName(name: string): string {
  return name.replace(/^.*[\\/]/, '')
}
