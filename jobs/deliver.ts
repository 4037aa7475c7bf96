/** Sends one planned delivery and writes down what became of it; twice is as good as once. */
import { randomUUID } from 'node:crypto'
import type { Pool } from '../db/db.ts'
import { type Delivery, findDelivery, markBlocked, moveDeliveries } from '../db/deliveries.ts'
import { moveTutorChat } from '../db/facts.ts'
import {
  claimDelivery,
  dueDeliveries,
  markFailed,
  markInDoubt,
  markSent,
  putBack,
  startSending,
} from '../db/sending.ts'
import { transaction } from '../db/transaction.ts'
import type { Notifier, SendResult } from './notifier.ts'

export interface Sender {
  pool: Pool
  notifier: Notifier
  clock: () => Date
}

/** What has become of a delivery so far. `planned`: not sent yet, and it will be without anybody's help. */
export type DeliveryResult = { id: number } & (
  | { kind: 'sent'; messageId: string }
  | { kind: 'planned' }
  | { kind: 'failed'; reason: string }
  | { kind: 'in-doubt' }
)

/** How long nobody else may take a delivery that waits for its turn at the messenger's limits. */
const WAITING_SECONDS = 60
/** Longer than a request may take: when it has passed, the sender is gone. */
const SENDING_SECONDS = 45

const LONGEST_PAUSE_SECONDS = 30

/** The handler of the job `deliver`: sends the delivery, then whatever is due in the same chat, in order. */
export function createDeliver(sender: Sender): (payload: { deliveryId: number }) => Promise<void> {
  return async ({ deliveryId }) => {
    let next: number | undefined = deliveryId
    while (next !== undefined) {
      const chatKey = await attempt(sender, next)
      if (chatKey === null) return
      const [due] = await dueDeliveries(sender.pool, { now: sender.clock(), limit: 1, chatKey })
      next = due?.id
    }
  }
}

/** Sends the delivery if it is due and its turn, and says what has become of it, by this call or by an earlier one. */
export async function deliver(sender: Sender, id: number): Promise<DeliveryResult> {
  await attempt(sender, id)
  const delivery = await findDelivery(sender.pool, { id })
  if (!delivery) return { id, kind: 'failed', reason: 'the delivery was deleted' }
  return resultOf(delivery)
}

/** Returns the chat that was sent to, or null when there was nothing to do. */
async function attempt({ pool, notifier, clock }: Sender, id: number): Promise<string | null> {
  const held = { id, owner: randomUUID() }
  const claim = { ...held, leaseSeconds: WAITING_SECONDS, now: clock() }
  const delivery = await claimDelivery(pool, claim)
  if (!delivery) return null
  // Who has just written to the bot has not blocked it, whatever was known before.
  if (delivery.blocked && delivery.kind !== 'reply') {
    await markFailed(pool, { ...held, error: BLOCKED })
    return delivery.chat_key
  }
  const result = await notifier.send({
    chatKey: delivery.chat_key,
    content: delivery.content,
    priority: delivery.priority,
    repeated: delivery.repeats > 0,
    beforeSend: () => startSending(pool, { ...held, leaseSeconds: SENDING_SECONDS }),
  })
  await writeDown(pool, { delivery, owner: held.owner, result, now: clock() })
  return delivery.chat_key
}

const BLOCKED = 'the person has blocked the bot'

async function writeDown(
  pool: Pool,
  done: { delivery: Delivery; owner: string; result: SendResult; now: Date },
): Promise<void> {
  const { delivery, owner, result, now } = done
  const held = { id: delivery.id, owner }
  switch (result.kind) {
    case 'sent':
      return markSent(pool, { id: delivery.id, messageId: result.messageId, now })
    case 'wait':
      return putBack(pool, { ...held, seconds: result.seconds, error: null })
    case 'unsent':
      return putBack(pool, { ...held, seconds: pauseAfter(delivery), error: result.reason })
    case 'unknown':
      return markInDoubt(pool, { ...held, seconds: pauseAfter(delivery), error: result.reason })
    case 'refused':
      return markFailed(pool, { ...held, error: result.reason })
    case 'blocked':
      return transaction(pool, async (tx) => {
        await markFailed(tx, { ...held, error: BLOCKED })
        const { person_id: personId, chat_key: chatKey } = delivery
        if (personId !== null) await markBlocked(tx, { personId, chatKey, now })
      })
    case 'moved':
      return transaction(pool, async (tx) => {
        await putBack(tx, { ...held, seconds: 0, error: null })
        await moveDeliveries(tx, { from: delivery.chat_key, to: result.chatKey })
        await moveTutorChat(tx, { from: delivery.chat_key, to: result.chatKey, now })
      })
    case 'overtaken':
      return
  }
}

/** Doubles with each attempt. Short at its longest: a messenger that is back should not be waited for. */
function pauseAfter({ attempts }: Delivery): number {
  return Math.min(2 ** attempts, LONGEST_PAUSE_SECONDS)
}

function resultOf({ id, status, message_id, error }: Delivery): DeliveryResult {
  switch (status) {
    case 'sent':
      return { id, kind: 'sent', messageId: message_id ?? '' }
    case 'failed':
      return { id, kind: 'failed', reason: error ?? '' }
    case 'in_doubt':
      return { id, kind: 'in-doubt' }
    case 'planned':
    case 'sending':
      return { id, kind: 'planned' }
  }
}
