import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { waitsOf } from '../../cli/bench/waits.ts'
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

it('counts as waited beyond the limit what thirty answers a second do not explain', () => {
  const asked = Array.from({ length: 60 }, (_, place) => ({
    askedAt: 1_000,
    answeredAt: place === 59 ? null : 1_000 + (place * 1000) / 30 + (place === 30 ? 700 : 0),
  }))
  const { waits, beyond, seconds } = waitsOf(asked)
  expect([waits.length, Math.max(...waits).toFixed(2)]).toEqual([59, '1.93'])
  expect(beyond.map((each) => each.toFixed(1)).filter((each) => each !== '0.0')).toEqual(['0.7'])
  expect(seconds).toBeCloseTo(58 / 30)
})

it.each([
  [['weather'], /не бывает «weather»/],
  [['answers', '--runs', '0'], /^--runs: нужно целое число от 1/],
  [['answers', '--questions', 'q.jsonl'], /--documents и --questions нужны вместе/],
])('says what is wrong with %j', async (words, message) => {
  const { code, stderr } = await runCommand(['bench', ...words], {})
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) })
})
