import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../db/database.ts'
import { searchPassages } from '../../db/search.ts'
import { currentEditions } from '../../db/search-scope.ts'
import { createReEmbed } from '../../jobs/re-embed.ts'
import { givenKey } from '../../rag/api-key.ts'
import { createBuiltInEmbedder } from '../../rag/built-in.ts'
import { createDenseEmbedder } from '../../rag/dense.ts'
import type { Embedder } from '../../rag/embedder.ts'
import { ServiceEmbeddings } from '../../rag/embeddings.ts'
import { createIngest } from '../../rag/ingest.ts'
import { createVectors } from '../../rag/vectors.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { NOW } from '../helpers/indexed.ts'
import {
  embeddings,
  type ModelRequest,
  type ModelServer,
  type Reply,
  startModelServer,
} from '../helpers/model-server.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => database.pool.query('truncate documents cascade'))

const AWAY: Reply = { kind: 'status', status: 503 }
/** One more than 150 clauses make three pages: 64, 64 and 23. */
const CLAUSES = Array.from({ length: 150 }, (_, place) => `${place + 1}. Пункт о деле ${place}.`)

/** A vector that depends on the text, two numbers long. */
function vectors({ body }: ModelRequest): Reply {
  const texts = body.input as string[]
  return embeddings(texts.map((text) => [text.length % 7, 1]))
}

const zeros = ({ body }: ModelRequest): Reply =>
  embeddings((body.input as string[]).map(() => [0, 0]))

/** By the dense list alone. */
const SEARCH = {
  ...{ lexemes: null, sparseEmbedder: null, dense: '[3,1]' },
  ...{ near: { ids: [], scores: [] }, unembedded: [], limit: 200 },
  weights: { words: 1, sparse: 1, dense: 1 },
}

function modelOf(server: ModelServer, name: string): Embedder {
  const service = { baseUrl: server.baseUrl, key: givenKey('k'), attempts: 1 }
  return createDenseEmbedder({
    name,
    embeddings: new ServiceEmbeddings(createVectors(service, { model: name })),
  })
}

async function index(dense: Embedder | null): Promise<void> {
  const ingest = createIngest({ pool: database.pool, dense, clock: () => NOW })
  const bytes = Buffer.from(`Решение\nгорода Читы\n${CLAUSES.join('\n')}`)
  expect(await ingest.ingest({ name: 'решение.txt', bytes })).toMatchObject({ status: 'indexed' })
}

function reEmbed(dense: Embedder | null, sparse = createBuiltInEmbedder(database.pool)) {
  const time = { now: 0 }
  const write = () => {}
  const job = createReEmbed({
    pool: database.pool,
    embedders: { sparse, dense },
    log: { info: write, warn: write },
    now: () => time.now,
  })
  return { ...job, time }
}

const editions = async () => (await currentEditions(database.pool)).map(({ id }) => id)

/** How many passages have a vector of each embedder. */
async function embedded(kind: 'sparse' | 'dense'): Promise<Record<string, number>> {
  const { rows } = await database.pool.query<{ name: string; count: number }>(
    `select coalesce(${kind}_embedder, 'none') as name, count(*) as count from passages group by 1`,
  )
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

it('goes on where a failure stopped it, until every vector is the new model’s', async () => {
  const server = await startModelServer()
  server.says(vectors, vectors, vectors)
  await index(modelOf(server, 'old'))
  expect(await embedded('dense')).toEqual({ old: 151 })
  server.says(vectors, AWAY)
  await reEmbed(modelOf(server, 'new')).run()
  expect(await embedded('dense')).toEqual({ new: 64, old: 87 })
  server.says(vectors, vectors)
  await reEmbed(modelOf(server, 'new')).run()
  expect(await embedded('dense')).toEqual({ new: 151 })
  expect(await reEmbed(modelOf(server, 'new')).isDue()).toBe(false)
})

it('compares a question only with vectors of its own model, however long the others are', async () => {
  const server = await startModelServer()
  server.says(vectors, vectors, vectors)
  await index(modelOf(server, 'old'))
  server.says(vectors, AWAY)
  await reEmbed(modelOf(server, 'new')).run()
  const editionIds = await editions()
  const found = (denseEmbedder: string) =>
    searchPassages(database.pool, { ...SEARCH, editionIds, denseEmbedder })
  expect(await found('new')).toHaveLength(64)
  expect(await found('old')).toHaveLength(87)
  expect(await found('another')).toHaveLength(0)
})

it('finds nothing by a vector of zeros, which has no direction', async () => {
  const server = await startModelServer()
  server.says(zeros, zeros, zeros)
  await index(modelOf(server, 'model'))
  const wanted = { ...SEARCH, editionIds: await editions(), denseEmbedder: 'model' }
  const found = await searchPassages(database.pool, wanted)
  expect(found).toEqual([])
})

it('indexes a document while the model is away, and embeds it when the model is back', async () => {
  const server = await startModelServer()
  server.says(AWAY)
  await index(modelOf(server, 'model'))
  expect(await embedded('dense')).toEqual({ none: 151 })
  expect(await embedded('sparse')).toEqual({ 'bm25-stems-4grams-1': 151 })
  const job = reEmbed(modelOf(server, 'model'))
  expect(await job.isDue()).toBe(true)
  server.says(vectors, vectors, vectors)
  await job.run()
  expect(await embedded('dense')).toEqual({ model: 151 })
})

it('leaves a model that is away alone, longer after each failure', async () => {
  const server = await startModelServer()
  await index(null)
  const job = reEmbed(modelOf(server, 'model'))
  server.says(AWAY, AWAY)
  await job.run()
  job.time.now = 14_000
  expect(await job.isDue()).toBe(false)
  job.time.now = 15_000
  expect(await job.isDue()).toBe(true)
  await job.run()
  job.time.now = 44_000
  expect(await job.isDue()).toBe(false)
  job.time.now = 45_000
  expect(await job.isDue()).toBe(true)
})

it('makes the built-in vectors anew for a new version of the built-in embedder', async () => {
  await index(null)
  const newer = { ...createBuiltInEmbedder(database.pool), name: 'bm25-newer' }
  const job = reEmbed(null, newer)
  expect(await job.isDue()).toBe(true)
  await job.run()
  expect(await embedded('sparse')).toEqual({ 'bm25-newer': 151 })
  expect(await embedded('dense')).toEqual({ none: 151 })
})

it('leaves passages alone that are in force no more', async () => {
  await index(null)
  await database.pool.query(`update editions set status = 'superseded'`)
  const server = await startModelServer()
  const job = reEmbed(modelOf(server, 'model'))
  expect(await job.isDue()).toBe(false)
  await job.run()
  expect(await embedded('dense')).toEqual({ none: 151 })
})
