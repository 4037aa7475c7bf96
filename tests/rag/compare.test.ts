import { expect, it } from 'vitest'
import { compare, isOf, parseSaved } from '../../rag/compare.ts'

const run = (hit1: number, missed: string[]) => ({
  all: { n: 3, hit1, hit3: 0.9, mrr: 0.8, coverage: 0.5, wrong: 0.02, answeredUnanswerable: 0.1 },
  medianMs: 10,
  missed: missed.map((id) => ({ id })),
})

it('says what moved, and which questions were gained and lost', () => {
  const compared = compare(run(0.7, ['a', 'b']), run(0.75, ['b', 'c']))
  expect(compared).toMatchObject({ gained: ['a'], lost: ['c'], medianMs: 0 })
  expect(compared.changes.hit1).toBeCloseTo(0.05)
})

it('reads what was saved as JSON, and nothing else', () => {
  expect(parseSaved(JSON.stringify(run(0.7, [])))).toEqual(run(0.7, []))
  expect(() => parseSaved('{"all":{}}')).toThrow()
})

it('tells a run of other questions', () => {
  const asked = ['a', 'b', 'c'].map((id) => ({ id }))
  expect(isOf(run(0.7, ['a']), asked)).toBe(true)
  expect(isOf(run(0.7, ['d']), asked)).toBe(false)
  expect(isOf(run(0.7, ['a']), asked.slice(1))).toBe(false)
})
