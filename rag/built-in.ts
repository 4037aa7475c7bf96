/** The embedder that needs no model, over the words of one database's documents. */
import type { Db } from '../db/db.ts'
import { createSparseEmbedder, type Embedder } from './embedder.ts'
import { createStatistics } from './statistics.ts'
import { readThesaurus } from './thesaurus.ts'

export function createBuiltInEmbedder(db: Db): Embedder {
  const statistics = createStatistics(db)
  return createSparseEmbedder({ statistics: statistics.current, thesaurus: readThesaurus() })
}
