/** `vopros calibrate`: learns the weights of ranking and deciding from labelled questions about the indexed documents. */
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { createBuiltInEmbedder } from '../rag/built-in.ts'
import { calibrate } from '../rag/calibrate.ts'
import { LEARNED_FILE, readLearned } from '../rag/learned.ts'
import { createStatistics } from '../rag/statistics.ts'
import { readThesaurus } from '../rag/thesaurus.ts'
import { UserError } from './errors.ts'
import { readLabelled } from './evaluate.ts'
import { withWorkspace } from './workspace.ts'

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description(
      'learns from labelled questions how candidates are ordered and when an answer is sure',
    )
    .argument('<questions.jsonl...>', 'lines as for eval')
    .option('--wrong <share>', 'at most this share of all questions answered wrongly', '0.02')
    .option('--out <file>', 'where to write the model', LEARNED_FILE)
    .option('--json', 'print the model instead of writing it')
    .action(async (files: string[], options: { wrong: string; out: string; json?: boolean }) => {
      const wrong = Number(options.wrong)
      if (!(wrong >= 0 && wrong < 1))
        throw new UserError(`--wrong: нужна доля от 0 до 1, получено ${options.wrong}`)
      const questions = files.flatMap(readLabelled)
      const learned = await withWorkspace(async ({ database }) => {
        const db = database.pool
        const statistics = await createStatistics(db).current()
        if (statistics.passages === 0)
          throw new UserError('В индексе нет документов: сначала ingest')
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
        writeFileSync(options.out, json)
        process.stdout.write(
          `${options.out}: ${learned.questions} questions, threshold ${learned.threshold}\n`,
        )
      }
    })
}
