/** `vopros calibrate`: learns the weights of ranking and deciding from labelled questions about the indexed documents. */
import { writeFileSync } from 'node:fs'
import { createBuiltInEmbedder } from '../rag/built-in.ts'
import { calibrate } from '../rag/calibrate.ts'
import { LEARNED_FILE, readLearned } from '../rag/learned.ts'
import { createStatistics } from '../rag/statistics.ts'
import { readThesaurus } from '../rag/thesaurus.ts'
import { UserError } from './errors.ts'
import { readLabelled } from './evaluate.ts'
import { EMPTY_INDEX, withWorkspace } from './workspace.ts'

/** Writes the model to `out`, or prints it. `wrong`: at most this share of all questions may be answered wrongly. */
export async function calibrateModel(
  files: string[],
  options: { wrong: string; out?: string; json?: boolean },
): Promise<void> {
  const { out = LEARNED_FILE } = options
  const wrong = Number(options.wrong)
  if (!(wrong >= 0 && wrong < 1))
    throw new UserError(`--wrong: нужна доля от 0 до 1, получено ${options.wrong}`)
  const questions = files.flatMap(readLabelled)
  const learned = await withWorkspace(async ({ database }) => {
    const db = database.pool
    const statistics = await createStatistics(db).current()
    if (statistics.passages === 0) throw new UserError(EMPTY_INDEX)
    return calibrate(
      questions,
      { wrong, now: new Date() },
      {
        db,
        embedder: createBuiltInEmbedder(db),
        statistics,
        thesaurus: readThesaurus(),
        model: readLearned(),
      },
    )
  })
  const json = `${JSON.stringify(learned, null, 2)}\n`
  if (options.json) process.stdout.write(json)
  else {
    writeFileSync(out, json)
    process.stdout.write(`${out}: вопросов ${learned.questions}, порог ${learned.threshold}\n`)
  }
}
