import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Evaluation, evaluate, type Measured } from '../../rag/evaluate.ts'
import { parseLabelled } from '../../rag/labelled.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'

const FILE = join(import.meta.dirname, '../fixtures/questions.jsonl')

let indexed: Indexed
let figures: Evaluation

beforeAll(async () => {
  indexed = await openIndexed()
  const measured: Measured[] = []
  for (const question of parseLabelled(readFileSync(FILE, 'utf8'))) {
    const outcome = await indexed.rag.answer({
      text: question.question,
      municipality: question.municipality,
      now: NOW,
    })
    measured.push({ question, outcome, milliseconds: 0 })
  }
  figures = evaluate(measured)
})
afterAll(() => indexed.close())

/** A little under what was reached, so that a loss is seen and a single question may move. */
describe('answers to labelled questions about the sample documents', () => {
  it('find the clause', () => {
    expect(figures.all.hit1).toBeGreaterThan(0.77)
    expect(figures.all.hit3).toBeGreaterThan(0.91)
  })

  it('are given where they can be', () => {
    expect(figures.all.coverage).toBeGreaterThan(0.55)
  })

  it('are seldom wrong', () => {
    expect(figures.all.wrong).toBeLessThanOrEqual(0.04)
  })

  it('are never the effect of a command', () => {
    expect(figures.byKind.injection).toMatchObject({ answeredUnanswerable: 0 })
  })
})
