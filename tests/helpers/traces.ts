/** Everything that the database holds, as text, to be searched for what should not be there. */
import type { Database } from '../../db/database.ts'

/** «table: row» for each row of every table of ours and of the queue. */
export async function rowsOf({ pool }: Database): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
       from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${name} t`,
    )
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}

/** The rows that hold any of these words. */
export async function tracesOf(
  database: Database,
  ...words: (string | number)[]
): Promise<string[]> {
  const rows = await rowsOf(database)
  return rows.filter((row) => words.some((word) => row.includes(String(word))))
}
