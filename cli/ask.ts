/** `vopros ask`: answers one question or a file of them as JSON lines; nothing is recorded, no ticket made. */
import type { Rag } from '../rag/answer.ts'
import { type BatchLine, readQuestions } from './batch.ts'
import { UserError } from './errors.ts'
import { openRag } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

/** `question`, or the lines of the file `batch`. */
export async function ask(
  question: string | undefined,
  options: { batch?: string; municipality?: string },
): Promise<void> {
  const lines = linesOf(question, options.batch)
  await withWorkspace(async (workspace) => {
    const rag = await openRag(workspace)
    const usual = options.municipality ?? workspace.settings.municipality ?? null
    for (const line of lines) {
      const { municipality = usual } = line
      process.stdout.write(`${JSON.stringify(await answerLine(rag, { ...line, municipality }))}\n`)
    }
  })
}

function linesOf(question: string | undefined, batch: string | undefined): BatchLine[] {
  if (batch !== undefined) return readQuestions(batch)
  if (question === undefined)
    throw new UserError('Задайте вопрос в кавычках или файл: --batch <файл.jsonl>')
  return [{ id: '1', question }]
}

/** One line of output, with the fields that SPEC section 13 names. */
export async function answerLine(rag: Rag, { id, question, municipality = null }: BatchLine) {
  const started = performance.now()
  const outcome = await rag.answer({ text: question, municipality, now: new Date() })
  const citations = 'citations' in outcome ? outcome.citations : []
  return {
    id,
    question,
    outcome: outcome.kind,
    confidence: 'confidence' in outcome ? Math.round(outcome.confidence * 1000) / 1000 : 0,
    answer: outcome.text,
    citations: citations.map(({ document, source, clause, quote, score }) => ({
      document,
      source,
      clause,
      quote,
      score,
    })),
    latency_ms: Math.round((performance.now() - started) * 10) / 10,
  }
}
