/** With an embedding model the search finds at least what each side finds alone, however good or bad the model is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { createReEmbed } from '../../jobs/re-embed.ts'
import { createRag, type Rag } from '../../rag/answer.ts'
import { createBuiltInEmbedder } from '../../rag/built-in.ts'
import { createDenseEmbedder } from '../../rag/dense.ts'
import { holdsGold, type LabelledQuestion, parseLabelled } from '../../rag/labelled.ts'
import { withoutPersons } from '../../rag/mask.ts'
import { createModels } from '../../rag/models.ts'
import { ensureTrust, isMeasured, trustIn } from '../../rag/trust.ts'
import { type Indexed, NOW, openIndexed } from '../helpers/indexed.ts'
import { dot, knowing, letters, type MadeUpModel, noise } from '../helpers/made-up-models.ts'
import { embeddings, openModelServer } from '../helpers/model-server.ts'

interface Unit {
  text: string
  passages: string[]
}

let indexed: Indexed
let units: Unit[]
let questions: LabelledQuestion[]
let alone: Figures

beforeAll(async () => {
  indexed = await openIndexed()
  const { rows } = await indexed.database.pool.query<{ text: string; passages: string[] }>(
    `select string_agg(text, E'\\n' order by ordinal) as text,
            array_agg(search_context || E'\\n' || search_text) as passages
       from passages group by edition_id, unit`,
  )
  // As the service gets them.
  units = rows.map(({ text, passages }) => ({ text, passages: passages.map(withoutPersons) }))
  const file = readFileSync(join(import.meta.dirname, '../fixtures/questions.jsonl'), 'utf8')
  questions = parseLabelled(file).filter(({ answerable }) => answerable)
  alone = await figuresOf(indexed.rag)
})
afterAll(() => indexed.close())

type Figures = ReturnType<typeof figures>

function figures(ranks: readonly number[]) {
  const share = (most: number) =>
    ranks.filter((rank) => rank > 0 && rank <= most).length / ranks.length
  const mrr = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length
  return { hit1: share(1), hit3: share(3), mrr }
}

async function figuresOf(rag: Rag): Promise<Figures> {
  const ranks: number[] = []
  for (const question of questions) {
    const { municipality } = question
    const hits = await rag.search(question.question, { top: 10, municipality, now: NOW })
    ranks.push(hits.findIndex(({ quote }) => holdsGold(quote, question)) + 1)
  }
  return figures(ranks)
}

/** By the vectors alone. */
function denseFigures(model: MadeUpModel): Figures {
  const made = units.map(({ text, passages }) => ({ text, vectors: passages.map(model) }))
  const ranks = questions.map((question) => {
    const asked = model(question.question)
    const near = made
      .map(({ text, vectors }) => ({
        text,
        score: Math.max(...vectors.map((each) => dot(asked, each))),
      }))
      .sort((a, b) => b.score - a.score)
    return near.slice(0, 10).findIndex(({ text }) => holdsGold(text, question)) + 1
  })
  return figures(ranks)
}

/** The first clause that answers each question. */
function answers(): Map<string, string> {
  return new Map(
    questions.flatMap((question): [string, string][] => {
      const unit = units.find(({ text }) => holdsGold(text, question))
      return unit?.passages[0] ? [[question.question, unit.passages[0]]] : []
    }),
  )
}

/** Takes the model into use as a centre does, through a service, and has all passages embedded. */
async function takeIntoUse(name: string, model: MadeUpModel) {
  const { pool } = indexed.database
  const server = await openModelServer(({ body }) =>
    embeddings((body.input as string[]).map((text) => model(text))),
  )
  onTestFinished(server.close)
  const none = { apiKeyCommand: undefined, chat: undefined, transcription: undefined, folder: '' }
  const service = { ...none, baseUrl: server.baseUrl, apiKey: 'k', embedding: name }
  const dense = createDenseEmbedder((await createModels(service)).embeddings!)
  const job = createReEmbed({
    pool,
    embedders: { sparse: createBuiltInEmbedder(pool), dense },
    log: { info: () => {}, warn: () => {} },
    now: () => 0,
    trust: {
      isKnown: () => isMeasured(pool, dense),
      learn: () => ensureTrust(pool, dense, NOW),
    },
  })
  await job.run()
  return { fused: await figuresOf(createRag({ pool, dense })), trust: await trustIn(pool, dense) }
}

/** Of 85 questions: two may move. */
const NOISE = 0.025

it.each([
  ['nonsense', () => noise],
  ['letters', () => letters],
  ['a-quarter', () => knowing(answers(), 4.5)],
  ['two-thirds', () => knowing(answers(), 3)],
  ['nearly-all', () => knowing(answers(), 2)],
])('finds no less with a model that knows %s', async (name, made) => {
  const model = made()
  const { fused } = await takeIntoUse(name, model)
  const dense = denseFigures(model)
  for (const figure of ['hit1', 'hit3', 'mrr'] as const) {
    expect(fused[figure]).toBeGreaterThanOrEqual(Math.max(alone[figure], dense[figure]) - NOISE)
  }
})

it('does not ask a model that is no better than chance', async () => {
  expect(await takeIntoUse('nonsense-again', noise)).toMatchObject({ trust: 0, fused: alone })
  expect(await takeIntoUse('letters-again', letters)).toMatchObject({ trust: 0, fused: alone })
})
