/** Builds the answering part for one command over the workspace's documents and models. */
import { createRag, type Rag, type RagDependencies } from '../rag/answer.ts'
import type { Embedder } from '../rag/embedder.ts'
import { type ChatModel, ModelError } from '../rag/model.ts'
import { createModels } from '../rag/models.ts'
import { rewriteQuestion } from '../rag/rewrite.ts'
import { createStatistics } from '../rag/statistics.ts'
import { ensureTrust } from '../rag/trust.ts'
import { createWriter, type WriterOptions } from '../rag/write.ts'
import { UserError } from './errors.ts'
import { EMPTY_INDEX, type Workspace } from './workspace.ts'

/**
 * Throws `UserError` where no document is indexed: there is nothing to ask. `onSilence` hears of each question that was
 * searched without the configured embedding model because its service did not answer.
 */
export async function openRag(
  { database, settings }: Workspace,
  onSilence: (error: ModelError) => void = () => {},
): Promise<Rag> {
  const { passages } = await createStatistics(database.pool).current()
  if (passages === 0) {
    throw new UserError(EMPTY_INDEX)
  }
  const { chat, embeddings } = await createModels(settings.models)
  const dense = await denseOf(embeddings)
  const away = dense && (await whyUnmeasured(database, dense))
  const rag = createRag({
    pool: database.pool,
    dense: dense && telling(dense, onSilence),
    ...writingOf(chat),
  })
  if (away === null) return rag
  return {
    ...rag,
    answer: async (question, options) => {
      const outcome = await rag.answer(question, options)
      if (outcome.kind !== 'greeted' && outcome.kind !== 'declined') onSilence(away)
      return outcome
    },
  }
}

/** A command may be the first that meets the model; one that is away stays unmeasured, and is not asked. */
async function whyUnmeasured(
  { pool }: Workspace['database'],
  dense: Embedder,
): Promise<ModelError | null> {
  try {
    await ensureTrust(pool, dense, new Date())
    return null
  } catch (error) {
    if (error instanceof ModelError) return error
    throw error
  }
}

function telling(dense: Embedder, onSilence: (error: ModelError) => void): Embedder {
  return {
    ...dense,
    embedQuery: (text) =>
      dense.embedQuery(text).catch((error: unknown) => {
        if (error instanceof ModelError) onSilence(error)
        throw error
      }),
  }
}

/** What the configured chat model does for answers: nothing where there is none. */
export function writingOf(
  chat: ChatModel | null,
  onResult?: WriterOptions['onResult'],
): Pick<RagDependencies, 'write' | 'rewrite'> {
  if (!chat) return {}
  return {
    write: createWriter({ chat, ...(onResult ? { onResult } : {}) }),
    rewrite: (request) => rewriteQuestion({ chat, ...request }),
  }
}

/** The configured model's embedder, or null. */
export async function denseOf(
  named: Awaited<ReturnType<typeof createModels>>['embeddings'],
): Promise<Embedder | null> {
  if (named === null) return null
  // LangChain is heavy: only a configured model needs it.
  const { createDenseEmbedder } = await import('../rag/dense.ts')
  return createDenseEmbedder(named)
}
