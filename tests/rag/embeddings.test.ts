import { FakeEmbeddings } from '@langchain/core/utils/testing'
import { expect, it } from 'vitest'
import { givenKey } from '../../rag/api-key.ts'
import { createDenseEmbedder } from '../../rag/dense.ts'
import { ServiceEmbeddings } from '../../rag/embeddings.ts'
import { createVectors } from '../../rag/vectors.ts'
import type { ModelRequest, Reply } from '../helpers/model-server.ts'
import { embeddings, startModelServer } from '../helpers/model-server.ts'

async function service(options: { dimensions?: number; batchSize?: number } = {}) {
  const server = await startModelServer()
  const connected = { baseUrl: server.baseUrl, key: givenKey('k'), backoffMs: 1 }
  const vectors = createVectors(connected, { model: 'e', batchSize: 2, ...options })
  return { server, embeddings: new ServiceEmbeddings(vectors) }
}

const lengths = ({ body }: ModelRequest): Reply =>
  embeddings((body.input as string[]).map((text) => [text.length, 1]))

it('embeds documents in batches and keeps their order', async () => {
  const { server, embeddings } = await service()
  server.says(lengths, lengths)
  expect(await embeddings.embedDocuments(['раз', 'четыре', 'я'])).toEqual([
    [3, 1],
    [6, 1],
    [1, 1],
  ])
  expect(server.requests[0]?.body).toMatchObject({ model: 'e', encoding_format: 'float' })
  expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([2, 1])
})

it('orders vectors by their index, not by their place', async () => {
  const { server, embeddings } = await service()
  const data = [
    { index: 1, embedding: [2] },
    { index: 0, embedding: [1] },
  ]
  server.says({ kind: 'json', body: { data } })
  expect(await embeddings.embedDocuments(['а', 'б'])).toEqual([[1], [2]])
})

it('keeps the place of an empty text, which services refuse', async () => {
  const { server, embeddings } = await service()
  server.says(lengths)
  expect(await embeddings.embedDocuments(['', 'да'])).toHaveLength(2)
  expect(server.requests[0]?.body.input).not.toContain('')
})

it.each([
  ['too few vectors', embeddings([[1]])],
  [
    'two vectors for one text',
    {
      kind: 'json',
      body: {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [1] },
        ],
      },
    },
  ],
  [
    'an index out of range',
    {
      kind: 'json',
      body: {
        data: [
          { index: 0, embedding: [1] },
          { index: 7, embedding: [1] },
        ],
      },
    },
  ],
  ['vectors of two lengths', embeddings([[1, 2], [1]])],
  [
    'what is no number',
    embeddings([
      [1, null],
      [1, 2],
    ]),
  ],
  ['a string for a vector', embeddings(['AAAA', 'AAAA'])],
  ['another object', { kind: 'json', body: { message: 'ok' } }],
  ['no JSON', { kind: 'raw', body: 'OK', type: 'text/plain' }],
  ['broken JSON', { kind: 'raw', body: '{"data": [', type: 'application/json' }],
] satisfies [string, Reply][])('refuses %s', async (_what, reply) => {
  const { server, embeddings } = await service()
  server.says(reply)
  await expect(embeddings.embedDocuments(['а', 'б'])).rejects.toMatchObject({ reason: 'nonsense' })
})

it('refuses vectors that are shorter than those before', async () => {
  const { server, embeddings: model } = await service()
  server.says(embeddings([[1, 2, 3]]), embeddings([[1, 2]]))
  await model.embedQuery('раз')
  await expect(model.embedQuery('два')).rejects.toMatchObject({ reason: 'nonsense' })
})

it('asks again when the service is busy', async () => {
  const { server, embeddings: model } = await service()
  server.says({ kind: 'status', status: 429, headers: { 'retry-after': '0' } }, embeddings([[1]]))
  expect(await model.embedQuery('раз')).toEqual([1])
})

it('sends the service no names and no phones', async () => {
  const { server, embeddings } = await service()
  server.says(lengths, lengths)
  await embeddings.embedQuery('Кто такая Петрова Анна Ивановна, 8 (912) 345-67-89?')
  await embeddings.embedDocuments(['Ответственный: Петрова А. И., petrova@example.ru'])
  expect(JSON.stringify(server.requests)).not.toMatch(/Петров|Анн|345|example/)
})

it('makes an embedder of any LangChain embeddings', async () => {
  const embedder = createDenseEmbedder({ name: 'fake', embeddings: new FakeEmbeddings() })
  const [passage] = await embedder.embedPassages([{ text: 'Срок', context: 'Положение' }])
  expect(passage).toMatchObject({ kind: 'dense', values: [0.1, 0.2, 0.3, 0.4] })
  expect(await embedder.embedQuery('срок')).toMatchObject({ kind: 'dense' })
})

it('embeds the beginning of a text that is too long for the model, and the others whole', async () => {
  const { server, embeddings } = await service()
  const tooLong: Reply = { kind: 'status', status: 400 }
  server.says(tooLong, lengths, tooLong, lengths)
  const embedder = createDenseEmbedder({ name: 'e', embeddings })
  const passages = [1, 400].map((length) => ({ text: 'я'.repeat(length), context: '' }))
  expect(await embedder.embedPassages(passages)).toMatchObject([
    { values: [1, 1] },
    { values: [200, 1] },
  ])
})

it('says that the service refuses when it refuses short texts, too', async () => {
  const { server, embeddings } = await service()
  const wrong: Reply = { kind: 'status', status: 400 }
  server.says(wrong, wrong)
  const embedder = createDenseEmbedder({ name: 'e', embeddings })
  const embedded = embedder.embedPassages([{ text: 'Срок', context: '' }])
  await expect(embedded).rejects.toMatchObject({ reason: 'request' })
})
