/** `vopros eval`: how good the answers to labelled questions are, by kind, as a table or JSON. */
import type { Rag } from '../rag/answer.ts'
import { type Evaluation, evaluate, type Figures, type Measured } from '../rag/evaluate.ts'
import { halfOf, type LabelledQuestion, parseLabelled } from '../rag/labelled.ts'
import { readText } from './batch.ts'
import { UserError } from './errors.ts'
import { openRag } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

/** `half`: only the questions of this half, by the hash of their id. */
export async function evaluateAnswers(
  file: string,
  options: { half?: 'a' | 'b'; json?: boolean },
): Promise<void> {
  const questions = readLabelled(file).filter(
    (each) => !options.half || halfOf(each) === options.half,
  )
  const evaluation = await withWorkspace(async (workspace) =>
    evaluate(await measure(await openRag(workspace), questions)),
  )
  process.stdout.write(options.json ? `${JSON.stringify(evaluation)}\n` : tableOf(evaluation))
}

/** Throws `UserError` naming the first line that is not a labelled question. */
export function readLabelled(file: string): LabelledQuestion[] {
  try {
    return parseLabelled(readText(file))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function measure(rag: Rag, questions: readonly LabelledQuestion[]): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const question of questions) {
    const started = performance.now()
    const outcome = await rag.answer({
      text: question.question,
      municipality: question.municipality,
      now: new Date(),
    })
    measured.push({ question, outcome, milliseconds: performance.now() - started })
  }
  return measured
}

const COLUMNS: readonly (readonly [string, (figures: Figures) => string])[] = [
  ['n', ({ n }) => String(n)],
  ['hit@1', ({ hit1, answerable }) => percent(hit1, answerable)],
  ['hit@3', ({ hit3, answerable }) => percent(hit3, answerable)],
  ['MRR', ({ mrr, answerable }) => (answerable > 0 ? mrr.toFixed(3) : '–')],
  ['coverage', ({ coverage, answerable }) => percent(coverage, answerable)],
  ['wrong', ({ wrong, n }) => percent(wrong, n)],
  [
    'unanswerable answered',
    ({ answeredUnanswerable, n, answerable }) => percent(answeredUnanswerable, n - answerable),
  ],
]

function tableOf({ all, byKind, curve, medianMs }: Evaluation): string {
  const rows = [...Object.entries(byKind), ['all', all] as const].map(([kind, figures]) => [
    kind,
    ...COLUMNS.map(([, show]) => show(figures)),
  ])
  const table = alignColumns([['kind', ...COLUMNS.map(([name]) => name)], ...rows])
  const points = curve.map(({ threshold, answered, error }) => [
    threshold.toFixed(2),
    percent(answered, 1),
    percent(error, 1),
  ])
  const risk = alignColumns([['answered from', 'share of all', 'wrong among them'], ...points])
  return `${table}\n\nmedian ${medianMs.toFixed(1)} ms\n\n${risk}\n`
}

function percent(value: number, of: number): string {
  return of > 0 ? `${(100 * value).toFixed(1)} %` : '–'
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}
