/** Documents and their editions: which is in force, which was before it. */
import type { Db } from './db.ts'
import { KNOWLEDGE_KIND } from './knowledge.ts'

export interface Edition {
  id: number
  document_id: number
  source: string
  checksum: string
  title: string
  kind: string
  number: string | null
  /** ISO date. */
  issued_on: string | null
  /** ISO date of the latest change that the text takes in: «в редакции приказа от …». */
  revised_on: string | null
  issuer: string | null
  territory: string | null
  status: 'current' | 'superseded' | 'archived'
  supersedes: number | null
  ingested_at: Date
}

const COLUMNS = `id::float8 as id, document_id::float8 as document_id, source, checksum, title, kind, number,
  issued_on::text as issued_on, revised_on::text as revised_on, issuer, territory, status, supersedes::float8 as supersedes, ingested_at`

/** Whoever changes editions does it alone, until the transaction ends; the number is ours and arbitrary. */
export async function lockEditions(tx: Db): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [7_305_212])
}

/** The edition made of exactly these bytes, whatever its status, or null. */
export async function findEditionByChecksum(db: Db, checksum: string): Promise<Edition | null> {
  const { rows } = await db.query<Edition>(`select ${COLUMNS} from editions where checksum = $1`, [
    checksum,
  ])
  return rows[0] ?? null
}

/** Editions in force of the kind, among which the one that a new edition replaces must be. */
export async function currentEditionsOfKind(db: Db, kind: string): Promise<Edition[]> {
  const { rows } = await db.query<Edition>(
    `select ${COLUMNS} from editions where kind = $1 and status = 'current' order by id`,
    [kind],
  )
  return rows
}

/** Editions in force with this file name or title, letter case aside; the newest first. Tutors' answers are none. */
export async function findEditionsNamed(db: Db, name: string): Promise<Edition[]> {
  const { rows } = await db.query<Edition>(
    `select ${COLUMNS} from editions
      where status = 'current' and kind <> $2 and lower($1) in (lower(source), lower(title)) order by id desc`,
    [name.trim(), KNOWLEDGE_KIND],
  )
  return rows
}

export interface NewEdition {
  /** The document this is an edition of, or null for the first of a new one. */
  documentId: number | null
  source: string
  checksum: string
  title: string
  kind: string
  number: string | null
  issuedOn: string | null
  revisedOn?: string | null
  issuer: string | null
  territory: string | null
  /** An edition older than the one in force is kept as superseded from the start. */
  status: 'current' | 'superseded'
  supersedes: number | null
  now: Date
}

/** Inserts the edition, and its document where it is the first; returns the edition's id. */
export async function insertEdition(tx: Db, edition: NewEdition): Promise<number> {
  const documentId = edition.documentId ?? (await insertDocument(tx, edition.now))
  const { rows } = await tx.query<{ id: number }>(
    `insert into editions (document_id, source, checksum, title, kind, number, issued_on, issuer, territory, status,
                           supersedes, ingested_at, revised_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id::float8 as id`,
    [
      documentId,
      edition.source,
      edition.checksum,
      edition.title,
      edition.kind,
      edition.number,
      edition.issuedOn,
      edition.issuer,
      edition.territory,
      edition.status,
      edition.supersedes,
      edition.now,
      edition.revisedOn ?? null,
    ],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the edition was not inserted')
  return id
}

async function insertDocument(tx: Db, now: Date): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'insert into documents (created_at) values ($1) returning id::float8 as id',
    [now],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the document was not inserted')
  return id
}

/** The edition is no longer in force: it is not cited any more. */
export async function supersedeEdition(
  tx: Db,
  { id, now }: { id: number; now: Date },
): Promise<void> {
  await tx.query(
    `update editions set status = 'superseded', in_force_until = $2::timestamptz::date
      where id = $1 and status = 'current'`,
    [id, now],
  )
}

export interface ListedEdition extends Edition {
  passages: number
  /** Rows of tables among them. */
  rows: number
}

/** Every edition: those in force by title, under each what it replaced. */
export async function listEditions(db: Db): Promise<ListedEdition[]> {
  const { rows } = await db.query<ListedEdition>(
    `select ${COLUMNS},
            (select count(*)::integer from passages p where p.edition_id = editions.id) as passages,
            (select count(*)::integer from passages p where p.edition_id = editions.id and p.kind = 'row') as rows
       from editions
      order by (select min(lower(current.title)) from editions current
                 where current.document_id = editions.document_id and current.status = 'current') nulls last,
               document_id, status = 'current' desc, issued_on desc nulls last, id desc`,
  )
  return rows
}
