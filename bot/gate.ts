/** The order in which this process's counted calls leave: the urgent first, each when its chat is free. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '../db/db.ts'
import {
  type ChatTerms,
  forgetRestedChats,
  moveBack,
  type Place,
  pauseSends,
  reserveSend,
  TOLERANCE_MS,
  takePlace,
} from '../db/send-gate.ts'
import { createExcess } from './excess.ts'

export interface Gate {
  /**
   * Resolves when the call may leave; the smaller priority goes first, of one chat the earlier. What it resolves with
   * is to be called when the answer is there.
   */
  pass(call: Call): Promise<Arrived>
  /** Telegram asked to wait: nothing leaves for so many seconds, in any process. */
  pause(seconds: number): Promise<void>
}

export interface Call {
  priority: number
  /** How many messages Telegram counts it for. */
  count: number
  /** The limit of its chat; null when it is in none. */
  terms: ChatTerms | null
  /** The longest wait for its chat's limit or a pause; for a longer one `pass` throws a `NotYetError` at once. */
  patienceMs: number
  /** What is to be done directly before it leaves; when it throws, `pass` does. */
  prepare(): Promise<void>
}

export type Arrived = () => Promise<void>

/** The call did not leave, and may not for so many seconds. */
export class NotYetError extends Error {
  override name = 'NotYetError'
  readonly seconds: number
  /** The messenger asked the whole sender to wait; else it is about this call's chat. */
  readonly everyone: boolean
  constructor({ seconds, everyone }: { seconds: number; everyone: boolean }) {
    super(`the call has to wait for ${seconds} s`)
    this.seconds = seconds
    this.everyone = everyone
  }
}

interface Waiting extends Call {
  /** Its chat has no place before that. */
  notBefore: number
  leave(arrived: Arrived): void
  fail(error: unknown): void
}

const MESSENGER = 'telegram'

/** The priority of what people wait for, and smaller ones: nothing that comes later is more urgent. */
const URGENT = 1
/** So many urgent calls have their places at the same time: a third of a second is no more than may be lost at an end. */
const URGENT_AT_ONCE = 10

/** So much before the call's moment `prepare` begins at least, and at most: on a busy machine it takes longer. */
const PREPARING_MS = 8
const LONGEST_PREPARING_MS = 20
/** After this a place counts for nothing any more: what took so long was not the way. */
const LATEST_MS = 1_000

const CLOCK_WAS_SET_MS = 300

const TIDY_EVERY_MS = 60_000

export function createGate(pool: Pool): Gate {
  const waiting: Waiting[] = []
  /** They have places, or ask for them. */
  const inTurn = new Set<Waiting>()
  /** What calls need beyond the shortest may all have been spent on the way there. */
  const journeys = createExcess({ most: Number.POSITIVE_INFINITY, doubted: 30 })
  const readings = createExcess({ most: CLOCK_WAS_SET_MS, doubted: 0 })
  let preparing = PREPARING_MS
  let pausedUntil = 0
  let tidyAt = 0
  let timer: NodeJS.Timeout | undefined

  // Urgent calls take their places at once: those of another process's broadcast come after them. Of the rest one has a
  // place at a time: a reply that arrives during a broadcast waits for one message, not for the broadcast.
  function letThrough(): void {
    clearTimeout(timer)
    // One reading for all: whoever's time came between two would be neither begun nor waited for.
    const now = performance.now()
    const next = () => nextOf(waiting, inTurn, now)
    for (let call = next(); call; call = next()) begin(call)
    const later = waiting.map(({ notBefore }) => notBefore).filter((time) => time > now)
    if (later.length === 0) return
    // What waits so long is a row, or can be asked again: it need not keep a program that is ending.
    timer = setTimeout(letThrough, Math.max(1, untilTime(Math.min(...later)))).unref()
  }

  function begin(call: Waiting): void {
    inTurn.add(call)
    turn(call)
      .catch((error: unknown) => {
        end(call)
        call.fail(error)
      })
      .finally(() => {
        inTurn.delete(call)
        letThrough()
      })
  }

  async function turn(call: Waiting): Promise<void> {
    const place = await placeFor(call)
    if (place.kind === 'held') return hold(call, place)
    const read = performance.now()
    const at = read + place.milliseconds - readings.of(read - place.now)
    await until(at - preparing)
    // Asked to wait while this place was waited for: its moment is no longer good.
    if (performance.now() < pausedUntil) return
    end(call)
    const prepared = performance.now()
    await call.prepare()
    preparing = longerOf(preparing, performance.now() - prepared)
    await until(at)
    const left = performance.now()
    call.leave(async () => {
      const late = left - at + journeys.of(performance.now() - left)
      if (late < TOLERANCE_MS || late > LATEST_MS) return
      await moveBack(pool, { messenger: MESSENGER, at: place.at, milliseconds: late })
    })
  }

  async function placeFor({ terms, count }: Call): Promise<Place> {
    if (performance.now() > tidyAt) {
      tidyAt = performance.now() + TIDY_EVERY_MS
      // Where the database fails, the call's own query says so.
      forgetRestedChats(pool).catch(() => {})
    }
    if (terms) return takePlace(pool, { messenger: MESSENGER, count, terms })
    return reserveSend(pool, { messenger: MESSENGER, count })
  }

  function hold(call: Waiting, { milliseconds, everyone }: Extract<Place, { kind: 'held' }>): void {
    call.notBefore = performance.now() + Math.max(1, milliseconds)
    if (milliseconds <= call.patienceMs) return
    end(call)
    call.fail(new NotYetError({ seconds: Math.ceil(milliseconds) / 1000, everyone }))
  }

  function end(call: Waiting): void {
    const place = waiting.indexOf(call)
    if (place >= 0) waiting.splice(place, 1)
  }

  return {
    pass: (call) =>
      new Promise<Arrived>((leave, fail) => {
        const place = waiting.findIndex((other) => other.priority > call.priority)
        waiting.splice(place < 0 ? waiting.length : place, 0, {
          ...call,
          notBefore: 0,
          leave,
          fail,
        })
        letThrough()
      }),
    pause: async (seconds) => {
      pausedUntil = Math.max(pausedUntil, performance.now() + seconds * 1000)
      await pauseSends(pool, { messenger: MESSENGER, seconds })
    },
  }
}

/** The first that may have a place now: its chat is free, it is the first of it, and not too many have theirs. */
function nextOf(
  waiting: Waiting[],
  inTurn: ReadonlySet<Waiting>,
  now: number,
): Waiting | undefined {
  const held = new Set([...inTurn].map(({ terms }) => terms?.chat))
  const urgent = [...inTurn].filter(isUrgent).length
  return waiting.find((call) => {
    if (inTurn.has(call)) return false
    const { terms, notBefore } = call
    if (terms && held.has(terms.chat)) return false
    if (terms) held.add(terms.chat)
    if (notBefore > now) return false
    return isUrgent(call) ? urgent < URGENT_AT_ONCE : inTurn.size === urgent
  })
}

function isUrgent({ priority }: Call): boolean {
  return priority <= URGENT
}

/** What was needed of late, with something to spare; what was longer is forgotten slowly. */
function longerOf(before: number, took: number): number {
  const wanted = Math.max(PREPARING_MS, took + 2, before * 0.98)
  return Math.min(wanted, LONGEST_PREPARING_MS)
}

async function until(time: number): Promise<void> {
  const early = untilTime(time)
  if (early > 0) await sleep(early)
}

function untilTime(time: number): number {
  return Math.round(time - performance.now())
}
