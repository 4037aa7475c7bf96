/** `vopros calibrate`: learns the weights of ranking and deciding from labelled questions about the indexed documents. */
import { accessSync, constants, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { createBuiltInEmbedder } from '../rag/built-in.ts'
import { calibrate } from '../rag/calibrate.ts'
import { LEARNED_FILE, readLearned } from '../rag/learned.ts'
import { createSparseIndex } from '../rag/nearest/sparse-index.ts'
import { createStatistics } from '../rag/statistics.ts'
import { readThesaurus } from '../rag/thesaurus.ts'
import { UserError } from './errors.ts'
import { percent, readLabelled } from './evaluate.ts'
import { openHeardModel } from './heard-model.ts'
import { EMPTY_INDEX, withWorkspace } from './workspace.ts'

/**
 * Writes the model to `out`, or prints it. `wrong`: at most this share of all questions may be answered wrongly. The list
 * of a configured embedding model takes part as it does in answers.
 */
export async function calibrateModel(
  files: string[],
  options: { wrong: string; out?: string; json?: boolean },
): Promise<void> {
  const { out = LEARNED_FILE } = options
  const wrong = shareOf(options.wrong)
  const questions = files.flatMap(readLabelled)
  if (!options.json) checkPlace(out)
  const learned = await withWorkspace(async (workspace) => {
    const db = workspace.database.pool
    const statistics = await createStatistics(db).current()
    if (statistics.passages === 0) throw new UserError(EMPTY_INDEX)
    const embedder = createBuiltInEmbedder(db)
    const model = await openHeardModel(workspace, embedder)
    const index = createSparseIndex(db, { embedder: embedder.name })
    const known = { statistics, thesaurus: readThesaurus(), model: readLearned() }
    const sources = { db, embedder, index, ...known, ...model }
    const fitted = await calibrate(questions, { wrong, now: new Date() }, sources)
    model.assertHeard()
    return fitted
  })
  if (learned === null) {
    throw new UserError(
      `${files.join(', ')}: ожидаются вопросы о принятых документах, получено вопросов ${questions.length}, и ни одного ответа на них в документах нет`,
    )
  }
  const json = `${JSON.stringify(learned, null, 2)}\n`
  if (options.json) process.stdout.write(json)
  else {
    replaceFile(out, json)
    const { coverage, wrong: mistaken } = learned.judged
    process.stdout.write(
      `${out}: вопросов ${learned.questions}, порог ${learned.threshold}; на документах, по которым не учились, ` +
        `отвечено ${percent(coverage, 1)}, неверно из всех ${percent(mistaken, 1)}\n`,
    )
  }
}

function shareOf(text: string): number {
  const share = text.trim() === '' ? Number.NaN : Number(text)
  if (share >= 0 && share < 1) return share
  throw new UserError(`--wrong: нужна доля от 0 до 1, получено ${text || 'пустое значение'}`)
}

/** Before minutes of work, not after them. */
function checkPlace(out: string): void {
  try {
    accessSync(dirname(out), constants.W_OK)
  } catch {
    throw new UserError(`--out: нужен файл в папке, куда можно писать, получено ${out}`)
  }
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UserError(`--out: нужен файл, получена папка ${out}`)
  }
}

/** Whoever reads the file meanwhile reads the former one. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.new`
  writeFileSync(draft, text)
  renameSync(draft, file)
}
