/** Has many teachers ask the program at nearly the same time, over a server that keeps Telegram's limits. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../db/connect.ts'
import type { Pool } from '../../db/db.ts'
import type { Material } from './documents.ts'
import { indexAll } from './ours.ts'
import { withDatabase, withFolder } from './place.ts'
import { startProgram } from './program.ts'
import { openReceivers, type Receivers, TOKEN } from './receivers.ts'
import { addTeachers, CENTRE } from './teachers.ts'
import { type Asked, LIMIT } from './waits.ts'

export interface Crowd {
  teachers: number
  /** Within so many seconds, evenly. */
  seconds: number
  material: Material
}

export interface Gathered {
  /** In the order of asking. */
  asked: Asked[]
  /** Counted calls until the last answer. */
  messages: number
  refused: number
  /** Resident megabytes at most; null where the system does not tell. */
  memoryMb: number | null
}

const FIRST_PERSON = 2_000_001

/** After this and twice the time that the limit takes, whoever has no answer gets none. */
const PATIENCE_MS = 60_000

/** One process on the embedded database. */
export async function gatherEmbedded(crowd: Crowd): Promise<Gathered> {
  return withFolder(async (folder) => {
    const database = await openDatabase({ folder })
    await prepare(database.pool, crowd).finally(database.close)
    return gather(crowd, { DATA_DIR: folder })
  })
}

/** One process on a database server. */
export async function gatherOnServer(
  crowd: Crowd,
  server: { url: string; redisUrl: string | undefined },
): Promise<Gathered> {
  return withDatabase(server.url, async ({ pool }, url) => {
    await prepare(pool, crowd)
    const redis = server.redisUrl ? { REDIS_URL: server.redisUrl } : {}
    return withFolder((folder) =>
      gather(crowd, { DATA_DIR: folder, DATABASE_URL: url ?? '', ...redis }),
    )
  })
}

async function prepare(pool: Pool, { teachers, material }: Crowd): Promise<void> {
  await indexAll(pool, material.files)
  await addTeachers(pool, { first: FIRST_PERSON, count: teachers, now: new Date() })
}

async function gather(crowd: Crowd, variables: Record<string, string>): Promise<Gathered> {
  const ids = Array.from({ length: crowd.teachers }, (_, index) => FIRST_PERSON + index)
  const receivers = await openReceivers(ids)
  try {
    const program = await startProgram({
      ...variables,
      BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: receivers.url,
      CENTRE_NAME: CENTRE,
      MUNICIPALITY: townOf(crowd.material),
      ADMIN_IDS: '1',
    })
    try {
      const asked = await ask(receivers, ids, crowd)
      return {
        asked: await untilAnswered(receivers, asked),
        messages: receivers.taken.reduce((sum, { count }) => sum + count, 0),
        refused: receivers.refused(),
        memoryMb: program.memory()?.most ?? null,
      }
    } finally {
      await program.stop()
    }
  } finally {
    await receivers.close()
  }
}

function townOf({ questions }: Material): string {
  return questions.find(({ municipality }) => municipality)?.municipality ?? '–'
}

/** When each of them asked. */
async function ask(
  { api }: Receivers,
  ids: readonly number[],
  { seconds, material: { questions } }: Crowd,
): Promise<Map<number, number>> {
  const asked = new Map<number, number>()
  const began = now()
  for (const [index, id] of ids.entries()) {
    await sleep(Math.max(0, began + (index * 1000 * seconds) / ids.length - now()))
    asked.set(id, now())
    api.send(id, id, questions[index % questions.length]?.question ?? 'срок')
  }
  return asked
}

async function untilAnswered(
  { taken }: Receivers,
  asked: ReadonlyMap<number, number>,
): Promise<Asked[]> {
  const until = now() + (2 * 1000 * asked.size) / LIMIT + PATIENCE_MS
  const answered = new Map<number, number>()
  for (let read = 0; ; ) {
    for (const { chat, at } of taken.slice(read)) {
      if (!answered.has(chat)) answered.set(chat, at)
    }
    read = taken.length
    if (answered.size === asked.size || now() > until) break
    await sleep(100)
  }
  return [...asked].map(([id, askedAt]) => ({ askedAt, answeredAt: answered.get(id) ?? null }))
}

/** By the clock of what is taken. */
function now(): number {
  return performance.timeOrigin + performance.now()
}
