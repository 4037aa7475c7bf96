/** The one way out: every call to Telegram passes here, keeps its limits and obeys when it asks to wait. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpError, type RawApi, type Transformer } from 'grammy'
import type { Pool } from '../db/db.ts'
import { type Call, createGate } from './gate.ts'
import { termsOf } from './limits.ts'
import { UnreachableError } from './unreachable.ts'

/** For `bot.api.config.use`, the first of them. */
export type Gateway = Transformer<RawApi> & {
  /**
   * Makes the calls of `work` as those of a delivery from the ledger: at its priority, each announced by `beforeSend`
   * directly before it leaves (false stops it with an `OvertakenError`), and none tried again here: the ledger does.
   * One whose chat has had its share stops with a `NotYetError`, for the ledger to wait; other calls wait here.
   */
  forDelivery<Result>(delivery: Circumstances, work: () => Promise<Result>): Promise<Result>
}

export interface Circumstances {
  /** The smaller goes first. */
  priority: number
  beforeSend(): Promise<boolean>
}

/** The call did not leave: somebody else has taken the delivery over. */
export class OvertakenError extends Error {
  override name = 'OvertakenError'
}

/** Longer than this a request is not waited for; the ledger's lease is longer still. */
const TIMEOUT_MS = 30_000

/** Pauses between tries of a call that certainly did not arrive, or that may arrive twice without harm. */
const PAUSES_MS = [300, 1_000, 3_000]

/** What the ledger's calls wait here for their chat: shorter than asking again, and far within the ledger's lease. */
const PATIENCE_MS = 2_000

/** How often one call asked to wait waits and tries again. */
const MOST_WAITS = 5

/** What is sent outside the ledger answers a person who waits. */
const DIRECT_PRIORITY = 0

/** What Telegram counts as a message. */
const COUNTED =
  /^(send(?!ChatAction|ChatJoin|\w*Draft)|copyMessages?$|forwardMessages?$|editMessage)/

/** What may be repeated when the answer was lost: the second time changes nothing. */
const REPEATABLE = /^(get|set|edit|delete|answer)/

type Signal = Parameters<Transformer<RawApi>>[3]

type Answer =
  | { ok: true }
  | { ok: false; error_code: number; parameters?: { retry_after?: number } }

export function createGateway({ pool }: { pool: Pool }): Gateway {
  const gate = createGate(pool)
  const deliveries = new AsyncLocalStorage<Circumstances>()

  /** Makes the call in its turn. Errors of the report on it are those of the database, which the next call meets. */
  const counted = async <Given>(
    circumstances: Call,
    call: () => Promise<Given>,
  ): Promise<Given> => {
    const arrived = await gate.pass(circumstances)
    try {
      return await call()
    } finally {
      arrived().catch(() => {})
    }
  }

  const transformer: Transformer<RawApi> = async (previous, method, payload, signal) => {
    // Polling has its own loop, with its own time limit and its own answer to every error.
    if (method === 'getUpdates') return named(method, previous(method, payload, signal))
    const delivery = deliveries.getStore()
    const priority = delivery?.priority ?? DIRECT_PRIORITY
    const count = countOf(method, payload)
    const terms = termsOf(payload, { count, priority })
    const patienceMs = delivery ? PATIENCE_MS : Number.POSITIVE_INFINITY
    const prepare = async () => {
      if (delivery && !(await delivery.beforeSend())) throw new OvertakenError()
    }
    const once = async () => {
      const call = () => named(method, previous(method, payload, inTime(signal)))
      if (count === 0) await prepare()
      const answer = await (count === 0
        ? call()
        : counted({ priority, count, terms, patienceMs, prepare }, call))
      if (isAskedToWait(answer)) await gate.pause(secondsOf(answer))
      return answer
    }
    // A courtesy that comes late is none.
    const isOnlyCourtesy = method === 'sendChatAction' || method === 'sendMessageDraft'
    return delivery || isOnlyCourtesy ? once() : patiently(method, once)
  }

  return Object.assign(transformer, {
    forDelivery: <Result>(delivery: Circumstances, work: () => Promise<Result>) =>
      deliveries.run(delivery, work),
  })
}

/** How many messages Telegram counts the call for; 0 for what it does not count. */
export function countOf(method: string, payload: object): number {
  if (!COUNTED.test(method)) return 0
  const parts = Object.entries(payload).find(([name]) => name === 'media' || name === 'message_ids')
  return Array.isArray(parts?.[1]) ? parts[1].length : 1
}

/** Tries again what was certainly not done, or may be done twice; waits as long as it is asked to. */
async function patiently<Given extends Answer>(
  method: string,
  once: () => Promise<Given>,
): Promise<Given> {
  let failures = 0
  let waits = 0
  for (;;) {
    try {
      const answer = await once()
      if (!isAskedToWait(answer) || waits >= MOST_WAITS) return answer
      waits += 1
      // Counted calls wait at the gate; for the others there is no gate.
      if (!COUNTED.test(method)) await sleep(secondsOf(answer) * 1000)
    } catch (error) {
      const pause = PAUSES_MS[failures]
      if (pause === undefined || !mayTryAgain(method, error)) throw error
      failures += 1
      await sleep(pause)
    }
  }
}

function mayTryAgain(method: string, error: unknown): boolean {
  if (!(error instanceof UnreachableError)) return false
  return error.arrived === 'no' || REPEATABLE.test(method)
}

function isAskedToWait(answer: Answer): answer is Answer & { ok: false } {
  return !answer.ok && answer.error_code === 429
}

function secondsOf(answer: Answer & { ok: false }): number {
  return answer.parameters?.retry_after ?? 1
}

/** Replaces errors of the network, which quote the address and in it the token. */
async function named<Given>(method: string, call: Promise<Given>): Promise<Given> {
  try {
    return await call
  } catch (error) {
    throw error instanceof HttpError ? new UnreachableError(method, error) : error
  }
}

/** The signal, or the end of the time a request may take. */
function inTime(signal: Signal): Signal {
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  // grammY names the type of a package from before Node had signals; at run time every signal is Node's own.
  const own = signal as AbortSignal | undefined
  return (own ? AbortSignal.any([own, limit]) : limit) as Signal
}
