/** Each second: takes what is due, and what a crash left undone, and enqueues the jobs that see to it. */
import type { Pool } from '../db/db.ts'
import { forgetReplies } from '../db/deliveries.ts'
import { forgetSeenUpdates, hasFreeUpdates } from '../db/inbox.ts'
import { doubtExpiredSends, dueDeliveries } from '../db/sending.ts'
import { questionsLeft, ticketsWithOldCards } from '../db/unfinished.ts'
import type { JobName, Payload, Queues } from './queues.ts'
import { type Watches, watchesOf } from './watches.ts'

/** The rest of a longer list is for the next second. */
const PAGE = 200

const DAY_MS = 24 * 60 * 60_000
/** The messenger keeps an undelivered update for one day. */
const SEEN_FOR_MS = 2 * DAY_MS
const REPLIES_FOR_MS = 30 * DAY_MS

/**
 * The handler of the job `due`. It changes no row that a job could need: a job that still waits is not enqueued again,
 * and each takes its row by itself, so that this may run twice, in two processes, or with an emptied queue. While it looks,
 * it does not begin to look once more.
 */
export function createDue(parts: {
  pool: Pool
  queues: Queues
  watches: Watches
  clock: () => Date
}): (payload: object) => Promise<void> {
  const { pool, queues, watches, clock } = parts
  const look = async () => {
    const now = clock()
    await doubtExpiredSends(pool, { limit: PAGE })
    if (await hasFreeUpdates(pool)) await queues.enqueue('drain-inbox', {}, { jobId: 'only' })
    const questions = await questionsLeft(pool, { now, limit: PAGE })
    await enqueueAll(queues, 'answer-question', questions, (id) => ({ questionId: id }))
    const deliveries = await dueDeliveries(pool, { now, limit: PAGE })
    await enqueueAll(queues, 'deliver', deliveries, (id) => ({ deliveryId: id }))
    const tickets = await ticketsWithOldCards(pool, { limit: PAGE })
    await enqueueAll(queues, 'refresh-card', tickets, (id) => ({ ticketId: id }))
    for (const { name, watch } of watchesOf(watches)) {
      if (await watch.isDue()) await queues.enqueue(name, {}, { jobId: 'only' })
    }
    await forgetSeenUpdates(pool, { before: earlier(now, SEEN_FOR_MS), limit: PAGE })
    await forgetReplies(pool, { before: earlier(now, REPLIES_FOR_MS), limit: PAGE })
  }
  let looking: Promise<void> | null = null
  return async () => {
    // A machine that needs longer than a second for it would pile up looks that see the same, and need longer still.
    if (looking) return
    looking = look()
    await looking.finally(() => {
      looking = null
    })
  }
}

/** Stops at the first that the queue does not take: it is away, and the rows stay due. */
async function enqueueAll<Name extends JobName>(
  queues: Queues,
  name: Name,
  rows: { id: number }[],
  payload: (id: number) => Payload<Name>,
): Promise<void> {
  for (const { id } of rows) {
    if (!(await queues.enqueue(name, payload(id), { jobId: id }))) return
  }
}

function earlier(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds)
}
