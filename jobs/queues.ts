/** The one queue: what jobs there are, what each carries, and how they are added. */
import { z } from 'zod'
import { answers, closeQueue, inTime, openQueue, type QueueConnection } from './connection.ts'

const id = z.int().positive()

/** Every job and what it carries: ids, never copies of rows. A handler reads the rows and may run twice. */
export const JOBS = {
  /** Each second: takes what is due and enqueues it. */
  due: z.strictObject({}),
  /** Sends one planned delivery. */
  deliver: z.strictObject({ deliveryId: id }),
  /** Handles updates that were stored and not handled. */
  'drain-inbox': z.strictObject({}),
  /** Answers a question that a crash left unanswered. */
  'answer-question': z.strictObject({ questionId: id }),
  /** Brings a ticket's card to the latest state. */
  'refresh-card': z.strictObject({ ticketId: id }),
  /** Does what is due at the tutors' desk. */
  'watch-desk': z.strictObject({}),
  /** Tells those whose answers a new edition changed. */
  'tell-editions': z.strictObject({}),
  /** Ends the time of what the desk has learned, and has it looked at. */
  'review-knowledge': z.strictObject({}),
  /** Lists whom due reminders are for, and plans what each is told. */
  remind: z.strictObject({}),
  /** Sends broadcasts; lasts as long as there is anything to send. */
  broadcast: z.strictObject({}),
  /** Tells people of events, and has copies and cards follow. */
  'tell-events': z.strictObject({}),
  /** Invites the audience of diagnostics, and tells of their changes. */
  'tell-diagnostics': z.strictObject({}),
  /** Reads measures of earlier editions, and lets their reminders go on in new ones. */
  'keep-measures': z.strictObject({}),
  /** Tells methodists what of road maps is due, and which have ended. */
  'roadmap-news': z.strictObject({}),
  /** Makes vectors anew where the embedder in use did not make them. */
  're-embed': z.strictObject({}),
}

export type JobName = keyof typeof JOBS
export type Payload<Name extends JobName> = z.infer<(typeof JOBS)[Name]>

export interface Queues {
  /**
   * Adds a job, after the transaction that wrote its row. With `jobId` (unique within the name) a job that still waits
   * or runs is not added again. Says whether the queue took it: false when it cannot be reached within two seconds,
   * and then nothing is lost, because `due` finds the row.
   */
  enqueue<Name extends JobName>(
    name: Name,
    payload: Payload<Name>,
    options?: { jobId?: string | number },
  ): Promise<boolean>
  /** Whether the queue answers within two seconds. */
  healthy(): Promise<boolean>
  close(): Promise<void>
}

export interface QueueLog {
  warn(facts: object, message: string): void
}

const ATTEMPTS = 5
const FIRST_RETRY_MS = 1_000

export function createQueues(connection: QueueConnection, { log }: { log: QueueLog }): Queues {
  const queue = openQueue(connection, {
    defaultJobOptions: {
      attempts: ATTEMPTS,
      backoff: { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.25 },
      // A finished job that was kept would stop the next one with its id. What became of it is in the rows and the log.
      removeOnComplete: true,
      removeOnFail: true,
    },
  })
  queue.on('error', (error) => log.warn({ err: error }, 'the job queue has a problem'))
  return {
    enqueue: async (name, payload, { jobId } = {}) => {
      const options = jobId === undefined ? {} : { jobId: jobKey(name, jobId) }
      try {
        await inTime(queue.add(name, payload, options))
        return true
      } catch (error) {
        log.warn(
          { err: error, job: name, payload },
          'could not enqueue a job; it follows from its row',
        )
        return false
      }
    },
    healthy: () => answers(queue),
    close: () => closeQueue(queue),
  }
}

/** BullMQ refuses ids that are numbers, and those with a colon. */
function jobKey(name: JobName, jobId: string | number): string {
  return `${name}-${String(jobId).replaceAll(':', '-')}`
}
