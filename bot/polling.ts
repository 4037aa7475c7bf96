/** Long polling by one process at a time; the offset moves only after the updates are rows. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import type { Pool } from '../db/db.ts'
import { holdPolling, releasePolling } from '../db/polling.ts'
import type { HandlingLog } from './handling.ts'
import { isRefusal, TokenRefusedError } from './reach.ts'
import { ALLOWED_UPDATES } from './update.ts'

export interface PollingParts {
  pool: Pool
  api: Api
  /** Resolves when the updates are rows. */
  accept(updates: Update[]): Promise<void>
  log: HandlingLog
}

const MESSENGER = 'telegram'
const LEASE_SECONDS = 10
const KEEP_EVERY_MS = 3_000
const TAKE_OVER_EVERY_MS = 2_000

const LONG_POLL_SECONDS = 30
/** A request that is still not answered then never will be. */
const REQUEST_MS = 45_000

const LONGEST_PAUSE_MS = 15_000

/** Polls until the signal; waits for its turn while another process polls. Throws only `TokenRefusedError`. */
export async function poll(parts: PollingParts, signal: AbortSignal): Promise<void> {
  const { pool, log } = parts
  const holder = randomUUID()
  const hold = () =>
    holdPolling(pool, { messenger: MESSENGER, holder, leaseSeconds: LEASE_SECONDS })
  while (!signal.aborted) {
    const held = await hold().catch((error: unknown) => {
      log.warn({ err: error }, 'could not take the polling; trying again')
      return false
    })
    if (!held) {
      await pause(TAKE_OVER_EVERY_MS, signal)
      continue
    }
    const turn = keepHolding(hold, log)
    try {
      await pollInTurn(parts, AbortSignal.any([signal, turn.lost]))
    } finally {
      turn.end()
      await releasePolling(pool, { messenger: MESSENGER, holder }).catch(() => {})
    }
  }
}

/** Prolongs the lease; `lost` fires when another process has it, or could have it by now. */
function keepHolding(
  hold: () => Promise<boolean>,
  log: HandlingLog,
): { lost: AbortSignal; end(): void } {
  const losing = new AbortController()
  let heldAt = performance.now()
  const keep = async () => {
    const asked = performance.now()
    if (await hold()) heldAt = asked
    else losing.abort()
  }
  const timer = setInterval(() => {
    keep().catch((error: unknown) => {
      log.warn({ err: error }, 'could not prolong the polling')
      if (performance.now() - heldAt > LEASE_SECONDS * 1000) losing.abort()
    })
  }, KEEP_EVERY_MS)
  return { lost: losing.signal, end: () => clearInterval(timer) }
}

async function pollInTurn({ api, accept, log }: PollingParts, signal: AbortSignal): Promise<void> {
  let offset = 0
  let failures = 0
  let webhookGone = false
  while (!signal.aborted) {
    try {
      // A webhook that was set once would keep the updates from us. What waits at Telegram is kept.
      if (!webhookGone) await api.deleteWebhook({ drop_pending_updates: false })
      webhookGone = true
      const updates = await getUpdates(api, offset, signal)
      if (updates.length > 0) await accept(updates)
      offset = Math.max(offset, ...updates.map((update) => update.update_id + 1))
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      failures += 1
      if (isWebhookSet(error)) webhookGone = false
      await pause(pauseAfter(error, failures, log), signal)
    }
  }
}

function getUpdates(api: Api, offset: number, signal: AbortSignal): Promise<Update[]> {
  const either = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)])
  const options = {
    offset,
    limit: 100,
    timeout: LONG_POLL_SECONDS,
    allowed_updates: [...ALLOWED_UPDATES],
  }
  // grammY names the type of a package from before Node had signals; it only listens to it.
  return api.getUpdates(options, either as Parameters<Api['getUpdates']>[1])
}

/** Milliseconds; says in the log what is wrong. Throws when nothing will ever be right. */
function pauseAfter(error: unknown, failures: number, log: HandlingLog): number {
  const pauseMs = Math.min(1_000 * 2 ** (failures - 1), LONGEST_PAUSE_MS)
  if (isRefusal(error)) throw new TokenRefusedError(error)
  if (!(error instanceof GrammyError)) {
    log.warn({ err: error, pauseMs }, 'could not fetch updates; trying again')
    return pauseMs
  }
  const { error_code: code, description, parameters } = error
  if (code === 429) return (parameters.retry_after ?? 1) * 1000
  const why =
    code === 409
      ? 'Telegram says that another program polls with this token, or a webhook is set: stop the other one; trying again'
      : 'Telegram refused to give updates; trying again'
  log.warn({ code, description, pauseMs }, why)
  return pauseMs
}

function isWebhookSet(error: unknown): boolean {
  return (
    error instanceof GrammyError && error.error_code === 409 && /webhook/i.test(error.description)
  )
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {})
}
