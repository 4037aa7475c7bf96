import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../db/embedded/engine.ts'
import { runCommand, temporaryFolder } from '../helpers/program.ts'

const CORPUS = join(import.meta.dirname, '../../corpus')
const { folder, remove } = temporaryFolder()
const variables = { DATA_DIR: join(folder, 'data') }

beforeAll(async () => {
  const { code } = await runCommand(['ingest', CORPUS], variables)
  expect(code).toBe(0)
})
afterAll(remove)

const run = (...words: string[]) => runCommand(words, variables)

function fileOf(name: string, lines: object[]): string {
  const file = join(folder, name)
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return file
}

// biome-ignore lint/suspicious/noExplicitAny: the tests look into every field.
function jsonLines(text: string): Record<string, any>[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Rows of every table of the program. */
async function counts(): Promise<Record<string, number>> {
  const database = await openEmbedded(variables.DATA_DIR)
  try {
    const { rows } = await database.pool.query<{ name: string; n: number }>(
      `select table_name as name,
              (xpath('//n/text()', query_to_xml('select count(*) as n from ' || quote_ident(table_name), true, true, '')))[1]::text::int as n
         from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    )
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
  } finally {
    await database.close()
  }
}

describe('ask', () => {
  it('answers one question as one line, with the fields of the contract in their order', async () => {
    const { code, stdout, stderr } = await run(
      'ask',
      '--json',
      'до какого числа подать заявку на курсы',
    )
    const [line] = jsonLines(stdout)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(Object.keys(line!)).toEqual([
      ...['id', 'question', 'outcome', 'confidence', 'answer', 'citations', 'latency_ms'],
    ])
    expect(line).toMatchObject({ outcome: 'answered' })
    expect(line!.citations[0]).toMatchObject({ clause: 'Положение, п. 4.5' })
  })

  it('records nothing, whatever it is asked', async () => {
    const before = await counts()
    const file = fileOf('nothing.jsonl', [
      { id: 1, question: 'что такое ИОМ' },
      { id: 2, question: 'Сколько доплачивают за классное руководство?' },
      { id: 3, question: '' },
    ])
    expect((await run('ask', '--batch', file)).code).toBe(0)
    expect(await counts()).toEqual(before)
    expect(Object.keys(before)).toContain('tickets')
  })

  it('answers two hundred lines in their order, soon', async () => {
    const texts = [
      'что такое ИОМ',
      'кто руководит площадкой «Цифровой класс»',
      '',
      'привет',
      'зарплата',
    ]
    const asked = Array.from({ length: 200 }, (_, id) => ({
      id,
      question: texts[id % texts.length],
      ...(id % 2 ? { municipality: 'Светлореченск' } : {}),
    }))
    const began = performance.now()
    const { code, stdout } = await run('ask', '--batch', fileOf('many.jsonl', asked))
    expect(performance.now() - began).toBeLessThan(30_000)
    expect(code).toBe(0)
    expect(jsonLines(stdout).map(({ id }) => id)).toEqual(asked.map(({ id }) => id))
  })

  it('says nothing when a line is bad', async () => {
    const file = fileOf('bad.jsonl', [{ id: 1, question: 'что такое ИОМ' }, { id: 2 }])
    const { code, stdout, stderr } = await run('ask', '--batch', file)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^[^\n]*строка 2: [^\n]*\n$/)
  })

  it('says what to do when nothing is indexed', async () => {
    const empty = { DATA_DIR: join(folder, 'empty') }
    const answer = await runCommand(['ask', 'что такое ИОМ'], empty)
    expect(answer).toMatchObject({ code: 1, stdout: '' })
    expect(answer.stderr).toMatch(/^В индексе нет документов\. [^\n]*ingest[^\n]*\n$/)
    expect(await runCommand(['docs'], empty)).toMatchObject({ code: 0, stdout: '' })
  })
})

describe('search', () => {
  it('finds as many as it is told to, with the fields of the contract', async () => {
    const [line] = jsonLines((await run('search', '--top', '2', 'заявки на курсы')).stdout)
    expect(Object.keys(line!)).toEqual(['id', 'query', 'hits', 'latency_ms'])
    expect(line!.hits).toHaveLength(2)
    expect(Object.keys(line!.hits[0])).toEqual(['document', 'source', 'clause', 'text', 'score'])
  })

  it('finds for a file of queries, in order', async () => {
    const file = fileOf('queries.jsonl', [
      { id: 'b', query: 'наставники' },
      { id: 'a', query: 'сертификат' },
    ])
    const { stdout } = await run('search', '--batch', file, '--top', '1')
    expect(jsonLines(stdout).map(({ id, hits }) => [id, hits.length])).toEqual([
      ['b', 1],
      ['a', 1],
    ])
  })
})

describe('labelled questions', () => {
  const questions = join(import.meta.dirname, '../fixtures/questions.jsonl')

  it('are measured as a table and as JSON', async () => {
    const table = await run('eval', questions)
    expect(table.stdout).toMatch(/hit@1[\s\S]*\ball\b/)
    const [json] = jsonLines((await run('eval', '--json', questions)).stdout)
    expect(json!.all.n).toBeGreaterThan(0)
  })

  it('teach the model that decides', async () => {
    const out = join(folder, 'learned.json')
    const { code, stdout } = await run('calibrate', questions, '--out', out)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(out) })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveProperty('threshold')
  })
})
