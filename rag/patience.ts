/** How long a call to a model service may take: to begin, between two pieces, and as a whole. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ModelUnavailableError } from './model.ts'

/** All in milliseconds. */
export interface Patience {
  firstMs: number
  betweenMs: number
  totalMs: number
}

export interface Watch {
  /** Aborted when patience ends or the caller loses interest. */
  signal: AbortSignal
  /** Begins to wait for the first piece (again, at another attempt). */
  begin(): void
  /** Something has come: now the next piece is waited for. */
  heard(): void
  /** What is left of the whole. */
  leftMs(): number
  /** Throws what ended the call, if anything did. */
  check(): void
  /** The promise's value, unless the call ends before. */
  within<T>(promise: Promise<T>): Promise<T>
  /** Waits, unless the call ends before. */
  pause(ms: number): Promise<void>
  stop(): void
}

/** Watches one call, all its attempts together. */
export function startWatch(patience: Patience, outer?: AbortSignal): Watch {
  const controller = new AbortController()
  const deadline = performance.now() + patience.totalMs
  const give = (what: string, ms: number) =>
    setTimeout(() => {
      const message = `The model service ${what} for ${ms} ms`
      controller.abort(new ModelUnavailableError('timeout', message))
    }, ms)
  const total = give('was not done', patience.totalMs)
  let next: NodeJS.Timeout | undefined
  const leave = () => controller.abort(outer?.reason)
  if (outer?.aborted) leave()
  outer?.addEventListener('abort', leave, { once: true })

  return {
    signal: controller.signal,
    begin() {
      clearTimeout(next)
      next = give('said nothing', patience.firstMs)
    },
    heard() {
      clearTimeout(next)
      next = give('paused', patience.betweenMs)
    },
    leftMs: () => Math.max(0, deadline - performance.now()),
    check: () => controller.signal.throwIfAborted(),
    within(promise) {
      const ended = new Promise<never>((_resolve, reject) => {
        const end = () => reject(controller.signal.reason)
        if (controller.signal.aborted) end()
        controller.signal.addEventListener('abort', end, { once: true })
      })
      return Promise.race([promise, ended])
    },
    async pause(ms) {
      clearTimeout(next)
      await sleep(ms, undefined, { signal: controller.signal }).catch(() => {
        controller.signal.throwIfAborted()
      })
    },
    stop() {
      clearTimeout(total)
      clearTimeout(next)
      outer?.removeEventListener('abort', leave)
    },
  }
}
