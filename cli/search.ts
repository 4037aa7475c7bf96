/** `vopros search`: the clauses and rows that fit best, as JSON lines. */
import type { Rag } from '../rag/answer.ts'
import { type QueryLine, readQueries } from './batch.ts'
import { UserError } from './errors.ts'
import { openRag } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

/** `query`, or the lines of the file `batch`. */
export async function search(
  query: string | undefined,
  options: { top: string; batch?: string; municipality?: string },
): Promise<void> {
  const top = Number(options.top)
  if (!Number.isInteger(top) || top < 1)
    throw new UserError(`--top: нужно целое число от 1, получено ${options.top}`)
  const lines = linesOf(query, options.batch)
  await withWorkspace(async (workspace) => {
    const rag = await openRag(workspace)
    for (const line of lines) {
      const municipality = line.municipality ?? options.municipality ?? null
      process.stdout.write(
        `${JSON.stringify(await foundLine(rag, { ...line, municipality, top }))}\n`,
      )
    }
  })
}

/** One line of output, with the fields that SPEC section 13 names. */
async function foundLine(
  rag: Rag,
  { id, query, municipality, top }: QueryLine & { municipality: string | null; top: number },
) {
  const started = performance.now()
  const hits = await rag.search(query, { top, municipality, now: new Date() })
  return {
    id,
    query,
    hits: hits.map(({ document, source, clause, quote, score }) => ({
      document,
      source,
      clause,
      text: quote,
      score,
    })),
    latency_ms: Math.round((performance.now() - started) * 10) / 10,
  }
}

function linesOf(query: string | undefined, batch: string | undefined): QueryLine[] {
  if (batch !== undefined) return readQueries(batch)
  if (query === undefined)
    throw new UserError('Напишите, что искать, или дайте файл: --batch <файл.jsonl>')
  return [{ id: '1', query, municipality: null }]
}
