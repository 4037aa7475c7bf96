/** Measuring and calibrating as a process: what is seen, what is refused before any work, and which search is learned from. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readTable } from '../../rag/thesaurus.ts'
import {
  embeddings,
  type ModelRequest,
  openModelServer,
  type Reply,
} from '../helpers/model-server.ts'
import { runCommand, temporaryFolder } from '../helpers/program.ts'

const { folder, remove } = temporaryFolder()
const place = (name: string) => join(folder, name)

/** What is asked, and the clause that answers. */
const ASKED = [
  ['кто ведёт школу молодого педагога', 'Школу молодого педагога ведёт методист Клёнова А.А.'],
  ['до какого числа сдавать отчёт', 'Отчёт о работе площадки сдаётся до 25 декабря 2026 года.'],
  ['сколько часов длится программа', 'Программа повышения квалификации длится 36 часов.'],
  ['где проходит семинар наставников', 'Семинар наставников проходит в библиотеке гимназии.'],
  ['кому подают заявку на конкурс', 'Заявка на конкурс подаётся секретарю оргкомитета.'],
  ['как часто собирается методсовет', 'Методический совет собирается не реже раза в квартал.'],
] as const
const PAIRS = readTable(join(import.meta.dirname, '../../rag/data/paraphrases.tsv'))
const MEANINGS = [...ASKED, ...PAIRS].map((pair) => pair.map((text) => text.toLowerCase()))

let isSilent = false

/** Knows what means the same: each meaning is a direction of its own. */
function reply({ body }: ModelRequest): Reply {
  if (isSilent) return { kind: 'status', status: 503 }
  const inputs = body.input as string[]
  const vectors = inputs.map((input) => {
    const text = input.toLowerCase()
    const found = MEANINGS.findIndex((pair) => pair.some((each) => text.includes(each)))
    return [...MEANINGS, null].map((_, at) =>
      at === (found + MEANINGS.length + 1) % (MEANINGS.length + 1) ? 1 : 0.001,
    )
  })
  return embeddings(vectors)
}

let service: Awaited<ReturnType<typeof openModelServer>>
let variables: Record<string, string>
let questions: string

beforeAll(async () => {
  service = await openModelServer(reply)
  variables = { DATA_DIR: place('data'), OPENAI_BASE_URL: service.baseUrl, EMBEDDING_MODEL: 'm' }
  const clauses = ASKED.map(([, clause], index) => `${index + 1}. ${clause}`)
  writeFileSync(place('polozhenie.txt'), `ПОЛОЖЕНИЕ\nО методической работе\n${clauses.join('\n')}`)
  expect(await run('ingest', place('polozhenie.txt'))).toMatchObject({ code: 0 })
  const answered = ASKED.map(([question, gold], id) => ({
    ...labelled(`q${id}`, question),
    gold: [gold],
  }))
  questions = fileOf('questions.jsonl', [
    ...answered,
    { ...labelled('u', 'сколько платят наставнику'), answerable: false },
  ])
})
afterAll(async () => {
  await service.close()
  remove()
})

const run = (...words: string[]) => runCommand(words, variables)
const labelled = (id: string, question: string) => ({
  id,
  question,
  kind: 'direct',
  answerable: true,
})

function fileOf(name: string, lines: readonly object[]): string {
  writeFileSync(place(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return place(name)
}

const refusal = async (...words: string[]) => {
  const { code, stdout, stderr } = await run(...words)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trim().split('\n')).toHaveLength(1)
  return stderr
}

describe('eval with a configured model', () => {
  afterEach(() => {
    isSilent = false
    variables.EMBEDDING_MODEL = 'm'
  })

  it('says nothing of one that answers', async () => {
    expect(await run('eval', questions)).toMatchObject({ code: 0, stderr: '' })
  })

  it.each([
    ['was measured before', 'm'],
    ['nobody has measured yet', 'other'],
  ])('says of how many questions one was silent that %s', async (_, name) => {
    variables.EMBEDDING_MODEL = name
    isSilent = true
    const { code, stdout, stderr } = await run('eval', questions, '--json')
    expect({ code, n: JSON.parse(stdout).all.n }).toEqual({ code: 0, n: 7 })
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(
        `^EMBEDDING_MODEL: на 7 из 7 вопросов модель ${name} не ответила \\(server\\): в цифрах о них только встроенный поиск`,
      ),
    ])
  })
})

