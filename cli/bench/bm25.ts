/** Plain BM25 as a contender: MiniSearch over lines of text, with Russian stems. */
import MiniSearch from 'minisearch'
import { STOP_WORDS, stem, words } from '../../rag/words.ts'
import { type Contender, MOST_FOUND, type Search } from './contender.ts'
import { linesOf } from './documents.ts'

export function bm25(): Contender {
  return {
    name: 'MiniSearch: BM25 over lines',
    withIndex: async ({ files }, work) => {
      const began = performance.now()
      const index = new MiniSearch<{ id: number; text: string }>({
        fields: ['text'],
        storeFields: ['text'],
        tokenize: words,
        processTerm: (word) => (STOP_WORDS.has(word) ? null : stem(word)),
      })
      const lines = (await linesOf(files)).flat().filter((line) => line.trim() !== '')
      index.addAll(lines.map((text, id) => ({ id, text })))
      const seconds = (performance.now() - began) / 1000
      const search: Search = async ({ question }) =>
        index
          .search(question)
          .slice(0, MOST_FOUND)
          .map(({ text }) => String(text))
      return work({ search, seconds, rag: null })
    },
  }
}
