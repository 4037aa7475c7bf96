/** The configured embedding model for a command whose result is worth nothing when the model was silent on the way. */
import { hasPassagesToEmbed } from '../db/passage-vectors.ts'
import type { Embedder } from '../rag/embedder.ts'
import { ModelError } from '../rag/model.ts'
import { createModels } from '../rag/models.ts'
import { ensureTrust, trustIn } from '../rag/trust.ts'
import { UserError } from './errors.ts'
import { denseOf } from './open-rag.ts'
import type { Workspace } from './workspace.ts'

export interface HeardModel {
  dense: Embedder | null
  trust: number
  /** Throws `UserError` if the model once gave no vector: what was learned would hold for searching without it. */
  assertHeard(): void
}

/** None where none is configured. Throws `UserError` where the model is trusted and has not seen all passages, or does not answer. */
export async function openHeardModel(
  { settings, database: { pool } }: Workspace,
  embedder: Embedder,
): Promise<HeardModel> {
  const { embeddings } = await createModels(settings.models)
  const dense = await denseOf(embeddings)
  if (dense === null) return { dense, trust: 0, assertHeard: () => {} }
  let failed: ModelError | null = null
  const hear = (error: unknown): never => {
    if (error instanceof ModelError) failed ??= error
    throw error
  }
  const assertHeard = () => {
    if (failed) throw new UserError(notHeard(dense.name, failed))
  }
  await ensureTrust(pool, dense, new Date()).catch((error: unknown) => {
    throw error instanceof ModelError ? new UserError(notHeard(dense.name, error)) : error
  })
  const trust = await trustIn(pool, dense)
  if (trust === 0) process.stderr.write(`${untrusted(dense.name)}\n`)
  const wanted = { sparse: embedder.name, dense: dense.name }
  if (trust > 0 && (await hasPassagesToEmbed(pool, wanted))) {
    throw new UserError(
      `EMBEDDING_MODEL: у части документов нет векторов модели ${dense.name}. Запустите программу (npm start): она сделает их сама`,
    )
  }
  const heard = { ...dense, embedQuery: (text: string) => dense.embedQuery(text).catch(hear) }
  return { dense: heard, trust, assertHeard }
}

const untrusted = (model: string) =>
  `EMBEDDING_MODEL: модель ${model} не сближает фразы одного смысла, поэтому ответы и калибровка обходятся без неё`

function notHeard(model: string, { reason }: ModelError): string {
  return `EMBEDDING_MODEL: модель ${model} не отвечает (${reason}), а без неё калибровка была бы о другом поиске. Проверьте: npm run --silent vopros -- doctor`
}
