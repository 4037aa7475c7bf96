/** Sends one after the other with some at a time; when the messenger is in trouble, one careful try now and then. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { SendResult } from './notifier.ts'

export interface Lanes<Item> {
  /** What is to be sent next; none when nothing is. */
  refill(): Promise<Item[]>
  /** Tries one; null when the messenger was not asked. */
  send(item: Item, attempt: Attempt): Promise<SendResult | null>
  /** Not begun, and not to be. */
  release(item: Item): Promise<void>
  /** Aborted when no more may be begun. */
  signal: AbortSignal
}

export interface Attempt {
  /** Make sure first that the messenger answers. */
  carefully: boolean
  /** Asked directly before it leaves: others that left before it may have met trouble. */
  mayLeave(): boolean
}

/** At thirty a second, what is on its way for half a second. What is claimed and not sent yet a pause cannot hold back. */
const LANES = 16

/** How soon is looked again for more while some are on their way. */
const LOOK_AGAIN_MS = 100

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 10_000

/** Resolves when nothing is left to send at the moment; rejects, after all that were begun have ended, when one did. */
export async function runLanes<Item>({
  refill,
  send,
  release,
  signal,
}: Lanes<Item>): Promise<void> {
  const trouble = createTrouble(signal)
  const page: Item[] = []
  let filling: Promise<{ wasIdle: boolean }> | null = null
  let busy = 0
  let isFailed = false

  /** Of several lanes that find nothing left, one looks for all, now and then while others are on their way. */
  async function fill(): Promise<{ wasIdle: boolean }> {
    const wasIdle = busy === 0
    try {
      page.push(...(await refill()))
      if (page.length === 0 && busy > 0) await pause(LOOK_AGAIN_MS, signal)
      return { wasIdle }
    } finally {
      filling = null
    }
  }

  /** Waits while others are on their way: after them there may be more to send. Undefined: nothing is left. */
  async function next(): Promise<Item | undefined> {
    while (page.length === 0) {
      filling ??= fill()
      const { wasIdle } = await filling
      if (page.length > 0) break
      if ((wasIdle && busy === 0) || signal.aborted || isFailed) return undefined
    }
    busy += 1
    return page.shift()
  }

  /** False: nothing is left, or nothing more may be begun. */
  async function step(): Promise<boolean> {
    const pass = await trouble.pass()
    if (!pass) return false
    let result: SendResult | null = null
    try {
      const item = await next()
      if (item === undefined) return false
      try {
        result = await send(item, pass)
      } finally {
        busy -= 1
      }
      return true
    } finally {
      pass.end(result)
    }
  }

  async function lane(): Promise<void> {
    while (!signal.aborted && !isFailed) if (!(await step())) return
  }

  const watched = async () => {
    try {
      await lane()
    } catch (error) {
      isFailed = true
      throw error
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: LANES }, watched))
  for (const item of page.splice(0)) await release(item)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

interface Pass extends Attempt {
  end(result: SendResult | null): void
}

/** While the messenger is in trouble one at a time passes, after a pause that grows. */
function createTrouble(signal: AbortSignal) {
  let failures = 0
  let since = 0
  let until = 0
  let tried: Promise<void> | null = null

  function note(result: SendResult | null, begunAt: number): void {
    const seconds = secondsToWait(result)
    if (seconds !== null) until = Math.max(until, performance.now() + seconds * 1000)
    if (!isTrouble(result)) {
      if (isAnswered(result) && begunAt >= since) failures = 0
      return
    }
    // What was begun before the trouble was known says nothing new.
    if (failures > 0 && begunAt < since) return
    failures += 1
    since = performance.now()
    until = Math.max(until, since + Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS))
  }

  return {
    /** Null: it is over, nothing more may be begun. */
    async pass(): Promise<Pass | null> {
      while (failures > 0 && tried) await tried
      if (failures === 0) {
        await pause(until - performance.now(), signal)
        if (signal.aborted) return null
        const begunAt = performance.now()
        return {
          carefully: false,
          mayLeave: () => failures === 0,
          end: (result) => note(result, begunAt),
        }
      }
      let free = () => {}
      tried = new Promise((resolve) => {
        free = resolve
      })
      await pause(until - performance.now(), signal)
      const begunAt = performance.now()
      const end = (result: SendResult | null) => {
        note(result, begunAt)
        tried = null
        free()
      }
      if (!signal.aborted) return { carefully: true, mayLeave: () => true, end }
      end(null)
      return null
    },
  }
}

function isTrouble(result: SendResult | null): boolean {
  return result?.kind === 'unsent' || result?.kind === 'unknown'
}

/** The messenger was there. */
function isAnswered(result: SendResult | null): boolean {
  return result !== null && result.kind !== 'overtaken'
}

function secondsToWait(result: SendResult | null): number | null {
  return result?.kind === 'wait' && result.everyone ? result.seconds : null
}

/** Ends at once when the signal is aborted. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return
  await sleep(milliseconds, undefined, { signal }).catch(() => {})
}
