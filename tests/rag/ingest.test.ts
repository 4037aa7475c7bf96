import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/connect.ts'
import { listEditions } from '../../db/documents.ts'
import type { ReadDocument } from '../../rag/blocks.ts'
import type { Embedder } from '../../rag/embedder.ts'
import { createIngest, type IngestOptions } from '../../rag/ingest.ts'
import { ModelUnavailableError } from '../../rag/model.ts'
import { UnreadableFileError } from '../../rag/readers/errors.ts'
import { lines, table } from '../helpers/blocks.ts'
import { openTestDatabase } from '../helpers/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const now = new Date('2026-09-01T09:00:00Z')

/** Reads text as lines; a file called «плохой…» cannot be read. */
async function read({ name, bytes }: { name: string; bytes: Uint8Array }): Promise<ReadDocument> {
  if (name.startsWith('плохой')) throw new UnreadableFileError('damaged', name)
  const text = new TextDecoder().decode(bytes)
  const rows = table(['№', 'Мероприятие', 'Срок'], ['1', 'Анкета', 'сентябрь'])
  return { format: 'txt', blocks: [...lines(text), ...(/Таблица/.test(text) ? [rows] : [])] }
}

function take(name: string, text: string, options?: IngestOptions, dense: Embedder | null = null) {
  const ingest = createIngest({ pool: database.pool, clock: () => now, read, dense })
  return ingest.ingest({ name, bytes: new TextEncoder().encode(text) }, options)
}

/** An order of a town of the test's own, so that tests do not meet. */
function order(town: string, date: string, number: string, more = ''): string {
  return `ПРИКАЗ\nот ${date} № ${number}\nОб утверждении Положения о наставничестве города ${town}${more}\n1. Назначить наставников.\n2. Контроль оставляю за собой.`
}

async function editionsOf(territory: string) {
  const editions = await listEditions(database.pool)
  return editions.filter((edition) => edition.territory === territory)
}

it('indexes a file with its passages, abbreviations and vectors', async () => {
  const text =
    'План работы города Абакана\nГородской методический совет (далее – ГМС) собирается раз в месяц.\nТаблица'
  const result = await take('план.txt', text)
  expect(result).toMatchObject({ status: 'indexed', rows: 1, supersedes: null, source: 'план.txt' })
  const { rows } = await database.pool.query(
    `select clause, cells, search_text, search_context, sparse_embedder, sparse is not null as embedded
       from passages where edition_id = $1 and kind = 'row'`,
    [result.editionId],
  )
  expect(rows[0]).toMatchObject({
    clause: 'План, строка 1',
    search_text: '1 | анкета | сентябрь',
    embedded: true,
  })
  expect(rows[0]).toHaveProperty('search_context', expect.stringContaining('мероприятие'))
  const learned = await database.pool.query(
    'select short, long from abbreviations where edition_id = $1',
    [result.editionId],
  )
  expect(learned.rows).toEqual([{ short: 'ГМС', long: 'Городской методический совет' }])
})

it('changes nothing when the same bytes come again, under any name', async () => {
  const first = await take('приказ.txt', order('Братска', '01.09.2025', '5'))
  const second = await take('копия.txt', order('Братска', '01.09.2025', '5'))
  expect(second).toMatchObject({
    status: 'unchanged',
    editionId: first.editionId,
    passages: first.passages,
  })
  expect(await editionsOf('Братск')).toHaveLength(1)
})

it('supersedes the edition in force by a later one', async () => {
  await take('2024.txt', order('Тулуна', '01.09.2024', '5'))
  const later = await take('2025.txt', order('Тулуна', '02.09.2025', '7'))
  expect(later).toMatchObject({ status: 'superseding', supersedes: '2024.txt' })
  expect(later.message).toContain('приказ от 01.09.2024 № 5')
  const [current, old] = await editionsOf('Тулун')
  expect(current).toMatchObject({ source: '2025.txt', status: 'current', supersedes: old?.id })
  expect(old).toMatchObject({ status: 'superseded', document_id: current?.document_id })
})

it('does not let an older edition that comes later supersede the newer', async () => {
  await take('новый.txt', order('Канска', '02.09.2025', '7'))
  const older = await take('старый.txt', order('Канска', '01.09.2024', '5'))
  expect(older).toMatchObject({ status: 'indexed', supersedes: null })
  expect(older.message).toContain('отвечать по ней я не буду')
  expect((await editionsOf('Канск')).map(({ source, status }) => [source, status])).toEqual([
    ['новый.txt', 'current'],
    ['старый.txt', 'superseded'],
  ])
})

