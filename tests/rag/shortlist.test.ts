import { expect, it } from 'vitest'
import { shortlistOf } from '../../rag/shortlist.ts'
import { statisticsOf } from '../../rag/statistics.ts'

const counts = { дол: 3000, процент: 2000, охват: 300, учител: 40_000, площадк: 12_000 }

/** An index of so many passages with the stems above. */
function index(passages: number) {
  const vocabulary = new Map(Object.entries(counts))
  return statisticsOf({ passages, vocabulary, territories: [], abbreviations: [] })
}

const term = (stem: string, ...alternatives: string[][]) => ({
  word: stem,
  stem,
  weight: 1,
  alternatives: alternatives.map((stems) => ({ stems, share: 1 })),
})

it('lets every passage be scored where that is quick', () => {
  expect(shortlistOf([term('охват')], index(20_000))).toBeNull()
})

it('asks for the rarest term of the question, and for common ones together', () => {
  const query = shortlistOf([term('дол'), term('охват'), term('процент')], index(100_000))
  expect(query).toBe("(('процент') & ('дол')) | ('охват')")
})

it('asks for whatever a term may be called, a phrase as a whole', () => {
  const query = shortlistOf([term('охват', ['дол', 'процент'], ['нет'])], index(100_000))
  expect(query).toBe("('охват' | 'дол' & 'процент')")
})

it('asks for the rarest of common terms, and for nothing that no passage has', () => {
  expect(shortlistOf([term('учител'), term('площадк')], index(100_000))).toBe("('площадк')")
  expect(shortlistOf([term('нет')], index(100_000))).toBeNull()
})
