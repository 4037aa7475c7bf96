/** The life of the program: opens the database, starts the parts, waits to be told to stop, and stops them in reverse. */
import { once } from 'node:events'
import { join } from 'node:path'
import { openDatabase } from '../db/connect.ts'
import { UserError } from './errors.ts'
import { createLog, type Log } from './log.ts'
import { createParts } from './parts.ts'
import { readSettings, type Settings } from './settings.ts'
import type { Half } from './start.ts'

/** Longer than this nobody waits for a stop: what is not done then is found undone by the next start. */
const STOP_MS = 9_000

/** Runs until SIGTERM, SIGINT or a fault that no waiting mends. */
export async function serve({ only }: { only?: Half }): Promise<void> {
  const settings = readSettings(process.env)
  const playground = settings.mode.kind === 'playground'
  if (only) refuseHalves(only, settings)
  const log = createLog(settings, process.env)
  const parts = createParts(log)
  const signal = toldToStop(log)
  log.debug({ pid: process.pid, only }, 'starting')
  try {
    await Promise.race([run(), aborted(signal)])
  } finally {
    await parts.stop()
  }
  // What was still on its way up is left as a kill would leave it, which every start can deal with.
  process.exit(0)

  async function run(): Promise<never> {
    const folder = playground ? join(settings.dataDir, 'playground') : settings.dataDir
    const opening = openDatabase({ url: playground ? undefined : settings.databaseUrl, folder })
    // At the first start another process makes the database's files: meanwhile the code is read.
    const [database, { start }] = await Promise.all([opening, import('./start.ts')])
    parts.add('database', database.close)
    const { failed } = await start({ settings, log, only, database, folder, parts, signal })
    return failed
  }
}

function refuseHalves(only: Half, { mode, databaseUrl }: Settings): void {
  if (mode.kind === 'playground')
    throw new UserError(`--only ${only}: площадка работает целиком; задайте BOT_TOKEN`)
  if (!databaseUrl)
    throw new UserError('--only: части программы встречаются в DATABASE_URL, а он не задан')
}

/** Aborted by the first SIGINT or SIGTERM; a second one ends the program at once. */
function toldToStop(log: Log): AbortSignal {
  const told = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (told.signal.aborted) process.exit(1)
      log.info({ signal: name }, 'stopping')
      told.abort()
      setTimeout(() => {
        log.warn({}, 'not everything stopped in time; the next start takes it up')
        process.exit(0)
      }, STOP_MS)
    })
  }
  return told.signal
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
