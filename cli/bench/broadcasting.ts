/** The program itself sends a broadcast, in one process or in several, while teachers ask it questions. */
import { setTimeout as sleep } from 'node:timers/promises'
import { reportOf } from '../../db/broadcast-report.ts'
import { scheduleBroadcast } from '../../db/broadcast-states.ts'
import {
  createBroadcastDraft,
  findBroadcast,
  setBroadcastAudience,
  setBroadcastContents,
} from '../../db/broadcasts.ts'
import { openDatabase } from '../../db/connect.ts'
import type { Pool } from '../../db/db.ts'
import { findDeliveryByMessage } from '../../db/deliveries.ts'
import { grantRole } from '../../db/people.ts'
import type { Material } from './documents.ts'
import { percentile } from './numbers.ts'
import { indexAll } from './ours.ts'
import { withDatabase, withFolder } from './place.ts'
import { type Program, startProgram } from './program.ts'
import { openReceivers, type Receivers, shareOfLimit, type Taken, TOKEN } from './receivers.ts'
import type { Section } from './section.ts'
import { addTeachers, CENTRE } from './teachers.ts'

const FIRST_PERSON = 2_000_001
const FIRST_ASKER = 1_900_001
const ASKERS = 40
const ASKED_EVERY_MS = 1_500

const TEXT =
  'Уважаемые коллеги! Приглашаем вас на семинар «Наставничество в школе». Начало в 15:00, вход свободный.'

/** After which nobody waits for the rest. */
const PATIENCE = 2

export interface Plan {
  people: number
  material: Material
  /** Whether teachers ask meanwhile. */
  asked: boolean
}

/** One process on the embedded database. */
export async function embeddedRow(plan: Plan): Promise<Section['rows'][number]> {
  return withFolder(async (folder) => {
    const own = { DATA_DIR: folder }
    const open = () => openDatabase({ folder })
    const database = await open()
    const broadcastId = await prepare(database.pool, plan).finally(database.close)
    const measured = await measure(plan, [{ variables: own, words: [] }])
    const after = await open()
    const sender = `vopros, one process, embedded${plan.asked ? ', teachers ask' : ''}`
    return rowOf(sender, after.pool, {
      ...{ plan, broadcastId, measured },
    }).finally(after.close)
  })
}

/** One process for the chats and two workers, on a database server. */
export async function workersRow(
  plan: Plan,
  server: { url: string; redisUrl: string | undefined },
): Promise<Section['rows'][number]> {
  return withDatabase(server.url, async ({ pool }, url) => {
    const broadcastId = await prepare(pool, plan)
    return withFolder(async (folder) => {
      const variables = {
        ...{ DATA_DIR: folder, DATABASE_URL: url ?? '' },
        ...(server.redisUrl ? { REDIS_URL: server.redisUrl } : {}),
      }
      const halves = ['bot', 'worker', 'worker']
      const processes = halves.map((half) => ({ variables, words: ['--only', half] }))
      const measured = await measure(plan, processes)
      const queue = server.redisUrl ? ' and Redis' : ''
      const sender = `vopros, two workers, PostgreSQL${queue}${plan.asked ? ', teachers ask' : ''}`
      return rowOf(sender, pool, { plan, broadcastId, measured })
    })
  })
}

/** Documents, people who consented, and a broadcast that begins as soon as the program does. */
async function prepare(pool: Pool, { people, material }: Plan): Promise<number> {
  await indexAll(pool, material.files)
  const now = new Date()
  const askers = await addTeachers(pool, { first: FIRST_ASKER, count: ASKERS, now })
  for (const personId of askers) {
    await grantRole(pool, { personId, role: 'methodist', grantedBy: null, now })
  }
  await addTeachers(pool, { first: FIRST_PERSON, count: people, now })
  const broadcastId = await createBroadcastDraft(pool, { authorId: askers[0] ?? 0, now })
  const contents = [{ method: 'sendMessage', payload: { text: TEXT } }]
  await setBroadcastContents(pool, { broadcastId, contents, title: 'Семинар' })
  await setBroadcastAudience(pool, { broadcastId, audience: { roles: ['teacher'] } })
  await scheduleBroadcast(pool, { broadcastId, startsAt: now, ignoresQuietHours: true })
  return broadcastId
}

