/** The order in which this process's counted calls leave: one place at a time in the common row, the urgent first. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '../db/db.ts'
import { pauseSends, reserveSend, SPACING_MS } from '../db/send-gate.ts'

export interface Gate {
  /** Resolves when the call may leave; the smaller priority goes first. */
  pass(call: Call): Promise<void>
  /** Telegram asked to wait: nothing leaves for so many seconds, in any process. */
  pause(seconds: number): Promise<void>
}

export interface Call {
  priority: number
  /** How many messages Telegram counts it for. */
  count: number
  /** What is to be done directly before it leaves; when it throws, `pass` does. */
  prepare(): Promise<void>
}

interface Waiting extends Call {
  leave(): void
  fail(error: unknown): void
}

const MESSENGER = 'telegram'

export function createGate(pool: Pool): Gate {
  const waiting: Waiting[] = []
  let open = false
  let pausedUntil = 0
  let freeAt = 0

  // One place is reserved at a time, and given to whoever is the most urgent when its moment comes: a reply that
  // arrives during a broadcast waits for one message, not for the broadcast.
  async function letThrough(): Promise<void> {
    if (open) return
    open = true
    while (waiting.length > 0) {
      try {
        await turn()
      } catch (error) {
        waiting.shift()?.fail(error)
      }
    }
    open = false
  }

  async function turn(): Promise<void> {
    const wait = await reserveSend(pool, { messenger: MESSENGER, count: 1 })
    if (wait > 0) await sleep(wait)
    // Asked to wait while this place was waited for: its moment is no longer good.
    if (performance.now() < pausedUntil) return
    const call = waiting.shift()
    if (!call) return
    try {
      if (call.count > 1) await reserveSend(pool, { messenger: MESSENGER, count: call.count - 1 })
      await call.prepare()
      // A database that was slow once must not let two leave at the same moment.
      await untilFree(freeAt)
      freeAt = performance.now() + call.count * SPACING_MS
      call.leave()
    } catch (error) {
      call.fail(error)
    }
  }

  return {
    pass: (call) =>
      new Promise<void>((leave, fail) => {
        const place = waiting.findIndex((other) => other.priority > call.priority)
        waiting.splice(place < 0 ? waiting.length : place, 0, { ...call, leave, fail })
        void letThrough()
      }),
    pause: async (seconds) => {
      pausedUntil = Math.max(pausedUntil, performance.now() + seconds * 1000)
      await pauseSends(pool, { messenger: MESSENGER, seconds })
    },
  }
}

async function untilFree(freeAt: number): Promise<void> {
  const early = freeAt - performance.now()
  if (early > 0) await sleep(Math.ceil(early))
}
