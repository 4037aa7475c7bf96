/** The first contact: a program that starts while Telegram is away waits for it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import { isOutage } from './outage.ts'

/** Telegram does not know the token. Nothing but another token helps. */
export class TokenRefusedError extends Error {
  override name = 'TokenRefusedError'
  constructor(cause: GrammyError) {
    super('BOT_TOKEN: Telegram does not know it; ask @BotFather for the token and set it anew', {
      cause,
    })
  }
}

const PAUSE_MS = 3_000

/** Resolves when Telegram answers; throws `TokenRefusedError` when it does not know the token. */
export async function untilReachable(parts: {
  api: Api
  log: { warn(facts: object, message: string): void }
}): Promise<void> {
  for (;;) {
    try {
      await parts.api.getMe()
      return
    } catch (error) {
      if (isRefusal(error)) throw new TokenRefusedError(error)
      if (!isOutage(error)) throw error
      parts.log.warn({ err: error }, 'Telegram does not answer; waiting for it')
      await sleep(PAUSE_MS)
    }
  }
}

/** What Telegram says to a token that it does not know, or cannot even be one. */
export function isRefusal(error: unknown): error is GrammyError {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)
}
