/** How columns come to the program: `bigint` as a number, everything else as node-postgres reads it. */
import pg from 'pg'

const BIGINT = pg.types.builtins.INT8

/** For the `types` of a pool. Ids and counts stay far below 2^53, where numbers end to be exact. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    type === BIGINT && format !== 'binary' ? Number : pg.types.getTypeParser(type, format),
}
