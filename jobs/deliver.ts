/** Sends one planned delivery and writes down what became of it; twice is as good as once. */
import { randomUUID } from 'node:crypto'
import type { Db, Pool } from '../db/db.ts'
import { type Delivery, findDelivery, markBlocked } from '../db/deliveries.ts'
import { moveDeskChat, noteGroupGone } from '../db/desk-chat.ts'
import {
  claimDelivery,
  dueDeliveries,
  markFailed,
  markInDoubt,
  markSent,
  putBack,
  putBackAs,
  startSending,
} from '../db/sending.ts'
import { transaction } from '../db/transaction.ts'
import { waitForReturn } from '../db/undelivered.ts'
import type { Notifier, SendResult } from './notifier.ts'

export interface Sender {
  pool: Pool
  notifier: Notifier
  clock: () => Date
  /** Without it nobody is told of what does not arrive, and nothing waits for anybody. */
  undelivered?: Undelivered
}

/** What is to be done when somebody does not get what they wait for. Each plans what it has to say in the transaction. */
export interface Undelivered {
  /** Whether the person still wants it when they come back after blocking the bot. */
  isAwaited(delivery: { key: string }): boolean
  /** It will never be accepted. */
  refused(tx: Db, delivery: { key: string; reason: string; now: Date }): Promise<void>
  /** It waits for a person who has blocked the bot. */
  waits(tx: Db, delivery: { key: string; now: Date }): Promise<void>
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

/** How often in a row a delivery's place may turn out to be another one. */
const MOST_MOVES = 3

/** The handler of the job `deliver`: sends the delivery, then whatever is due in the same chat, in order. */
export function createDeliver(sender: Sender): (payload: { deliveryId: number }) => Promise<void> {
  return async ({ deliveryId }) => {
    let next: number | undefined = deliveryId
    while (next !== undefined) {
      const chatKey = await untilThere(sender, next)
      if (chatKey === null) return
      const [due] = await dueDeliveries(sender.pool, { now: sender.clock(), limit: 1, chatKey })
      next = due?.id
    }
  }
}

/** Sends the delivery if it is due and its turn, and says what has become of it, by this call or by an earlier one. */
export async function deliver(sender: Sender, id: number): Promise<DeliveryResult> {
  await untilThere(sender, id)
  const delivery = await findDelivery(sender.pool, { id })
  if (!delivery) return { id, kind: 'failed', reason: 'the delivery was deleted' }
  return resultOf(delivery)
}

/** Follows a delivery whose place has changed. Returns the chat that was sent to, or null when there was nothing to do. */
async function untilThere(sender: Sender, id: number): Promise<string | null> {
  for (let moves = 0; ; moves += 1) {
    const tried = await attempt(sender, id)
    if (!tried) return null
    if (!tried.again || moves === MOST_MOVES) return tried.chatKey
  }
}

async function attempt(
  sender: Sender,
  id: number,
): Promise<{ chatKey: string; again: boolean } | null> {
  const { pool, notifier, clock } = sender
  const held = { id, owner: randomUUID() }
  const claim = { ...held, leaseSeconds: WAITING_SECONDS, now: clock() }
  const delivery = await claimDelivery(pool, claim)
  if (!delivery) return null
  // Who has just written to the bot has not blocked it, whatever was known before.
  if (delivery.blocked && delivery.kind !== 'reply') {
    await transaction(pool, (tx) =>
      giveUp(tx, sender, { delivery, owner: held.owner, now: clock() }),
    )
    return { chatKey: delivery.chat_key, again: false }
  }
  const result = await notifier.send({
    chatKey: delivery.chat_key,
    content: delivery.content,
    priority: delivery.priority,
    repeated: delivery.repeats > 0,
    beforeSend: () => startSending(pool, { ...held, leaseSeconds: SENDING_SECONDS }),
  })
  await writeDown(sender, { delivery, owner: held.owner, result, now: clock() })
  const again = result.kind === 'moved' || result.kind === 'elsewhere'
  return { chatKey: result.kind === 'moved' ? result.chatKey : delivery.chat_key, again }
}

const BLOCKED = 'the person has blocked the bot'

/** To a person who has blocked the bot: what they still wait for is kept for them. */
async function giveUp(
  tx: Db,
  { undelivered }: Sender,
  { delivery, owner, now }: { delivery: Delivery; owner: string; now: Date },
): Promise<void> {
  const { id, key } = delivery
  const held = { id, owner, error: BLOCKED }
  if (!undelivered?.isAwaited(delivery)) return markFailed(tx, held)
  await waitForReturn(tx, held)
  await undelivered.waits(tx, { key, now })
}

async function writeDown(
  sender: Sender,
  done: { delivery: Delivery; owner: string; result: SendResult; now: Date },
): Promise<void> {
  const { pool, undelivered } = sender
  const { delivery, owner, result, now } = done
  const held = { id: delivery.id, owner }
  switch (result.kind) {
    case 'sent':
      return markSent(pool, {
        id: delivery.id,
        messageId: result.messageId,
        partIds: result.partIds,
        now,
      })
    case 'wait':
      return putBack(pool, { ...held, seconds: result.seconds, error: null })
    case 'unsent':
      return putBack(pool, { ...held, seconds: pauseAfter(delivery), error: result.reason })
    case 'unknown':
      return markInDoubt(pool, { ...held, seconds: pauseAfter(delivery), error: result.reason })
    case 'refused':
      return transaction(pool, async (tx) => {
        await markFailed(tx, { ...held, error: result.reason })
        await undelivered?.refused(tx, { key: delivery.key, reason: result.reason, now })
      })
    case 'blocked':
      return transaction(pool, async (tx) => {
        await giveUp(tx, sender, { delivery, owner, now })
        const { person_id: personId, chat_key: chatKey } = delivery
        if (personId !== null) await markBlocked(tx, { personId, chatKey, now })
        else await noteGroupGone(tx, { chatKey, now })
      })
    case 'elsewhere':
      return putBackAs(pool, { ...held, content: result.content })
    case 'moved':
      return transaction(pool, async (tx) => {
        await putBack(tx, { ...held, seconds: 0, error: null })
        await moveDeskChat(tx, { from: delivery.chat_key, to: result.chatKey, now })
      })
    case 'gone':
      return markFailed(pool, { ...held, error: 'the message is not there any more' })
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
