/** Puts the parts together, starts them, and stops them in reverse. The only file that knows everything. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { createBot } from '../bot/bot.ts'
import { createGateway } from '../bot/gateway.ts'
import { createIntake, type Intake } from '../bot/intake.ts'
import { untilReachable } from '../bot/reach.ts'
import { consentTemplate } from '../bot/texts/consent.ts'
import { openDatabase } from '../db/connect.ts'
import type { Pool } from '../db/db.ts'
import { findFact, sayFact } from '../db/facts.ts'
import { openQueueConnection } from '../jobs/connection.ts'
import { createDeliver } from '../jobs/deliver.ts'
import { createDue } from '../jobs/due.ts'
import { createQueues } from '../jobs/queues.ts'
import { recoverAfterCrash } from '../jobs/recover.ts'
import { createRefreshCard } from '../jobs/refresh-card.ts'
import { startWorkers } from '../jobs/workers.ts'
import { parseCalendar } from '../jobs/working-hours.ts'
import { createRag } from '../rag/answer.ts'
import { createIngest } from '../rag/ingest.ts'
import { createModels } from '../rag/models.ts'
import { createWriter } from '../rag/write.ts'
import { createClock } from './clock.ts'
import { UserError } from './errors.ts'
import { healthHandler, metricsHandler } from './health.ts'
import { type Handler, startHttp } from './http.ts'
import { createLog, type Log } from './log.ts'
import { denseOf } from './open-rag.ts'
import { indexSamples, openPage, openWorld, PLAYGROUND_SETTINGS } from './playground.ts'
import { readSettings, type Settings } from './settings.ts'

/** Which half of the program this process is; both when it is the only one. */
type Half = 'bot' | 'worker'

export function serveCommand(): Command {
  return new Command('serve')
    .description('работает: бот центра, а без BOT_TOKEN — площадка')
    .addOption(
      new Option('--only <half>', 'только приём сообщений или только задания').choices([
        'bot',
        'worker',
      ]),
    )
    .action(async ({ only }: { only?: Half }) => {
      const settings = readSettings(process.env)
      const log = createLog(settings)
      const running = await serve(settings, log, only)
      try {
        await Promise.race([untilToldToStop(), running.failed])
      } finally {
        await running.stop()
      }
    })
}

/**
 * Starts everything and returns the function that stops it. What fails on the way up is thrown after the parts that
 * were up already have been stopped.
 */
async function serve(settings: Settings, log: Log, only: Half | undefined): Promise<Running> {
  if (only && !settings.databaseUrl) {
    throw new UserError('--only: части программы встречаются в DATABASE_URL, а он не задан')
  }
  const parts = createParts(log)
  try {
    return await start(settings, log, only, parts)
  } catch (error) {
    await parts.stop()
    throw error
  }
}

interface Running {
  /** Rejects when the program cannot go on. */
  failed: Promise<never>
  stop(): Promise<void>
}

