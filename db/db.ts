/** What every query function takes: a pool, or the client of a transaction. */
import type pg from 'pg'

export interface Db {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>
}

/** A database that can open transactions; `pg.Pool` on a server or on the embedded engine. */
export type Pool = pg.Pool
