import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLine } from '../../cli/ask.ts'
import { readQueries, readQuestions } from '../../cli/batch.ts'
import { type Indexed, openIndexed } from '../helpers/indexed.ts'

let indexed: Indexed

beforeAll(async () => {
  indexed = await openIndexed()
})
afterAll(() => indexed.close())

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vopros-')), 'batch.jsonl')
  writeFileSync(file, text)
  return file
}

describe('a line of output', () => {
  it('has the fields of the contract, the best citation first', async () => {
    const line = await answerLine(indexed.rag, {
      id: 7,
      question: 'сколько занятий надо посетить, чтобы дали сертификат',
      municipality: 'Светлореченск',
    })
    expect(Object.keys(line)).toEqual([
      'id',
      'question',
      'outcome',
      'confidence',
      'answer',
      'citations',
      'latency_ms',
    ])
    expect(line.id).toBe(7)
    expect(Object.keys(line.citations[0]!)).toEqual([
      'document',
      'source',
      'clause',
      'quote',
      'score',
    ])
    expect(line.citations[0]).toMatchObject({
      source: 'polozhenie-o-metodicheskoj-sluzhbe.docx',
      clause: 'Положение, п. 5.4',
    })
  })

  it('joins the cells of a row', async () => {
    const line = await answerLine(indexed.rag, {
      id: 'a',
      question: 'когда создадут городскую базу наставников',
    })
    expect(line.citations[0]!.quote).toBe(
      '9. | Создание городской базы наставников | До 25 декабря 2026 г. | ЦРО (Озеров П.Н.), образовательные организации | База наставников на сайте ЦРО',
    )
  })
})

describe('a batch', () => {
  it('is read with or without the municipality and with a byte order mark', () => {
    const file = fileOf(
      '\ufeff{"id":"1","question":"а"}\r\n\n{"id":2,"question":"","municipality":null}\n',
    )
    expect(readQuestions(file).map(({ id }) => id)).toEqual(['1', 2])
  })

  it('names the bad line', () => {
    expect(() => readQuestions(fileOf('{"id":"1","question":"а"}\n{"id":"2"}\n'))).toThrow(
      'строка 2',
    )
    expect(() => readQueries(fileOf('nonsense'))).toThrow('строка 1')
    expect(() => readQuestions('/nowhere.jsonl')).toThrow('/nowhere.jsonl')
  })
})