interface Measured {
  taken: Taken[]
  refused: number
}

async function measure(
  plan: Plan,
  processes: readonly { variables: Record<string, string>; words: string[] }[],
): Promise<Measured> {
  const ids = [...range(FIRST_ASKER, ASKERS), ...range(FIRST_PERSON, plan.people)]
  const receivers = await openReceivers(ids)
  const programs: Program[] = []
  try {
    for (const { variables, words } of processes) {
      const environment = {
        ...variables,
        BOT_TOKEN: TOKEN,
        TELEGRAM_API_ROOT: receivers.url,
        CENTRE_NAME: CENTRE,
        MUNICIPALITY: '–',
        ADMIN_IDS: '1',
      }
      programs.push(await startProgram(environment, words))
    }
    await askUntilSent(receivers, plan)
    return { taken: [...receivers.taken], refused: receivers.refused() }
  } finally {
    for (const program of programs) await program.stop()
    await receivers.close()
  }
}

/** Waits until everybody has the broadcast, or until it takes far too long; somebody asks now and then meanwhile. */
async function askUntilSent(
  { api, taken }: Receivers,
  { people, asked: isAsked, material: { questions } }: Plan,
): Promise<void> {
  const until = performance.now() + PATIENCE * 1000 * (people / 30 + 30)
  const isReceiver = ({ chat }: Taken) => chat >= FIRST_PERSON
  for (let asked = 0; performance.now() < until; asked++) {
    const begun = taken.some(isReceiver)
    const got = begun ? taken.filter(isReceiver).length : 0
    if (got >= people) return
    const asker = FIRST_ASKER + 1 + (asked % (ASKERS - 1))
    const question = questions[asked % questions.length]?.question ?? 'Кто такой тьютор?'
    if (isAsked && begun && people - got > 60) api.send(asker, asker, question)
    await sleep(ASKED_EVERY_MS)
  }
}

async function rowOf(
  sender: string,
  pool: Pool,
  given: { plan: Plan; broadcastId: number; measured: Measured },
): Promise<Section['rows'][number]> {
  const { plan, broadcastId, measured } = given
  const { taken, refused } = measured
  const sums = await reportOf(pool, { broadcastId })
  const status = (await findBroadcast(pool, { id: broadcastId }))?.status
  const isReceiver = ({ chat }: Taken) => chat >= FIRST_PERSON
  const from = taken.findIndex(isReceiver)
  const during = taken.slice(from, taken.findLastIndex(isReceiver) + 1)
  const [first, last] = [during[0]?.at ?? 0, during.at(-1)?.at ?? 0]
  const waits = await waitsOf(pool, during)
  return {
    sender,
    people: plan.people,
    delivered: taken.filter(isReceiver).length,
    'in doubt': sums.inDoubt,
    lost: sums.audience - sums.sent - sums.inDoubt,
    'refused with 429': refused,
    seconds: ((last - first) / 1000).toFixed(1),
    'of 30 a second': shareOfLimit(during).toFixed(3),
    state: status ?? null,
    ...(plan.asked ? timesOfAnswers(waits) : {}),
  }
}

function timesOfAnswers(waits: readonly number[]): Record<string, number> {
  return {
    answers: waits.length,
    'ready to sent, median ms': Math.round(percentile(waits, 0.5)),
    'p99, ms': Math.round(percentile(waits, 0.99)),
    'longest, ms': Math.round(percentile(waits, 1)),
  }
}

/** How long answers of the program, once they were ready, took to reach the server. */
async function waitsOf(pool: Pool, during: readonly Taken[]): Promise<number[]> {
  const waits: number[] = []
  for (const { at, chat, message } of during) {
    if (chat >= FIRST_PERSON || message === undefined) continue
    const sent = { chatKey: `telegram:${chat}`, messageId: String(message) }
    const delivery = await findDeliveryByMessage(pool, sent)
    const isAnswer = delivery?.kind === 'answer' || delivery?.kind === 'ticket'
    if (delivery && isAnswer) waits.push(at - delivery.created_at.getTime())
  }
  return waits
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index)
}
