/** Builds the answering part for one command over the workspace's documents and models. */
import { createRag, type Rag } from '../rag/answer.ts'
import { createModels } from '../rag/models.ts'
import { rewriteQuestion } from '../rag/rewrite.ts'
import { createStatistics } from '../rag/statistics.ts'
import { createWriter } from '../rag/write.ts'
import { UserError } from './errors.ts'
import type { Workspace } from './workspace.ts'

/** Throws `UserError` where no document is indexed: there is nothing to ask. */
export async function openRag({ database, settings }: Workspace): Promise<Rag> {
  const { passages } = await createStatistics(database.pool).current()
  if (passages === 0) {
    throw new UserError(
      'В индексе нет документов. Добавьте их: npm run --silent vopros -- ingest <файлы или папки>',
    )
  }
  const { chat, embeddings } = await createModels(settings.models)
  return createRag({
    pool: database.pool,
    dense: await denseOf(embeddings),
    write: chat ? createWriter({ chat }) : null,
    rewrite: chat ? (request) => rewriteQuestion({ chat, ...request }) : null,
  })
}

/** The configured model's embedder, or null. */
export async function denseOf(named: Awaited<ReturnType<typeof createModels>>['embeddings']) {
  if (named === null) return null
  // LangChain is heavy: only a configured model needs it.
  const { createDenseEmbedder } = await import('../rag/dense.ts')
  return createDenseEmbedder(named)
}