it('keeps documents of different towns, years and subjects apart', async () => {
  await take('а.txt', order('Зеи', '01.09.2024', '5'))
  const results = await Promise.all([
    take('б.txt', order('Тынды', '01.09.2025', '5')),
    take('в.txt', order('Зеи', '01.09.2025', '6', ' в 2025 году')),
    take('г.txt', order('Зеи', '01.09.2025', '9').replace('наставничестве', 'конкурсе чтецов')),
  ])
  expect(results.map((result) => result.status)).toEqual(['indexed', 'indexed', 'indexed'])
})

it('takes a new wording of a document without a date for an edition', async () => {
  const text = 'Положение о центре города Шарьи\n1. Центр работает по будням.'
  await take('положение.txt', text)
  const revised = text.replace('Шарьи', 'Шарьи (в редакции от мая)').replace('будням', 'средам')
  expect(await take('положение-2.txt', revised)).toMatchObject({ status: 'superseding' })
})

it('replaces what a person names, and refuses a name that it does not know', async () => {
  await take('устав.txt', 'Устав центра города Инты\n1. Центр создан.')
  const replacing = { replaces: 'Устав.txt' }
  const text = 'Положение о центре города Инты\n1. Центр работает.'
  expect(await take('п.txt', text, { replaces: 'нет такого' })).toMatchObject({ status: 'refused' })
  expect(await take('п.txt', text, replacing)).toMatchObject({
    ...{ status: 'superseding', supersedes: 'устав.txt' },
  })
})

it('prefers the territory that a person gives', async () => {
  await take('без-города.txt', 'Положение о клубе\n1. Клуб работает.', { territory: 'Ухта' })
  expect(await editionsOf('Ухта')).toHaveLength(1)
})

it('refuses an unreadable file and one without text, saying why, and stores nothing', async () => {
  const before = await listEditions(database.pool)
  const damaged = await take('плохой.docx', 'что-то')
  expect(damaged).toMatchObject({ status: 'refused', document: 'плохой.docx' })
  expect(damaged.message).toContain('плохой.docx')
  expect(await take('пустой.txt', '  \n ')).toMatchObject({ status: 'refused' })
  expect(await listEditions(database.pool)).toHaveLength(before.length)
})

it('indexes a document without the vectors of a model that is away', async () => {
  const failing: Embedder = {
    name: 'away',
    embedPassages: () => Promise.reject(new ModelUnavailableError('network', 'away')),
    embedQuery: () => Promise.reject(new ModelUnavailableError('network', 'away')),
  }
  const text = order('Удачного', '01.09.2025', '5')
  const { editionId, status } = await take('у.txt', text, {}, failing)
  expect(status).toBe('indexed')
  const { rows } = await database.pool.query(
    `select dense, dense_embedder, sparse is not null as sparse from passages where edition_id = $1 limit 1`,
    [editionId],
  )
  expect(rows).toEqual([{ dense: null, dense_embedder: null, sparse: true }])
})

it('keeps the vectors of a model beside the built-in ones', async () => {
  const model: Embedder = {
    name: 'model-3',
    embedPassages: async (passages) =>
      passages.map(() => ({ kind: 'dense', values: [0.1, 0.2, 0.3] })),
    embedQuery: async () => ({ kind: 'dense', values: [1, 0, 0] }),
  }
  const { editionId } = await take('м.txt', order('Мыски', '01.09.2025', '5'), {}, model)
  const { rows } = await database.pool.query(
    `select dense_embedder, dense_dimensions, sparse is not null as sparse from passages where edition_id = $1 limit 1`,
    [editionId],
  )
  expect(rows).toEqual([{ dense_embedder: 'model-3', dense_dimensions: 3, sparse: true }])
})

it('tells how many passages of a long file are ready', async () => {
  const clauses = Array.from({ length: 150 }, (_, index) => `${index + 1}. Пункт о деле.`)
  const heard: number[] = []
  await take('длинный.txt', `Решение\nгорода Читы\n${clauses.join('\n')}`, {
    onProgress: ({ done }) => heard.push(done),
  })
  expect(heard).toEqual([64, 128, 152])
})

it('lets two editions that come at once agree which one is in force', async () => {
  await Promise.all([
    take('раз.txt', order('Кызыла', '01.09.2024', '5')),
    take('два.txt', order('Кызыла', '02.09.2025', '7')),
  ])
  const editions = await editionsOf('Кызыл')
  expect(editions.filter(({ status }) => status === 'current').map(({ source }) => source)).toEqual(
    ['два.txt'],
  )
})
