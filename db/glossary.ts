/** The centre's own abbreviations and everyday words, as methodists keep them. */
import type { Db } from './db.ts'

export interface GlossaryEntry {
  id: number
  kind: 'abbreviation' | 'everyday'
  term: string
  meaning: string
}

const COLUMNS = 'id::float8 as id, kind, term, meaning'

export async function countGlossary(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::integer as count from glossary',
  )
  return rows[0]?.count ?? 0
}

/** In the order of the alphabet; all of them without a limit. */
export async function listGlossary(
  db: Db,
  { offset = 0, limit = null }: { offset?: number; limit?: number | null } = {},
): Promise<GlossaryEntry[]> {
  const { rows } = await db.query<GlossaryEntry>(
    `select ${COLUMNS} from glossary order by key, id offset $1 limit $2`,
    [offset, limit],
  )
  return rows
}

/** Entries that hold each of the words, in normal form, or words that go on with them. */
export async function searchGlossary(
  db: Db,
  { words, limit }: { words: readonly string[]; limit: number },
): Promise<GlossaryEntry[]> {
  const { rows } = await db.query<GlossaryEntry>(
    `select ${COLUMNS} from glossary
      where search_text like all ($1::text[])
      order by key = $2 desc, key like $2 || '%' desc, key, id limit $3`,
    [words.map((word) => `%${word}%`), words.join(' '), limit],
  )
  return rows
}

export async function findGlossaryEntry(db: Db, id: number): Promise<GlossaryEntry | null> {
  const { rows } = await db.query<GlossaryEntry>(`select ${COLUMNS} from glossary where id = $1`, [
    id,
  ])
  return rows[0] ?? null
}

/** The entries that there are of these keys, by their keys. */
export async function findGlossaryKeys(
  db: Db,
  { keys }: { keys: readonly string[] },
): Promise<Map<string, GlossaryEntry>> {
  const { rows } = await db.query<GlossaryEntry & { key: string }>(
    `select ${COLUMNS}, key from glossary where key = any($1)`,
    [keys],
  )
  return new Map(rows.map(({ key, ...entry }) => [key, entry]))
}

export interface NewGlossaryEntry extends Omit<GlossaryEntry, 'id'> {
  key: string
  searchText: string
}

/** Adds the entry or corrects the one of its key; null when there is just this one already. */
export async function saveGlossaryEntry(
  db: Db,
  { entry, now }: { entry: NewGlossaryEntry; now: Date },
): Promise<{ id: number; change: 'added' | 'corrected' } | null> {
  const { rows } = await db.query<{ id: number; added: boolean }>(
    `insert into glossary as known (kind, term, meaning, key, search_text, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (key) do update
        set kind = excluded.kind, term = excluded.term, meaning = excluded.meaning,
            search_text = excluded.search_text, changed_at = excluded.changed_at,
            revision = nextval('glossary_revisions')
      where (known.kind, known.term, known.meaning) <> (excluded.kind, excluded.term, excluded.meaning)
     returning id::float8 as id, xmax = 0 as added`,
    [entry.kind, entry.term, entry.meaning, entry.key, entry.searchText, now],
  )
  const [saved] = rows
  return saved ? { id: saved.id, change: saved.added ? 'added' : 'corrected' } : null
}

/** The entry that was removed; null when somebody was faster. */
export async function removeGlossaryEntry(
  db: Db,
  { id }: { id: number },
): Promise<GlossaryEntry | null> {
  const { rows } = await db.query<GlossaryEntry>(
    `delete from glossary where id = $1 returning ${COLUMNS}`,
    [id],
  )
  return rows[0] ?? null
}
