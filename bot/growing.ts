/** Shows a person the answer while it is being written, in drafts that leave no trace: a courtesy that may fail unnoticed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Api, GrammyError } from 'grammy'
import { chatIdOf } from './chat-key.ts'

export interface Growing {
  /** The whole text so far. Never throws and never waits. */
  show(text: string): void
  /** Nothing more is shown; resolves when no draft can arrive after the message itself, within a second. */
  end(): Promise<void>
}

/** One growing text; `draftId` (not 0) tells the drafts of one chat apart. */
export type GrowIn = (place: { chatKey: string; draftId: number }) => Growing

const EVERY_MS = 1_000
const LAST_MS = 1_000

/** The longest text of a message. */
const LONGEST = 4_096

/** A Bot API server that has no drafts is asked once. */
export function createGrowing({
  api,
  everyMs = EVERY_MS,
}: {
  api: Pick<Api, 'sendMessageDraft'>
  everyMs?: number
}): GrowIn {
  let hasDrafts = true
  return ({ chatKey, draftId }) => {
    const chatId = Number(chatIdOf(chatKey))
    const ended = new AbortController()
    let latest: string | null = null
    let showing: Promise<void> | null = null
    let failed = false

    async function showLatest(): Promise<void> {
      while (latest !== null && hasDrafts && !failed && !ended.signal.aborted) {
        const text = latest.slice(0, LONGEST)
        latest = null
        try {
          await api.sendMessageDraft(chatId, draftId, text)
        } catch (error) {
          failed = true
          if (error instanceof GrammyError && error.error_code === 404) hasDrafts = false
        }
        await sleep(everyMs, undefined, { signal: ended.signal }).catch(() => {})
      }
      showing = null
    }

    return {
      show(text) {
        // Groups have no drafts.
        if (chatId < 0) return
        latest = text
        showing ??= showLatest()
      },
      async end() {
        ended.abort()
        if (showing) await Promise.race([showing, sleep(LAST_MS, undefined, { ref: false })])
      },
    }
  }
}
