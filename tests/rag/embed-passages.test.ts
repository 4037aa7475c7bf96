import { expect, it } from 'vitest'
import { embedAll } from '../../rag/embed-passages.ts'
import type { Embedded, Embedder } from '../../rag/embedder.ts'
import { ModelUnavailableError } from '../../rag/model.ts'
import type { Passage } from '../../rag/passage.ts'
import { toSparse } from '../../rag/retrieve.ts'

const sparse: Embedder = {
  name: 'sparse',
  embedPassages: async (passages) =>
    passages.map(() => ({ kind: 'sparse', entries: new Map([[2, 1]]), dimensions: 9 })),
  embedQuery: () => Promise.reject(new Error('nobody asks')),
}

/** A model that does for each page what `work` does for its number. */
function model(work: (page: number) => Promise<void>): Embedder {
  let page = 0
  return {
    ...sparse,
    name: 'model',
    embedPassages: async (passages) => {
      page += 1
      await work(page)
      return passages.map((): Embedded => ({ kind: 'dense', values: [1, 2] }))
    },
  }
}

const passages = Array.from(
  { length: 150 },
  (_, ordinal): Passage => ({
    ...{ ordinal, unit: ordinal, kind: 'clause', path: [], number: null, clause: '' },
    ...{ text: `Пункт ${ordinal}`, cells: null },
  }),
)

/** How many rows have a vector of the model; all have one of the built-in embedder. */
async function embedded(dense: Embedder, patienceMs?: number): Promise<number> {
  const rows = await embedAll(passages, 'Положение', { sparse, dense }, () => {}, patienceMs)
  expect(rows.filter((row) => row.sparse === '{3:1}/9')).toHaveLength(150)
  const made = rows.filter((row) => row.dense === '[1,2]' && row.denseEmbedder === 'model')
  const left = rows.filter((row) => row.dense === null && row.denseEmbedder === null)
  expect(made.length + left.length).toBe(150)
  return made.length
}

it('keeps what the model embedded before it failed, and asks it no more', async () => {
  const failing = model(async (page) => {
    if (page > 2) throw new Error('asked again')
    if (page === 2) throw new ModelUnavailableError('network', 'away')
  })
  expect(await embedded(failing)).toBe(64)
})

it('does not wait for a model that is slow', async () => {
  const slow = model(async (page) => {
    if (page > 1) await new Promise(() => {})
  })
  expect(await embedded(slow, 50)).toBe(64)
})

it('embeds everything with a model that is there', async () => {
  expect(await embedded(model(async () => {}))).toBe(150)
})

it('writes places from one and weights of five decimals, as pgvector reads them', () => {
  const entries = new Map([
    [7, 1 / 3],
    [0, 1e-9],
    [1, 2],
  ])
  expect(toSparse({ kind: 'sparse', entries, dimensions: 10 })).toBe('{8:0.33333,2:2}/10')
})
