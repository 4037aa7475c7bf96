/** The documents as a shelf: those in force and those put away, each with all its editions. */
import type { Db } from './db.ts'
import type { ListedEdition } from './documents.ts'
import { KNOWLEDGE_KIND } from './knowledge.ts'

export interface ShelfDocument {
  document_id: number
  title: string
  kind: string
  number: string | null
  issued_on: string | null
  revised_on: string | null
  territory: string | null
  editions: number
}

/** Tutors' answers are editions too, but nobody brought them as documents. */
const IS_SHOWN = `e.kind <> '${KNOWLEDGE_KIND}' and case when $1 then
    e.status = 'archived' and not exists (
      select from editions o where o.document_id = e.document_id and (o.status = 'current' or o.status = 'archived' and o.id > e.id))
    else e.status = 'current' end`

/** A page of the documents in force or of the archived ones, by title; one more than `limit` tells of a next page. */
export async function listDocuments(
  db: Db,
  { archived, offset, limit }: { archived: boolean; offset: number; limit: number },
): Promise<ShelfDocument[]> {
  const { rows } = await db.query<ShelfDocument>(
    `select e.document_id::float8 as document_id, title, kind, number, issued_on::text as issued_on,
            revised_on::text as revised_on, territory,
            (select count(*)::integer from editions o where o.document_id = e.document_id) as editions
       from editions e where ${IS_SHOWN}
      order by lower(title), e.id offset $2 limit $3`,
    [archived, offset, limit + 1],
  )
  return rows
}

export async function countDocuments(db: Db, { archived }: { archived: boolean }): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from editions e where ${IS_SHOWN}`,
    [archived],
  )
  return rows[0]?.count ?? 0
}

/** The editions of a document, the one in force or last put away first; empty for an unknown one. */
export async function editionsOf(db: Db, documentId: number): Promise<ListedEdition[]> {
  const { rows } = await db.query<ListedEdition>(
    `select id::float8 as id, document_id::float8 as document_id, source, checksum, title, kind, number,
            issued_on::text as issued_on, revised_on::text as revised_on, issuer, territory, status,
            supersedes::float8 as supersedes, ingested_at,
            (select count(*)::integer from passages p where p.edition_id = e.id) as passages,
            (select count(*)::integer from passages p where p.edition_id = e.id and p.kind = 'row') as rows
       from editions e where document_id = $1 and kind <> $2
      order by status = 'current' desc, status = 'archived' desc, issued_on desc nulls last,
               revised_on desc nulls last, id desc`,
    [documentId, KNOWLEDGE_KIND],
  )
  return rows
}

/** Puts the document away: nothing is answered from it any more. Null when it is not in force. */
export async function archiveDocument(
  tx: Db,
  { documentId, now }: { documentId: number; now: Date },
): Promise<{ id: number; title: string } | null> {
  const { rows } = await tx.query<{ id: number; title: string }>(
    `update editions set status = 'archived', in_force_until = $2::timestamptz::date
      where document_id = $1 and status = 'current' and kind <> $3 returning id::float8 as id, title`,
    [documentId, now, KNOWLEDGE_KIND],
  )
  return rows[0] ?? null
}

/** Brings it back into force as it was; null when it is not archived, or another edition is in force. */
export async function restoreDocument(
  tx: Db,
  { documentId }: { documentId: number },
): Promise<{ id: number; title: string } | null> {
  const { rows } = await tx.query<{ id: number; title: string }>(
    `update editions set status = 'current', in_force_until = null
      where id = (select max(id) from editions where document_id = $1 and status = 'archived')
        and not exists (select from editions where document_id = $1 and status = 'current')
      returning id::float8 as id, title`,
    [documentId],
  )
  return rows[0] ?? null
}
