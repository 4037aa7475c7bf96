/** Puts the parts together and starts them. The only file that knows everything. */
import { readFileSync } from 'node:fs'
import { GrammyError } from 'grammy'
import { createBot } from '../bot/bot.ts'
import { createGateway } from '../bot/gateway.ts'
import { createIntake, type Intake } from '../bot/intake.ts'
import { TokenRefusedError, untilReachable } from '../bot/reach.ts'
import { consentTemplate } from '../bot/texts/consent.ts'
import type { Database } from '../db/database.ts'
import type { Pool } from '../db/db.ts'
import { findFact, sayFact } from '../db/facts.ts'
import { openQueueConnection, QueueUnusableError } from '../jobs/connection.ts'
import { createDeliver } from '../jobs/deliver.ts'
import { createDue } from '../jobs/due.ts'
import { renewEventTimes } from '../jobs/event-times.ts'
import { createQueues } from '../jobs/queues.ts'
import { createReEmbed } from '../jobs/re-embed.ts'
import { recoverAfterCrash } from '../jobs/recover.ts'
import { createRefreshCard } from '../jobs/refresh-card.ts'
import { stopWatches, watchHandlers } from '../jobs/watches.ts'
import { startWorkers } from '../jobs/workers.ts'
import { parseCalendar } from '../jobs/working-hours.ts'
import { createRag } from '../rag/answer.ts'
import { createBuiltInEmbedder } from '../rag/built-in.ts'
import { createIngest } from '../rag/ingest.ts'
import { createMemory } from '../rag/memory.ts'
import { createModels } from '../rag/models.ts'
import { createSparseIndex } from '../rag/nearest/sparse-index.ts'
import { ensureTrust, isMeasured } from '../rag/trust.ts'
import { createClock } from './clock.ts'
import { UserError } from './errors.ts'
import { healthHandler, metricsHandler, remembered } from './health.ts'
import { type Handler, startHttp } from './http.ts'
import type { Log } from './log.ts'
import { denseOf, writingOf } from './open-rag.ts'
import type { StartedParts } from './parts.ts'
import { indexSamples, openPage, openWorld, PLAYGROUND_SETTINGS } from './playground.ts'
import type { Settings } from './settings.ts'
import { createWatches } from './watches.ts'

/** Which half of the program this process is; both when it is the only one. */
export type Half = 'bot' | 'worker'

/** What the parts are started with. */
export interface Place {
  settings: Settings
  log: Log
  only: Half | undefined
  database: Database
  /** Where the program's files are. */
  folder: string
  parts: StartedParts
  /** Aborted when the program is told to stop. */
  signal: AbortSignal
}

/** What runs; `failed` rejects when it cannot go on. */
export interface Running {
  failed: Promise<never>
}

/**
 * Starts everything over an open database. What has to be stopped goes to `parts`; `signal` ends waiting for Telegram.
 * Throws a `UserError` for what the person who starts it can mend.
 */
export async function start(place: Place): Promise<Running> {
  try {
    const { failed } = await startParts(place)
    return { failed: failed.catch((error: unknown) => Promise.reject(forPerson(error))) }
  } catch (error) {
    throw forPerson(error)
  }
}

/** Faults of the token, the webhook and the queue say by themselves what to do. */
function forPerson(error: unknown): unknown {
  const isCalendar =
    error instanceof RangeError && /^(WORKING_HOURS|HOLIDAYS): /.test(error.message)
  if (error instanceof TokenRefusedError || error instanceof QueueUnusableError || isCalendar)
    return new UserError(error.message, { cause: error })
  if (error instanceof GrammyError)
    return new UserError(`Telegram отклонил ${error.method}: ${error.description}`, {
      cause: error,
    })
  return error
}

