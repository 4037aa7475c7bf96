/** A database with documents indexed, and the answering part over it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../../db/connect.ts'
import { createRag, type Rag, type RagDependencies } from '../../rag/answer.ts'
import { createIngest, type IngestOptions, type IngestResult } from '../../rag/ingest.ts'
import { openTestDatabase } from './database.ts'

export const CORPUS = join(import.meta.dirname, '../../corpus')
export const NOW = new Date('2026-11-23T09:00:00Z')

export interface Indexed {
  database: Database
  rag: Rag
  /** Indexes a text as if it were a file of that name. */
  add(name: string, text: string, options?: IngestOptions): Promise<IngestResult>
  close(): Promise<void>
}

/** Of the sample documents, or of nothing yet. The caller closes it. */
export async function openIndexed({
  samples = true,
  ...parts
}: { samples?: boolean } & Omit<RagDependencies, 'pool'> = {}): Promise<Indexed> {
  const database = await openTestDatabase()
  const ingest = createIngest({ pool: database.pool, clock: () => NOW })
  for (const name of samples ? readdirSync(CORPUS) : []) {
    await ingest.ingest({ name, bytes: readFileSync(join(CORPUS, name)) })
  }
  return {
    database,
    rag: createRag({ pool: database.pool, ...parts }),
    add: (name, text, options) => ingest.ingest({ name, bytes: Buffer.from(text) }, options),
    close: () => database.close(),
  }
}
