import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../../db/database.ts'
import { insertEdition, supersedeEdition } from '../../../db/documents.ts'
import { storeVectors } from '../../../db/passage-vectors.ts'
import { insertPassages } from '../../../db/passages.ts'
import { createSparseIndex, type SparseIndex } from '../../../rag/nearest/sparse-index.ts'
import { openTestDatabase } from '../../helpers/database.ts'
import { NOW } from '../../helpers/indexed.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.pool.query('truncate documents cascade'))

const PLACES = 400
const EVERYWHERE = { territories: null, editionId: null, now: NOW }

let state = 1
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}

/** Places with weights, some below zero; few values, so that many scores are alike. */
function randomVector(count: number): Map<number, number> {
  const entry = (): [number, number] => [
    Math.floor(PLACES * random() ** 2),
    Math.round(40 * (random() - 0.2)) / 7,
  ]
  return new Map(Array.from({ length: count }, entry).filter(([, weight]) => weight !== 0))
}

const sqlOf = (vector: Map<number, number>) =>
  `{${[...vector].map(([place, weight]) => `${place + 1}:${weight}`).join()}}/${PLACES}`

const ascending = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other)

let editions = 0
async function addEdition(
  passages: number,
  {
    territory = null,
    from = null,
    embedder = 'one',
  }: { territory?: string | null; from?: string | null; embedder?: string } = {},
): Promise<number> {
  const nothing = { number: null, issuedOn: null, issuer: null, supersedes: null }
  const named = { source: 'a.txt', checksum: `${++editions}`, title: 'Приказ', kind: 'приказ' }
  const editionId = await insertEdition(database.pool, {
    ...{ ...nothing, ...named, documentId: null, status: 'current', territory, now: NOW },
  })
  await database.pool.query('update editions set in_force_from = $2 where id = $1', [
    editionId,
    from,
  ])
  const rows = Array.from({ length: passages }, (_, ordinal) => ({
    ...{ ordinal, unit: ordinal, kind: 'clause', path: [], number: null, clause: '', text: '' },
    ...{ cells: null, searchText: '', searchContext: '', sparse: sqlOf(randomVector(12)) },
    ...{ sparseEmbedder: embedder, sparseDimensions: PLACES },
    ...{ dense: null, denseEmbedder: null, denseDimensions: null },
  }))
  await insertPassages(database.pool, { editionId, passages: rows })
  return editionId
}

/** The 300 best passages of these editions, as the database compares all of them. */
async function compared(query: Map<number, number>, editionIds: number[]) {
  const { rows } = await database.pool.query<{ id: number; score: number }>(
    `select id::float8 as id, -(sparse <#> $1::sparsevec) as score from passages
      where edition_id = any($2) and sparse_embedder = 'one' order by score desc, id limit 300`,
    [sqlOf(query), editionIds],
  )
  return { ids: rows.map(({ id }) => id), scores: rows.map(({ score }) => score) }
}

async function passagesOf(editionId = 0): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>(
    'select id::float8 as id from passages where edition_id = $1',
    [editionId],
  )
  return rows.map(({ id }) => id)
}

/** Gives the passage another vector. */
function embed(id: number | undefined, embedder: string): Promise<void> {
  const vector = { id: id ?? 0, vector: sqlOf(randomVector(9)), dimensions: PLACES }
  return storeVectors(database.pool, { kind: 'sparse', embedder, vectors: [vector] })
}

/** Of twenty editions that are asked about one after the other, each fourth is put away; the ids of the others. */
async function comeAndGo(index: SparseIndex): Promise<number[]> {
  const ids: number[] = []
  for (let count = 1; count <= 20; count++) {
    const id = await addEdition(2 * count)
    await index.near(randomVector(9), EVERYWHERE)
    if (count % 4 === 0) await supersedeEdition(database.pool, { id: ids.shift() ?? 0, now: NOW })
    ids.push(id)
  }
  return ids
}

