/** `vopros search`: the clauses and rows that fit best, as JSON lines. */
import { Command } from 'commander'
import { type QueryLine, readQueries } from './batch.ts'
import { UserError } from './errors.ts'
import { openRag } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

export function searchCommand(): Command {
  return new Command('search')
    .description('finds the clauses and rows that fit best, as a line of JSON for each query')
    .argument('[query]', 'what to look for')
    .option('--top <n>', 'how many to show', '10')
    .option('--batch <file.jsonl>', 'lines with "id" and "query"')
    .option('--municipality <name>', 'look in the documents of this municipality')
    .option('--json', 'accepted for uniformity: the output is always JSON')
    .action(
      async (
        query: string | undefined,
        options: { top: string; batch?: string; municipality?: string },
      ) => {
        const top = Number(options.top)
        if (!Number.isInteger(top) || top < 1)
          throw new UserError(`--top: нужно целое число от 1, получено ${options.top}`)
        const lines = linesOf(query, options.batch)
        await withWorkspace(async (workspace) => {
          const rag = await openRag(workspace)
          for (const line of lines) {
            const municipality = line.municipality ?? options.municipality ?? null
            const started = performance.now()
            const hits = await rag.search(line.query, { top, municipality, now: new Date() })
            const found = {
              id: line.id,
              query: line.query,
              hits: hits.map(({ document, source, clause, quote, score }) => ({
                document,
                source,
                clause,
                text: quote,
                score,
              })),
              latency_ms: Math.round((performance.now() - started) * 10) / 10,
            }
            process.stdout.write(`${JSON.stringify(found)}\n`)
          }
        })
      },
    )
}

function linesOf(query: string | undefined, batch: string | undefined): QueryLine[] {
  if (batch !== undefined) return readQueries(batch)
  if (query === undefined)
    throw new UserError('Напишите, что искать, или дайте файл: --batch <файл.jsonl>')
  return [{ id: '1', query, municipality: null }]
}
