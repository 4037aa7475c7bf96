/** The project itself as a contender: its own cutting, its own index, its own ranking. */
import type { Database } from '../../db/connect.ts'
import { createRag } from '../../rag/answer.ts'
import type { Embedder } from '../../rag/embedder.ts'
import { createIngest } from '../../rag/ingest.ts'
import { openReader } from '../../rag/readers/read.ts'
import { ensureTrust } from '../../rag/trust.ts'
import { type Contender, MOST_FOUND, type Search } from './contender.ts'
import type { Material } from './documents.ts'
import { withDatabase } from './place.ts'

/** `dense` is the configured model's embedder; without it the built-in one works alone. */
export function ours(dense: Embedder | null): Contender {
  return {
    name: dense ? `vopros, ${dense.name}` : 'vopros',
    withIndex: (material, work) =>
      withDatabase(undefined, async ({ pool }) => {
        const began = performance.now()
        await indexAll(pool, material.files, dense)
        const seconds = (performance.now() - began) / 1000
        if (dense) await ensureTrust(pool, dense, new Date())
        const rag = createRag({ pool, dense })
        const search: Search = async ({ question, municipality }) => {
          const hits = await rag.search(question, {
            top: MOST_FOUND,
            municipality,
            now: new Date(),
          })
          return hits.map(({ quote }) => quote)
        }
        return work({ search, seconds, rag })
      }),
  }
}

/** As `vopros ingest` does it, in the reading process. Throws for a document that is refused. */
export async function indexAll(
  pool: Database['pool'],
  files: Material['files'],
  dense: Embedder | null = null,
): Promise<number> {
  const reader = openReader()
  const library = createIngest({ pool, dense, clock: () => new Date(), read: reader.read })
  try {
    let passages = 0
    for (const file of files) {
      const result = await library.ingest(file)
      if (result.status === 'refused') throw new Error(`${file.name}: ${result.message}`)
      passages += result.passages
    }
    return passages
  } finally {
    await reader.close()
  }
}