it.each([1, 5, 40, 200])(
  'has the 300 nearest of all to a question with %i places',
  async (count) => {
    const index = createSparseIndex(database.pool, { embedder: 'one' })
    const ids = [await addEdition(700), await addEdition(1), await addEdition(600)]
    const query = randomVector(count)
    const { near, editionIds } = await index.near(query, EVERYWHERE)
    expect(ascending(editionIds)).toEqual(ids)
    expect(near).toEqual(await compared(query, ids))
  },
)

it('has passages with nothing in common with the question where no others are left', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const ids = [await addEdition(400)]
  const stranger = new Map([[PLACES - 1, 1]])
  const { near } = await index.near(stranger, EVERYWHERE)
  expect(near).toEqual(await compared(stranger, ids))
})

it('looks only where and when it is asked to', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const [common, ours] = [await addEdition(20), await addEdition(20, { territory: 'Чита' })]
  const theirs = await addEdition(20, { territory: 'Тверь' })
  const later = await addEdition(20, { from: '2027-01-01' })
  const lookIn = async (scope: object) =>
    ascending((await index.near(randomVector(9), { ...EVERYWHERE, ...scope })).editionIds)
  expect(await lookIn({})).toEqual([common, ours, theirs])
  expect(await lookIn({ territories: ['Чита'] })).toEqual([common, ours])
  expect(await lookIn({ now: new Date('2027-02-01T09:00:00Z') })).toContain(later)
  expect(await lookIn({ editionId: theirs })).toEqual([theirs])
})

it('follows what another process takes in and puts away', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const query = randomVector(60)
  const old = await addEdition(50)
  expect((await index.near(query, EVERYWHERE)).near.ids).toHaveLength(50)
  await supersedeEdition(database.pool, { id: old, now: NOW })
  const ids = [await addEdition(60), await addEdition(500)]
  const { near } = await index.near(query, EVERYWHERE)
  expect(near).toEqual(await compared(query, ids))
  await database.pool.query('delete from editions where id = $1', [ids[1]])
  expect((await index.near(query, EVERYWHERE)).near.ids).toHaveLength(60)
})

it('has them while editions come and go one by one', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const ids = await comeAndGo(index)
  const query = randomVector(40)
  const { near, editionIds } = await index.near(query, EVERYWHERE)
  expect(ascending(editionIds)).toEqual(ids)
  expect(near).toEqual(await compared(query, ids))
})

it('reads vectors anew that another process made anew', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const ids = [await addEdition(20), await addEdition(10), await addEdition(30)]
  const query = randomVector(40)
  await index.near(query, EVERYWHERE)
  const [first] = await passagesOf(ids[1])
  await embed(first, 'one')
  const { near } = await index.near(query, EVERYWHERE)
  expect(near).toEqual(await compared(query, ids))
})

it('leaves to words what has no vector of its embedder, until it is embedded', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'two' })
  const [old, other] = [await addEdition(2), await addEdition(1, { embedder: 'two' })]
  const query = randomVector(60)
  expect(await index.near(query, EVERYWHERE)).toMatchObject({ unembedded: [old] })
  const [first, second] = await passagesOf(old)
  await embed(first, 'two')
  const halfway = await index.near(query, EVERYWHERE)
  expect(halfway.unembedded).toEqual([old])
  expect(halfway.near.ids).toHaveLength(2)
  await embed(second, 'two')
  const done = await index.near(query, EVERYWHERE)
  expect(done).toMatchObject({ unembedded: [], editionIds: expect.arrayContaining([old, other]) })
  expect(done.near.ids).toHaveLength(3)
})

it('leaves a question with nothing to compare to words alone', async () => {
  const index = createSparseIndex(database.pool, { embedder: 'one' })
  const id = await addEdition(3)
  expect(await index.near(null, EVERYWHERE)).toEqual({
    editionIds: [id],
    near: { ids: [], scores: [] },
    unembedded: [id],
    sparseEmbedder: null,
  })
})
