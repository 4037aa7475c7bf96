/** `bench crowd`: a thousand teachers ask within ten seconds; the real program, over the local Bot API server. */
import { setTimeout as sleep } from 'node:timers/promises'
import { versionOf } from '../../bot/consent-version.ts'
import { consentTemplate } from '../../bot/texts/consent.ts'
import type { Database } from '../../db/connect.ts'
import { openDatabase } from '../../db/connect.ts'
import { giveConsent } from '../../db/consents.ts'
import { registerPerson } from '../../db/people.ts'
import { transaction } from '../../db/transaction.ts'
import { type BotApi, createBotApi } from '../../playground/bot-api.ts'
import { startHttp } from '../http.ts'
import type { Material } from './documents.ts'
import { percentile } from './numbers.ts'
import { indexAll } from './ours.ts'
import { withFolder } from './place.ts'
import { type Program, startProgram } from './program.ts'
import type { Section } from './section.ts'

export interface Crowd {
  teachers: number
  /** Within so many seconds, evenly. */
  seconds: number
}

const TOKEN = '1000000002:bench-token-of-no-telegram-server'
const BOT = { id: 1_000_000_002, username: 'vopros_bench_bot', first_name: 'Вопрос' }
const CENTRE = 'Центр развития образования'
const FIRST_PERSON = 2_000_001

/** What Telegram lets a bot send over all chats in a second. */
const LIMIT = 30
/** After the last question; a bot that has not answered by then does not. */
const PATIENCE_MS = 120_000

export async function crowdSection(materials: readonly Material[], crowd: Crowd): Promise<Section> {
  const material = materials[0]
  const rows: Section['rows'] = []
  for (const limits of [false, true]) {
    if (material) rows.push(await withFolder((folder) => gather(folder, material, crowd, limits)))
  }
  return {
    name: 'crowd',
    title: `${crowd.teachers} teachers ask within ${crowd.seconds} s; the program on the embedded database`,
    rows,
    notes: [
      `The bot keeps Telegram's limit of ${LIMIT} messages a second by itself in both rows; in the second the server also refuses what is above it (429).`,
      `«beyond the limit» is what a teacher waited longer than the limit alone would have them wait, being answered in the order of asking.`,
    ],
  }
}

async function gather(folder: string, material: Material, crowd: Crowd, limits: boolean) {
  const database = await openDatabase({ folder })
  try {
    await indexAll(database.pool, material.files)
    await consent(database, crowd.teachers)
  } finally {
    await database.close()
  }
  const api = createBotApi({ token: TOKEN, bot: BOT, limits })
  const log = { warn: () => undefined }
  const http = await startHttp({ host: '127.0.0.1', port: 0, log }, [
    (request) => api.fetch(request),
  ])
  const program = await startProgram({
    DATA_DIR: folder,
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: http.url,
    CENTRE_NAME: CENTRE,
    MUNICIPALITY: material.questions.find(({ municipality }) => municipality)?.municipality ?? '–',
    ADMIN_IDS: '1',
  })
  try {
    return await ask(api, program, material, crowd, limits)
  } finally {
    await program.stop()
    await http.close()
    await api.close()
  }
}

async function consent({ pool }: Database, teachers: number): Promise<void> {
  const now = new Date()
  const body = consentTemplate(CENTRE)
  await transaction(pool, async (tx) => {
    for (let index = 0; index < teachers; index++) {
      const account = { messenger: 'telegram', externalId: String(FIRST_PERSON + index) } as const
      const person = { ...account, name: `Педагог ${index + 1}`, username: null, now }
      const personId = await registerPerson(tx, person)
      await giveConsent(tx, { personId, text: { version: versionOf(body), body }, now })
    }
  })
}

async function ask(
  api: BotApi,
  program: Program,
  { questions }: Material,
  { teachers, seconds }: Crowd,
  limits: boolean,
): Promise<Section['rows'][number]> {
  const asked = new Map<number, number>()
  const answered = new Map<number, number>()
  let refused = 0
  api.events.subscribe((event) => {
    if (event.kind === 'request' && event.answer.error_code === 429) refused += 1
    if (event.kind !== 'message' || event.message.from?.id !== BOT.id) return
    if (asked.has(event.chatId) && !answered.has(event.chatId)) {
      answered.set(event.chatId, performance.now())
    }
  })
  const began = performance.now()
  for (let index = 0; index < teachers; index++) {
    await sleep(Math.max(0, began + (index * 1000 * seconds) / teachers - performance.now()))
    const id = FIRST_PERSON + index
    api.addPerson({ id, first_name: `Педагог ${index + 1}` })
    asked.set(id, performance.now())
    api.send(id, id, questions[index % questions.length]?.question ?? 'срок')
  }
  const until = performance.now() + PATIENCE_MS
  while (answered.size < teachers && performance.now() < until) await sleep(100)
  const waits = [...answered].map(([id, at]) => (at - (asked.get(id) ?? at)) / 1000)
  const beyond = beyondLimit([...asked.values()], [...answered.values()])
  return {
    server: limits ? 'keeps the limits' : 'takes everything',
    teachers,
    answered: answered.size,
    'median wait, s': percentile(waits, 0.5).toFixed(1),
    'longest wait, s': percentile(waits, 1).toFixed(1),
    'beyond the limit, s': percentile(beyond, 1).toFixed(1),
    'all answered after, s': ((Math.max(...answered.values()) - began) / 1000).toFixed(1),
    'refused with 429': refused,
    'memory at most, MB': program.memory()?.most ?? null,
  }
}

/** Seconds by which each answer, in order, came later than at the limit's pace. */
function beyondLimit(asked: readonly number[], answered: readonly number[]): number[] {
  const sorted = [...answered].sort((a, b) => a - b)
  let soonest = Number.NEGATIVE_INFINITY
  return [...asked]
    .sort((a, b) => a - b)
    .slice(0, sorted.length)
    .map((at, index) => {
      soonest = Math.max(at, soonest + 1000 / LIMIT)
      return Math.max(0, ((sorted[index] ?? 0) - soonest) / 1000)
    })
}
