/**
 * What comes in: an update is a row before anything else happens to it, and is handled once and in order for its chat.
 * The parts of an album, which come one by one with no end mark, wait for each other a second and are handled as one.
 *
 * Of one chat only the first update is in work, over all processes. One exception: a press of a button passes updates
 * that have been in work for half a second, so that nobody who presses waits for a slow answer; presses keep their own
 * order, and what was stored but not begun is never passed.
 */
import type { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Pool } from '../db/db.ts'
import { type NewUpdate, storeUpdates } from '../db/inbox.ts'
import { createHandling, type HandlingLog } from './handling.ts'
import { poll } from './polling.ts'
import { ALLOWED_UPDATES, readUpdate } from './update.ts'
import { createWebhook } from './webhook.ts'

export interface Intake {
  /** Resolves when the updates are rows; those known already change nothing. */
  accept(updates: Update[]): Promise<void>
  /** Handles what is stored; resolves when nothing free is left and nothing is in work. */
  drain(): Promise<void>
  /** Polls and handles until the signal; throws `TokenRefusedError` when Telegram does not know the token. */
  poll(signal: AbortSignal): Promise<void>
  /** Tells Telegram to post updates to the address. */
  setWebhook(webhook: { url: string; secret: string }): Promise<void>
  /** Answers Telegram's posts: 401 without the secret, 200 when the update is a row. */
  webhook(secret: string): (request: Request) => Promise<Response>
  /** Takes nothing more and waits some seconds for what is in work. */
  close(): Promise<void>
}

export interface IntakeParts {
  pool: Pool
  api: Api
  clock: () => Date
  /** May run twice for one update when the program was killed in between. `album`: its parts in order, else empty. */
  handle(update: Update, album: Update[]): Promise<void>
  /** Apologises to the person: the update failed for the last time. `reference` stands in the log, too. */
  onGivenUp(update: Update, error: unknown, reference: string): Promise<void>
  log: HandlingLog
  /** How many chats at once. */
  concurrency?: number
}

export function createIntake(parts: IntakeParts): Intake {
  const { pool, api, clock, log } = parts
  const handling = createHandling(parts)

  async function store(updates: NewUpdate[]): Promise<void> {
    await storeUpdates(pool, { updates, now: clock() })
    if (updates.some(({ album }) => album)) handling.startLater()
  }

  async function accept(updates: Update[]): Promise<void> {
    await store(updates.map(readUpdate).filter((update) => update !== null))
  }

  return {
    accept,
    drain: handling.drain,
    poll: async (signal) => {
      handling.start()
      const acceptAndHandle = async (updates: Update[]) => {
        await accept(updates)
        handling.start()
      }
      await poll({ pool, api, accept: acceptAndHandle, log }, signal)
    },
    setWebhook: async ({ url, secret }) => {
      await api.setWebhook(url, {
        secret_token: secret,
        allowed_updates: [...ALLOWED_UPDATES],
        drop_pending_updates: false,
      })
    },
    webhook: (secret) =>
      createWebhook({
        secret,
        store: async (update) => {
          try {
            await store([update])
          } catch (error) {
            log.warn({ err: error, updateId: update.updateId }, 'could not store an update')
            throw error
          }
          handling.start()
        },
      }),
    close: handling.close,
  }
}