describe('eval --compare', () => {
  it('says what moved since the saved run, in words and as JSON', async () => {
    const { stdout } = await run('eval', questions, '--json')
    const saved = JSON.parse(stdout)
    const missed = saved.missed.map(({ id }: { id: string }) => id)
    const all = { ...saved.all, hit1: saved.all.hit1 - 0.5 }
    const before = fileOf('before.json', [
      { ...saved, all, missed: [...saved.missed, { id: 'u' }] },
    ])
    const table = (await run('eval', questions, '--compare', before)).stdout
    expect(table).toMatch(/hit1 +\+50\.0 points/)
    expect(table).toMatch(/^gained: u$/m)
    const json = JSON.parse((await run('eval', questions, '--compare', before, '--json')).stdout)
    expect(missed).not.toContain('u')
    expect(json).toMatchObject({ all: { n: 7 }, compared: { gained: ['u'], lost: [] } })
  })

  it.each([
    [
      'is none',
      'какой-то текст',
      'ожидается то, что печатает eval --json, получено какой-то текст',
    ],
    ['is empty', '', 'ожидается то, что печатает eval --json, получено пустой файл'],
    [
      'is of other questions',
      null,
      'ожидается измерение тех же вопросов (7), получено измерение других (6)',
    ],
  ])('refuses a saved run that %s', async (_, text, line) => {
    const figures = {
      n: 6,
      hit1: 0,
      hit3: 0,
      mrr: 0,
      coverage: 0,
      wrong: 0,
      answeredUnanswerable: 0,
    }
    writeFileSync(
      place('s.json'),
      text ?? JSON.stringify({ all: figures, medianMs: 1, missed: [] }),
    )
    expect(await refusal('eval', questions, '--compare', place('s.json'))).toBe(
      `${place('s.json')}: ${line}\n`,
    )
  })
})

describe('questions that are none', () => {
  it.each([
    [
      'shape',
      [labelled('a', 'кто?'), { id: 'b' }],
      /строка 1: ожидается \{"id".*получено \{"id":"a"/,
    ],
    [
      'line',
      [{ ...labelled('a', 'кто?'), gold: ['x'] }, { id: 'b' }],
      /строка 2: ожидается .*получено \{"id":"b"\}/,
    ],
    [
      'twice',
      [1, 2].map(() => ({ ...labelled('a', 'кто?'), gold: ['x'] })),
      /строка 2: ожидается id, которого/,
    ],
    ['nothing', [], /получено: ни одного вопроса/],
  ])('are named with what is taken: %s', async (name, lines, expected) => {
    const file = fileOf(`${name}.jsonl`, lines)
    expect(await refusal('eval', file)).toMatch(expected)
    expect(await refusal('calibrate', file, '--out', place('no.json'))).toMatch(expected)
    expect(existsSync(place('no.json'))).toBe(false)
  })
})

describe('calibrate', () => {
  it.each([
    [['--wrong', 'много'], '--wrong: нужна доля от 0 до 1, получено много'],
    [['--wrong', ''], '--wrong: нужна доля от 0 до 1, получено пустое значение'],
    [
      ['--out', '/nowhere/m.json'],
      '--out: нужен файл в папке, куда можно писать, получено /nowhere/m.json',
    ],
    [['--out', folder], `--out: нужен файл, получена папка ${folder}`],
  ])('refuses %j before any work', async (words, line) => {
    expect(await refusal('calibrate', questions, ...words)).toBe(`${line}\n`)
  })

  it('learns nothing from questions that the documents do not answer', async () => {
    writeFileSync(place('kept.json'), 'as it was')
    const file = fileOf('others.jsonl', [
      { ...labelled('a', 'кто ведёт кружок'), gold: ['Иванов'] },
    ])
    expect(await refusal('calibrate', file, '--out', place('kept.json'))).toContain(
      'ни одного ответа',
    )
    expect(readFileSync(place('kept.json'), 'utf8')).toBe('as it was')
  })

  it('learns from the search of the configured model, and says what came of it', async () => {
    const asked = service.requests.length
    const told = await run('calibrate', questions, '--out', place('with.json'))
    expect(told).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/вопросов 7, порог .*отвечено/),
    })
    expect(service.requests.length - asked).toBeGreaterThanOrEqual(ASKED.length)
    delete variables.EMBEDDING_MODEL
    await run('calibrate', questions, '--out', place('without.json'))
    variables.EMBEDDING_MODEL = 'm'
    const dense = (name: string) => JSON.parse(readFileSync(place(name), 'utf8')).ranking.dense
    expect(dense('without.json')).toBe(1.5)
    expect(dense('with.json')).not.toBe(1.5)
  })

  it('does not pass off as the model’s what was found without it', async () => {
    service.says({ kind: 'status', status: 401 })
    expect(await refusal('calibrate', questions, '--out', place('no.json'))).toMatch(
      /^EMBEDDING_MODEL: модель m не отвечает/,
    )
    variables.EMBEDDING_MODEL = 'other'
    expect(await refusal('calibrate', questions, '--out', place('no.json'))).toMatch(
      /^EMBEDDING_MODEL: у части документов нет векторов модели other/,
    )
    variables.EMBEDDING_MODEL = 'm'
    expect(existsSync(place('no.json'))).toBe(false)
  })
})
