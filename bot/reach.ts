/** The first contact: a program that starts while Telegram is away waits for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { GrammyError } from 'grammy'
import { isOutage } from './outage.ts'

/** Telegram does not know the token. Nothing but another token helps. */
export class TokenRefusedError extends Error {
  override name = 'TokenRefusedError'
  constructor(cause: GrammyError) {
    super('BOT_TOKEN: Telegram не знает этого токена; возьмите его у @BotFather и укажите заново', {
      cause,
    })
  }
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

/**
 * Resolves when `contact` succeeds, or when the signal ends the waiting; tries again as long as Telegram or the network
 * is away. Throws `TokenRefusedError` when Telegram does not know the token, and whatever else no waiting mends.
 */
export async function untilReachable({
  contact,
  log,
  signal,
}: {
  contact(): Promise<void>
  log: { warn(facts: object, message: string): void }
  signal: AbortSignal
}): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; ) {
    try {
      return await contact()
    } catch (error) {
      if (isRefusal(error)) throw new TokenRefusedError(error)
      if (!isOutage(error)) throw error
      log.warn({ err: error, pauseMs }, 'Telegram does not answer; waiting for it')
      await sleep(pauseMs, undefined, { signal }).catch(() => {})
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
    }
  }
}

/** What Telegram says to a token that it does not know, or cannot even be one. */
export function isRefusal(error: unknown): error is GrammyError {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)
}