async function startParts(place: Place): Promise<Running> {
  const { settings, log, only, database, folder, parts, signal } = place
  const playground = settings.mode.kind === 'playground'
  const { pool } = database
  const handlers: Handler[] = []
  const host = playground ? '127.0.0.1' : settings.host
  const http = await startHttp({ host, port: settings.port, log }, handlers)
  parts.add('http', http.close)
  if (database.embedded) await recoverAfterCrash(pool)

  const clock = createClock((await findFact(pool, { name: 'clock_offset' })) ?? 0, (offset) => {
    sayFact(pool, { name: 'clock_offset', value: offset, now: new Date() }).catch(warn(log))
  })
  await renewEventTimes(pool, { now: clock.now() })
  const { rag, memory, ingest, reEmbed, transcriber } = await createKnowledge(
    settings,
    pool,
    clock.now,
    log,
  )
  if (playground) {
    const world = openWorld({ folder, clock })
    const page = await openPage({ world, pool, clock, timezone: settings.timezone })
    parts.add('playground', page.close)
    handlers.push(page.handle)
    await indexSamples({ pool, clock: clock.now })
  }
  const redisUrl = playground ? undefined : settings.redisUrl
  const connection = await openQueueConnection({ database, redisUrl })
  const queues = createQueues(connection, { log })
  parts.add('queues', queues.close)

  const identity = identityOf(settings, http.url)
  const bot = createBot({
    ...identity,
    pool,
    rag,
    memory,
    queues,
    clock: clock.now,
    log,
    gateway: createGateway({ pool }),
    library: ingest,
    transcriber,
  })
  handlers.unshift(
    healthHandler([
      { name: 'database', healthy: database.healthy },
      { name: 'queue', healthy: queues.healthy },
      { name: 'bot', healthy: remembered(() => bot.api.getMe()) },
    ]),
    metricsHandler(pool),
  )
  const intake = createIntake({
    pool,
    api: bot.api,
    clock: clock.now,
    handle: bot.handle,
    onGivenUp: bot.apologise,
    log,
  })
  parts.add('intake', intake.close)
  await untilReachable({ contact: bot.init, log, signal })
  // Told to stop while it waited: what follows would start over parts that are closed.
  signal.throwIfAborted()

  if (only !== 'bot') {
    const { notifier, undelivered } = bot
    const sender = { pool, notifier, undelivered, clock: clock.now }
    const watches = createWatches({
      ...{ pool, queues, bot, reEmbed, clock: clock.now },
      ...{ calendar: identity.centre.calendar, quietHours: identity.centre.quietHours },
    })
    const workers = await startWorkers({
      connection,
      log,
      handlers: {
        ...watchHandlers(watches),
        due: createDue({ pool, queues, watches, clock: clock.now }),
        deliver: createDeliver(sender),
        'drain-inbox': () => intake.drain(),
        'answer-question': ({ questionId }) => bot.answerQuestion(questionId),
        'refresh-card': createRefreshCard(sender),
      },
    })
    parts.add('workers', workers.close)
    parts.add('watches', () => stopWatches(watches))
  }

  const receiving = new AbortController()
  const received =
    only === 'worker' ? Promise.resolve() : receive({ ...place, intake, handlers }, receiving)
  parts.add('receiving', async () => {
    receiving.abort()
    await received.catch(() => {})
  })
  announce(log, http.url, playground)
  return { failed: new Promise((_, reject) => received.catch(reject)) }
}

/** What answers from the documents, what takes documents in, and what keeps their vectors those of the model in use. */
async function createKnowledge(settings: Settings, pool: Pool, clock: () => Date, log: Log) {
  const { chat, embeddings, transcriber } = await createModels(settings.models)
  const embedder = createBuiltInEmbedder(pool)
  const index = createSparseIndex(pool, { embedder: embedder.name })
  const dense = await denseOf(embeddings)
  const onResult = (kind: string, reason: string | null) => {
    log.info({ kind, reason }, 'a written answer')
  }
  const writing = writingOf(chat, onResult)
  return {
    rag: createRag({ pool, index, dense, ...writing }),
    memory: createMemory({ pool, embedder, index, dense, ...writing }),
    ingest: createIngest({ pool, embedder, dense, clock }),
    reEmbed: createReEmbed({
      pool,
      embedders: { sparse: embedder, dense },
      log,
      trust: dense && {
        isKnown: () => isMeasured(pool, dense),
        learn: () => ensureTrust(pool, dense, clock()),
      },
    }),
    transcriber,
  }
}

/** Who the bot is: what a centre says in its settings, the playground says by itself. */
function identityOf(settings: Settings, url: string) {
  const { timezone, workingHours, holidays, slaHours, quietHours, consentFile } = settings
  const calendar = parseCalendar({ workingHours, holidays, zone: timezone })
  const own = PLAYGROUND_SETTINGS
  const given =
    settings.mode.kind === 'production'
      ? {
          token: settings.mode.token,
          apiRoot: settings.telegramApiRoot,
          name: settings.centreName ?? '',
          municipality: settings.municipality ?? '',
          tutorChatId: settings.tutorChatId,
          adminIds: settings.adminIds,
        }
      : { ...own, name: own.centreName, apiRoot: url }
  const { token, apiRoot, name, municipality, tutorChatId, adminIds } = given
  return {
    token,
    apiRoot,
    tutorChatId,
    adminIds,
    centre: { name, municipality, timezone, calendar, slaHours, quietHours },
    consentText: consentFile
      ? readFileSync(consentFile, 'utf8')
      : consentTemplate(name, { hears: settings.models.transcription !== undefined }),
  }
}

/** Resolves when it is aborted; rejects when Telegram refuses the token or the webhook. */
async function receive(
  {
    settings: { mode },
    log,
    intake,
    handlers,
  }: Pick<Place, 'settings' | 'log'> & { intake: Intake; handlers: Handler[] },
  { signal }: AbortController,
): Promise<void> {
  if (mode.kind === 'playground' || !mode.webhook) return intake.poll(signal)
  const { webhook } = mode
  const path = new URL(webhook.url).pathname
  const answer = intake.webhook(webhook.secret)
  handlers.push(async (request) =>
    new URL(request.url).pathname === path ? answer(request) : null,
  )
  await untilReachable({ contact: () => intake.setWebhook(webhook), log, signal })
}

function announce(log: Log, url: string, playground: boolean): void {
  const seconds = Number(process.uptime().toFixed(1))
  log.info({ url, seconds, rssMb: Math.round(process.memoryUsage.rss() / 1e6) }, 'ready')
  process.stdout.write(
    playground
      ? `Площадка открыта: ${url}\nЗдесь можно попробовать бота без токена и без сети. Остановить: Ctrl+C.\n`
      : `Бот работает. Проверка состояния: ${url}/healthz. Остановить: Ctrl+C.\n`,
  )
}

function warn(log: Log): (error: unknown) => void {
  return (error) => log.warn({ err: error }, 'could not remember how far the clock was moved')
}
