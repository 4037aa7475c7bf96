/** Gives passages the vectors of the embedder in use, in the background: after a change of the model, or when its service is back. */
import type { Db } from '../db/db.ts'
import {
  hasPassagesToEmbed,
  type PassageToEmbed,
  passagesToEmbed,
  storeVectors,
  type VectorKind,
} from '../db/passage-vectors.ts'
import { BATCH, columnOf, type Embedders } from '../rag/embed-passages.ts'
import type { Embedder } from '../rag/embedder.ts'
import { ModelError } from '../rag/model.ts'

export interface ReEmbed {
  /** Whether the job is wanted now: passages wait, and the model's service has not failed just before. */
  isDue(): Promise<boolean>
  /** The handler: pages until none is left, its time is up or the model fails. Each page that is written stays written. */
  run(): Promise<void>
}

/** Learns how far the model in use can be trusted, once all passages have its vectors. */
export interface Trust {
  isKnown(): Promise<boolean>
  learn(): Promise<void>
}

export interface ReEmbedLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

/** The rows are looked at so often; documents may also come from another process. */
const LOOK_EVERY_MS = 30_000
/** No page is begun after this: a program that is told to stop does not wait for a whole index. */
const JOB_MS = 3_000
const FIRST_PAUSE_MS = 15_000
const LONGEST_PAUSE_MS = 5 * 60_000

/** `now` in milliseconds from anywhere: it measures patience with a service, not what people agreed on. */
export function createReEmbed({
  pool,
  embedders,
  log,
  now = () => performance.now(),
  trust = null,
}: {
  pool: Db
  embedders: Embedders
  log: ReEmbedLog
  now?: () => number
  trust?: Trust | null
}): ReEmbed {
  const { sparse, dense } = embedders
  let lookAt = Number.NEGATIVE_INFINITY
  let pauseMs = FIRST_PAUSE_MS
  /** Since all vectors of the kind were as they should be, for the log. */
  const counts = new Map<VectorKind, number>()

  async function embedSome(kind: VectorKind, embedder: Embedder, until: number): Promise<boolean> {
    for (let after = 0; now() < until; ) {
      const wanted = { kind, embedder: embedder.name, after, limit: BATCH }
      const passages = await passagesToEmbed(pool, wanted)
      if (passages.length > 0) await embedPage(pool, { kind, embedder, passages })
      const count = (counts.get(kind) ?? 0) + passages.length
      counts.set(kind, count)
      if (passages.length < BATCH) {
        if (count > 0) log.info({ embedder: embedder.name, count }, 'passages have new vectors')
        counts.delete(kind)
        return true
      }
      after = passages.at(-1)?.id ?? after
    }
    return false
  }

  return {
    async isDue() {
      if (now() < lookAt) return false
      lookAt = now() + LOOK_EVERY_MS
      const wanted = { sparse: sparse.name, dense: dense?.name ?? null }
      return (await hasPassagesToEmbed(pool, wanted)) || (await trust?.isKnown()) === false
    },

    async run() {
      const until = now() + JOB_MS
      try {
        const isDone =
          (await embedSome('sparse', sparse, until)) &&
          (dense === null || (await embedSome('dense', dense, until)))
        if (isDone) await trust?.learn()
        pauseMs = FIRST_PAUSE_MS
        if (!isDone) lookAt = now()
      } catch (error) {
        if (!(error instanceof ModelError)) throw error
        log.warn({ reason: error.reason, pauseMs }, 'the model does not embed; trying again later')
        lookAt = now() + pauseMs
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
      }
    },
  }
}

async function embedPage(
  db: Db,
  page: { kind: VectorKind; embedder: Embedder; passages: PassageToEmbed[] },
): Promise<void> {
  const { kind, embedder, passages } = page
  const texts = passages.map(({ search_text, search_context }) => ({
    text: search_text,
    context: search_context,
  }))
  const made = await embedder.embedPassages(texts)
  const vectors = passages.map(({ id }, index) => ({ id, ...columnOf(made[index]) }))
  await storeVectors(db, { kind, embedder: embedder.name, vectors })
}