async function start(
  settings: Settings,
  log: Log,
  only: Half | undefined,
  parts: StartedParts,
): Promise<Running> {
  const playground = settings.mode.kind === 'playground'
  const folder = playground ? join(settings.dataDir, 'playground') : settings.dataDir
  const database = await openDatabase({
    url: playground ? undefined : settings.databaseUrl,
    folder,
  })
  parts.add('database', database.close)
  const { pool } = database
  if (database.embedded) await recoverAfterCrash(pool)

  const clock = createClock((await findFact(pool, { name: 'clock_offset' })) ?? 0, (offset) => {
    sayFact(pool, { name: 'clock_offset', value: offset, now: new Date() }).catch(warn(log))
  })
  const { rag, ingest } = await createKnowledge(settings, pool, clock.now, log)

  const handlers: Handler[] = []
  const world = playground ? openWorld({ folder, clock }) : null
  const page = world && (await openPage({ world, pool, clock, timezone: settings.timezone }))
  if (page) {
    parts.add('playground', page.close)
    handlers.push(page.handle)
    await indexSamples(ingest)
  }
  const http = await startHttp(
    { host: playground ? '127.0.0.1' : settings.host, port: settings.port },
    handlers,
  )
  parts.add('http', http.close)

  const connection = await openQueueConnection({
    database,
    redisUrl: playground ? undefined : settings.redisUrl,
  })
  const queues = createQueues(connection, { log })
  parts.add('queues', queues.close)

  const identity = identityOf(settings, http.url)
  const bot = createBot({
    ...identity,
    pool,
    rag,
    queues,
    clock: clock.now,
    log,
    gateway: createGateway({ pool }),
    library: ingest,
  })
  const intake = createIntake({
    pool,
    api: bot.api,
    clock: clock.now,
    handle: bot.handle,
    onGivenUp: bot.apologise,
    log,
  })
  parts.add('intake', intake.close)
  await untilReachable({ api: bot.api, log })
  await bot.init()

  if (only !== 'bot') {
    const sender = { pool, notifier: bot.notifier, clock: clock.now }
    const workers = await startWorkers({
      connection,
      log,
      handlers: {
        due: createDue({ pool, queues, clock: clock.now }),
        deliver: createDeliver(sender),
        'drain-inbox': () => intake.drain(),
        'answer-question': ({ questionId }) => bot.answerQuestion(questionId),
        'refresh-card': createRefreshCard(sender),
      },
    })
    parts.add('workers', workers.close)
  }

  const receiving = new AbortController()
  parts.add('receiving', async () => receiving.abort())
  const failed = new Promise<never>((_, reject) => {
    if (only === 'worker') return
    receive(settings, intake, handlers, receiving.signal).catch(reject)
  })
  handlers.unshift(
    healthHandler([
      { name: 'database', healthy: database.healthy },
      { name: 'queue', healthy: queues.healthy },
      { name: 'bot', healthy: remembered(() => bot.api.getMe().then(() => true)) },
    ]),
    metricsHandler(pool),
  )
  announce(log, http.url, playground)
  return { failed, stop: parts.stop }
}

/** What answers from the documents, and what takes documents in. */
async function createKnowledge(settings: Settings, pool: Pool, clock: () => Date, log: Log) {
  const { chat, embeddings } = await createModels(settings.models)
  const dense = await denseOf(embeddings)
  const onResult = (kind: string, reason: string | null) => {
    log.info({ kind, reason }, 'a written answer')
  }
  return {
    rag: createRag({ pool, dense, write: chat ? createWriter({ chat, onResult }) : null }),
    ingest: createIngest({ pool, dense, clock }),
  }
}

/** Who the bot is: what a centre says in its settings, the playground says by itself. */
function identityOf(settings: Settings, url: string) {
  const { timezone, workingHours, holidays, slaHours, consentFile } = settings
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
    centre: { name, municipality, timezone, calendar, slaHours },
    consentText: consentFile ? readFileSync(consentFile, 'utf8') : consentTemplate(name),
  }
}

/** Resolves when the signal aborts; rejects when Telegram refuses the token. */
async function receive(
  { mode }: Settings,
  intake: Intake,
  handlers: Handler[],
  signal: AbortSignal,
): Promise<void> {
  if (mode.kind === 'playground' || !mode.webhook) return intake.poll(signal)
  const { webhook } = mode
  const path = new URL(webhook.url).pathname
  const answer = intake.webhook(webhook.secret)
  handlers.push(async (request) =>
    new URL(request.url).pathname === path ? answer(request) : null,
  )
  await intake.setWebhook(webhook)
}

const REMEMBERED_MS = 15_000

/** Asks at most every fifteen seconds: a health check must not spend Telegram's patience. */
function remembered(healthy: () => Promise<boolean>): () => Promise<boolean> {
  let last: Promise<boolean> | undefined
  let at = 0
  return () => {
    if (!last || Date.now() - at > REMEMBERED_MS) {
      last = healthy()
      at = Date.now()
    }
    return last
  }
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

interface StartedParts {
  add(name: string, stop: () => Promise<void>): void
  /** Stops what was added, the last first; a part that fails to stop does not keep the others from it. */
  stop(): Promise<void>
}

function createParts(log: Log): StartedParts {
  const started: { name: string; stop: () => Promise<void> }[] = []
  return {
    add: (name, stop) => started.push({ name, stop }),
    stop: async () => {
      for (const { name, stop } of started.splice(0).reverse()) {
        await stop().catch((error: unknown) =>
          log.error({ err: error, part: name }, 'did not stop'),
        )
      }
    },
  }
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the program at once. */
function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (told) process.exit(1)
        told = true
        resolve()
      })
    }
  })
}
