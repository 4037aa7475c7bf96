import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { CORPUS } from '../helpers/indexed.ts'
import { runCommand, temporaryFolder } from '../helpers/program.ts'

const QUESTIONS = [
  { question: 'До какого числа подать заявку на курсы?', gold: ['до 15 декабря'] },
  { question: 'Как часто собирается городской методсовет?', gold: ['не реже четырёх раз'] },
].map((each, index) => ({ id: String(index), answerable: true, ...each }))

it('compares on documents and questions of one’s own, as JSON', async () => {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const questions = join(folder, 'questions.jsonl')
  writeFileSync(questions, QUESTIONS.map((each) => JSON.stringify(each)).join('\n'))
  const given = ['--documents', CORPUS, '--questions', questions, '--runs', '1']
  const { code, stdout } = await runCommand(['bench', 'answers', ...given, '--json'], {})
  expect(code).toBe(0)
  const { machine, sections } = JSON.parse(stdout)
  expect(machine).toMatchObject({ node: process.version, cores: expect.any(Number) })
  expect(sections[0].rows.map((row: { contender: string }) => row.contender)).toEqual([
    'vopros',
    'LangChain, the same embedder',
    'MiniSearch: BM25 over lines',
  ])
  expect(sections[0].rows[0]).toMatchObject({ 'hit@1': '100.0 %', answered: expect.any(String) })
}, 60_000)

it.each([
  [['weather'], /не бывает «weather»/],
  [['answers', '--runs', '0'], /^--runs: нужно целое число от 1/],
  [['answers', '--questions', 'q.jsonl'], /--documents и --questions нужны вместе/],
])('says what is wrong with %j', async (words, message) => {
  const { code, stderr } = await runCommand(['bench', ...words], {})
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) })
})
