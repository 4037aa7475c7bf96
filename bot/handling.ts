/** Handles stored updates: chats at once, those of one chat in order, an album as one, each until done or hopeless. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Update } from 'grammy/types'
import type { Pool } from '../db/db.ts'
import {
  ALBUM_SETTLES_MS,
  finishUpdates,
  type InboxUpdate,
  keepUpdates,
  returnUpdates,
  takeAlbum,
  takeUpdates,
} from '../db/inbox.ts'
import { isGone, isHopeless, isOutage } from './outage.ts'

export interface Handling {
  /** Takes what is free, at once and as work ends. */
  start(): void
  /** The same when an album has settled that is arriving now. */
  startLater(): void
  /** The same; resolves when nothing free is left and nothing is in work. */
  drain(): Promise<void>
  /** Takes no more and waits some seconds for what is in work; the rest is for the next process. */
  close(): Promise<void>
}

export interface HandlingParts {
  pool: Pool
  /** May run twice for one update when the program was killed in between. `album`: its parts in order, else empty. */
  handle(update: Update, album: Update[]): Promise<void>
  /** Apologises to the person: the update failed for the last time. `reference` stands in the log, too. */
  onGivenUp(update: Update, error: unknown, reference: string): Promise<void>
  log: HandlingLog
  /** How many chats at once. */
  concurrency?: number
}

export interface HandlingLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

const CONCURRENCY = 32
/** Presses are taken even when so many chats at once get slow answers: a press never waits for another chat. */
const ROOM_FOR_PRESSES = 16

const LEASE_SECONDS = 15
const KEEP_EVERY_MS = 5_000

/** A press of a button may pass an update that has been in work for half a second: then it is time to look. */
const LOOK_FOR_PRESSES_MS = 550

/** An update that fails so often is dropped with an apology: those after it wait. */
const MOST_FAILURES = 5
/** One that was taken so often ends the program each time. */
const MOST_TAKES = 20

const OUTAGE_PAUSE_SECONDS = 2
const CLOSE_MS = 10_000

export function createHandling(parts: HandlingParts): Handling {
  const { pool, log, concurrency = CONCURRENCY } = parts
  const owner = randomUUID()
  const inWork = new Map<number, Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let taking = false
  let takeAgain = false
  let closed = false

  async function fill(): Promise<void> {
    if (taking) takeAgain = true
    if (taking || closed) return
    taking = true
    try {
      do {
        takeAgain = false
        await takeSome()
      } while (takeAgain)
    } catch (error) {
      log.warn({ err: error }, 'could not take updates; trying again')
      fillIn(1_000)
    } finally {
      taking = false
    }
  }

  async function takeSome(): Promise<void> {
    const pressesOnly = inWork.size >= concurrency
    const limit = concurrency + (pressesOnly ? ROOM_FOR_PRESSES : 0) - inWork.size
    if (limit <= 0) return
    const wanted = { owner, leaseSeconds: LEASE_SECONDS, limit, pressesOnly }
    const updates = await takeUpdates(pool, wanted)
    if (updates.length === limit) takeAgain = true
    for (const update of updates) {
      // A machine that slept outlives its own leases.
      if (inWork.has(update.update_id)) continue
      const work = workOn(update).finally(() => {
        inWork.delete(update.update_id)
        void fill()
      })
      inWork.set(update.update_id, work)
    }
  }

  async function workOn(update: InboxUpdate): Promise<void> {
    const updateId = update.update_id
    const look = fillIn(LOOK_FOR_PRESSES_MS)
    const taken = [update]
    try {
      if (update.attempts > MOST_TAKES) throw new Error('the program ended each time')
      if (update.album !== null) {
        taken.push(
          ...(await takeAlbum(pool, { first: update, owner, leaseSeconds: LEASE_SECONDS })),
        )
      }
      await parts.handle(toUpdate(update), update.album === null ? [] : inOrder(taken))
      await finishUpdates(pool, { updateIds: idsOf(taken), owner })
    } catch (error) {
      await afterFailure(taken, error).catch((failure: unknown) =>
        log.warn({ err: failure, updateId }, 'could not give an update back; its lease runs out'),
      )
    } finally {
      cancel(look)
    }
  }

  async function afterFailure(taken: InboxUpdate[], error: unknown): Promise<void> {
    const updateIds = idsOf(taken)
    const [updateId] = updateIds
    const attempts = Math.max(...taken.map((update) => update.attempts))
    if (isGone(error)) return leaveAlone(updateIds)
    const outage = isOutage(error)
    const isLast = attempts >= MOST_FAILURES || isHopeless(error)
    if (!outage && isLast) return giveUp(taken, error)
    const seconds = outage ? OUTAGE_PAUSE_SECONDS : 2 ** (attempts - 1)
    log.warn({ err: error, updateId, attempts, seconds }, 'an update failed; trying again')
    await returnUpdates(pool, { updateIds, owner, seconds, counted: !outage })
    fillIn(seconds * 1000 + 50)
  }

  /** Whoever cannot be written to is not told of it either. */
  async function leaveAlone(updateIds: number[]): Promise<void> {
    log.info({ updateIds }, 'whom an update was to be answered cannot be written to')
    await finishUpdates(pool, { updateIds, owner })
  }

  async function giveUp(taken: InboxUpdate[], error: unknown): Promise<void> {
    const [update] = taken
    if (!update) return
    const updateId = update.update_id
    const reference = randomUUID().slice(0, 8)
    log.error(
      { err: error, updateId, reference },
      'an update failed for the last time and is dropped',
    )
    await finishUpdates(pool, { updateIds: idsOf(taken), owner })
    await parts
      .onGivenUp(toUpdate(update), error, reference)
      .catch((failure: unknown) => log.warn({ err: failure, updateId }, 'could not apologise'))
  }

  function fillIn(milliseconds: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void fill()
    }, milliseconds)
    timers.add(timer)
    return timer
  }

  function cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    timers.delete(timer)
  }

  const heart = setInterval(() => {
    if (inWork.size === 0) return
    keepUpdates(pool, { owner, leaseSeconds: LEASE_SECONDS }).catch((error: unknown) =>
      log.warn({ err: error }, 'could not prolong the leases of updates'),
    )
  }, KEEP_EVERY_MS)

  return {
    start: () => void fill(),
    startLater: () => void fillIn(ALBUM_SETTLES_MS + 20),
    drain: async () => {
      await fill()
      while (taking || inWork.size > 0) {
        await (inWork.size > 0 ? Promise.race(inWork.values()) : sleep(5))
      }
    },
    close: async () => {
      closed = true
      for (const timer of timers) cancel(timer)
      let late: NodeJS.Timeout | undefined
      const time = new Promise((resolve) => {
        late = setTimeout(resolve, CLOSE_MS)
      })
      await Promise.race([Promise.all(inWork.values()), time])
      clearTimeout(late)
      clearInterval(heart)
      for (const timer of timers) cancel(timer)
    },
  }
}

function idsOf(updates: InboxUpdate[]): number[] {
  return updates.map((update) => update.update_id)
}

/** The parts of an album as they stand in the chat, which need not be the order in which they came. */
function inOrder(parts: InboxUpdate[]): Update[] {
  const place = ({ message }: Update) => message?.message_id ?? 0
  return parts.map(toUpdate).sort((a, b) => place(a) - place(b))
}

/** What `accept` stored was an update of Telegram. */
function toUpdate({ body }: InboxUpdate): Update {
  return body as Update
}
