/** Sends one planned delivery and writes down what became of it; twice is as good as once. */
import { randomUUID } from 'node:crypto'
import { UNREACHABLE } from '../db/broadcast-report.ts'
import { noteRefusal } from '../db/broadcast-states.ts'
import type { Db, Pool } from '../db/db.ts'
import { type Delivery, findDelivery, markBlocked } from '../db/deliveries.ts'
import { moveDeskChat, noteGroupGone } from '../db/desk-chat.ts'
import {
  type Claimed,
  claimDeliveries,
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

/** A delivery that is held for sending. */
export interface HeldDelivery {
  delivery: Claimed
  owner: string
}

/** How a held delivery is to be tried. */
export interface Circumspection {
  /** Make sure first that the messenger answers. */
  carefully?: boolean
  /** Asked directly before it leaves. */
  mayLeave?: () => boolean
}

/** Takes those of the deliveries that can be sent now, for `sendHeld` or `release`. */
export async function hold({ pool, clock }: Sender, ids: number[]): Promise<HeldDelivery[]> {
  const owner = randomUUID()
  const claim = { ids, owner, leaseSeconds: WAITING_SECONDS, now: clock() }
  return (await claimDeliveries(pool, claim)).map((delivery) => ({ delivery, owner }))
}

/** Leaves it to others. */
export async function release({ pool }: Sender, { delivery, owner }: HeldDelivery): Promise<void> {
  await putBack(pool, { id: delivery.id, owner, seconds: 0, error: null })
}

/**
 * Tries once to send it, and writes down what came of it. `asked` is false where the messenger was not: the person is
 * known to have blocked the bot.
 */
export async function sendHeld(
  sender: Sender,
  { delivery, owner }: HeldDelivery,
  { carefully = false, mayLeave = () => true }: Circumspection = {},
): Promise<{ result: SendResult; asked: boolean }> {
  const { pool, notifier, clock } = sender
  // Who has just written to the bot has not blocked it, whatever was known before.
  if (delivery.blocked && delivery.kind !== 'reply') {
    const result = { kind: 'blocked', why: 'blocked' } as const
    await transaction(pool, (tx) =>
      giveUp(tx, sender, { delivery, owner, why: result.why, now: clock() }),
    )
    return { result, asked: false }
  }
  const held = { id: delivery.id, owner, leaseSeconds: SENDING_SECONDS }
  const result = await notifier.send({
    chatKey: delivery.chat_key,
    content: delivery.content,
    priority: delivery.priority,
    carefully: carefully || delivery.repeats > 0,
    beforeSend: async () => mayLeave() && startSending(pool, { ...held, now: clock() }),
  })
  await writeDown(sender, { delivery, owner, result, now: clock() })
  return { result, asked: true }
}

/** Follows a delivery whose place has changed. Returns the chat that was sent to, or null when there was nothing to do. */
async function untilThere(sender: Sender, id: number): Promise<string | null> {
  for (let moves = 0; ; moves += 1) {
    const [held] = await hold(sender, [id])
    if (!held) return null
    const { result } = await sendHeld(sender, held)
    const again = result.kind === 'moved' || result.kind === 'elsewhere'
    if (!again || moves === MOST_MOVES) {
      return result.kind === 'moved' ? result.chatKey : held.delivery.chat_key
    }
  }
}

/** To a person who has blocked the bot: what they still wait for is kept for them. */
async function giveUp(
  tx: Db,
  { undelivered }: Sender,
  given: { delivery: Delivery; owner: string; why: keyof typeof UNREACHABLE; now: Date },
): Promise<void> {
  const { delivery, owner, why, now } = given
  const { id, key } = delivery
  const held = { id, owner, error: UNREACHABLE[why] }
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
    case 'unknown': {
      const unfinished = { ...held, seconds: pauseAfter(delivery), error: result.reason }
      return isTriedAgain(delivery, result)
        ? putBack(pool, unfinished)
        : markInDoubt(pool, unfinished)
    }
    case 'refused':
      return transaction(pool, async (tx) => {
        await markFailed(tx, { ...held, error: result.reason })
        await undelivered?.refused(tx, { key: delivery.key, reason: result.reason, now })
        await refuseBroadcast(tx, { delivery, reason: result.reason, now })
      })
    case 'blocked':
      return transaction(pool, async (tx) => {
        await giveUp(tx, sender, { delivery, owner, why: result.why, now })
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
      // Somebody else's now, or its broadcast was paused: then nobody waits for the end of the lease.
      return putBack(pool, { ...held, seconds: 0, error: null })
  }
}

/** A message of a broadcast is not repeated unasked; but of one that the messenger says it has failed with, nothing came. */
const MOST_DENIED = 10

function isTriedAgain({ kind, attempts }: Delivery, { denied }: { denied: boolean }): boolean {
  return kind === 'broadcast' && denied && attempts < MOST_DENIED
}

async function refuseBroadcast(
  tx: Db,
  { delivery, reason, now }: { delivery: Delivery; reason: string; now: Date },
): Promise<void> {
  const { broadcast_id: broadcastId, broadcast_part: part } = delivery
  if (broadcastId !== null && part !== null)
    await noteRefusal(tx, { broadcastId, part, reason, now })
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
