/** `vopros eval`: how good the answers to labelled questions are, by kind, as a table or JSON. */
import { plural } from '../bot/texts/plural.ts'
import type { Rag } from '../rag/answer.ts'
import { type Comparison, compare, isOf, parseSaved, type Saved } from '../rag/compare.ts'
import { type Evaluation, evaluate, type Figures, type Measured } from '../rag/evaluate.ts'
import { halfOf, LabelledLineError, type LabelledQuestion, parseLabelled } from '../rag/labelled.ts'
import type { ModelError } from '../rag/model.ts'
import { readText } from './batch.ts'
import { UserError } from './errors.ts'
import { openRag } from './open-rag.ts'
import { withWorkspace } from './workspace.ts'

/**
 * `half`: only the questions of this half, by the hash of their id; `compare`: what `--json` printed of another run. Of
 * how many questions a configured embedding model was silent is said beside the figures, which are not its own then.
 */
export async function evaluateAnswers(
  file: string,
  options: { half?: 'a' | 'b'; compare?: string; json?: boolean },
): Promise<void> {
  const questions = readLabelled(file).filter(
    (each) => !options.half || halfOf(each) === options.half,
  )
  if (questions.length === 0) {
    throw new UserError(
      `--half: в половине ${options.half} нет вопросов, допустимо: другая половина`,
    )
  }
  const before = options.compare === undefined ? null : readSaved(options.compare, questions)
  const silence: ModelError[] = []
  const evaluation = await withWorkspace(async (workspace) => {
    const rag = await openRag(workspace, (error) => silence.push(error))
    const evaluated = evaluate(await measure(rag, questions))
    const { embedding = '' } = workspace.settings.models
    const [error] = silence
    if (error)
      process.stderr.write(silenceOf(embedding, { error, silent: silence.length, questions }))
    return evaluated
  })
  const compared = before === null ? null : compare(before, evaluation)
  process.stdout.write(
    options.json
      ? `${JSON.stringify(compared ? { ...evaluation, compared } : evaluation)}\n`
      : tableOf(evaluation) + (compared ? comparisonOf(compared) : ''),
  )
}

/** At least one. Throws `UserError` naming the first line that is not a labelled question. */
export function readLabelled(file: string): LabelledQuestion[] {
  const questions = parseFile(file)
  if (questions.length === 0) {
    throw new UserError(`${file}: ожидаются строки ${LABELLED}, получено: ни одного вопроса`)
  }
  return questions
}

function parseFile(file: string): LabelledQuestion[] {
  const text = readText(file)
  try {
    return parseLabelled(text)
  } catch (error) {
    if (!(error instanceof LabelledLineError)) throw error
    const { reason, line } = error
    const expected = reason === 'repeated' ? 'id, которого выше не было' : LABELLED
    throw new UserError(
      `${file}, строка ${line}: ожидается ${expected}, получено ${error.text.slice(0, 80)}`,
    )
  }
}

/** A question without an answer needs no `gold`. */
const LABELLED = '{"id": "…", "question": "…", "answerable": true, "gold": ["…"]}'

function readSaved(file: string, questions: readonly LabelledQuestion[]): Saved {
  const text = readText(file)
  const saved = parsedOrNull(text)
  if (saved === null) {
    const found = text.trim() === '' ? 'пустой файл' : text.slice(0, 80).replace(/\s+/g, ' ')
    throw new UserError(`${file}: ожидается то, что печатает eval --json, получено ${found}`)
  }
  if (!isOf(saved, questions)) {
    throw new UserError(
      `${file}: ожидается измерение тех же вопросов (${questions.length}), получено измерение других (${saved.all.n})`,
    )
  }
  return saved
}

function parsedOrNull(text: string): Saved | null {
  try {
    return parseSaved(text)
  } catch {
    return null
  }
}

function silenceOf(
  model: string,
  {
    error,
    silent,
    questions,
  }: { error: ModelError; silent: number; questions: readonly unknown[] },
): string {
  const all = plural(questions.length, 'вопроса', 'вопросов', 'вопросов')
  return `EMBEDDING_MODEL: на ${silent} из ${all} модель ${model} не ответила (${error.reason}): в цифрах о них только встроенный поиск. Проверьте: npm run --silent vopros -- doctor\n`
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
  const points = curve.map(({ threshold, coverage, wrong, answered, error }) => [
    threshold.toFixed(2),
    percent(coverage, 1),
    percent(wrong, 1),
    percent(answered, 1),
    percent(error, 1),
  ])
  const titles = ['answered from', 'coverage', 'wrong of all', 'answered of all', 'wrong of these']
  const risk = alignColumns([titles, ...points])
  return `${table}\n\nmedian ${medianMs.toFixed(1)} ms\n\n${risk}\n`
}

function comparisonOf({ changes, medianMs, gained, lost }: Comparison): string {
  const signed = (value: number, digits: number) =>
    `${value < 0 ? '' : '+'}${value.toFixed(digits)}`
  const rows = Object.entries(changes).map(([name, change]) => [
    name,
    name === 'mrr' ? signed(change, 3) : `${signed(100 * change, 1)} points`,
  ])
  const table = alignColumns([
    ['against the saved run', 'change'],
    ...rows,
    ['median', `${signed(medianMs, 1)} ms`],
  ])
  return `\n${table}\ngained: ${gained.join(' ') || '–'}\nlost: ${lost.join(' ') || '–'}\n`
}

/** The share for people; a dash where it is one of nothing. */
export function percent(value: number, of: number): string {
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
