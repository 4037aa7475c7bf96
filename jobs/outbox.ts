/** What parts of the program say when something has to reach a person: the row first, then the sending. */
import type { Db } from '../db/db.ts'
import { chatsOfDeliveries, type NewDelivery, planDelivery } from '../db/deliveries.ts'
import { type DeliveryResult, deliver, type Sender } from './deliver.ts'

export interface Outbox {
  /**
   * Writes the delivery and sends it at once if it is due. A key that is known changes nothing: the result is that of
   * the first one. A result of `planned` needs nobody's help either: it is sent when it can be.
   */
  post(delivery: NewDelivery): Promise<DeliveryResult>
  /** Writes the delivery inside a transaction and returns its id, for `flush` after the commit. */
  plan(tx: Db, delivery: NewDelivery): Promise<number>
  /** Sends what was planned, in order within a chat; what cannot be sent now follows by itself. */
  flush(ids: number[]): Promise<DeliveryResult[]>
}

export function createOutbox(parts: Sender): Outbox {
  const { pool, clock } = parts
  const inOrder = createLanes()
  const plan = async (db: Db, delivery: NewDelivery) => {
    const { id } = await planDelivery(db, { ...delivery, now: clock() })
    return id
  }
  return {
    plan,
    post: async (delivery) => {
      const id = await plan(pool, delivery)
      return inOrder(delivery.chatKey, () => deliver(parts, id))
    },
    flush: async (ids) => {
      const deliveries = await chatsOfDeliveries(pool, { ids })
      return Promise.all(
        deliveries.map(({ id, chat_key }) => inOrder(chat_key, () => deliver(parts, id))),
      )
    },
  }
}

/** Runs works of one lane one after the other. The database keeps the order too; this saves a wait of a second. */
function createLanes(): <Result>(lane: string, work: () => Promise<Result>) => Promise<Result> {
  const ends = new Map<string, Promise<unknown>>()
  return (lane, work) => {
    const result = (ends.get(lane) ?? Promise.resolve()).then(work)
    const end = result
      .catch(() => {})
      .finally(() => {
        if (ends.get(lane) === end) ends.delete(lane)
      })
    ends.set(lane, end)
    return result
  }
}
