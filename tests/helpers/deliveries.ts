/** Deliveries for tests: each its own unless the test says what it shares with another. */
import type { Db } from '../../db/db.ts'
import type { NewDelivery } from '../../db/deliveries.ts'
import { now } from './people.ts'

let last = 0

/** A reply to nobody in particular, due now, in a chat of its own. */
export function aDelivery(part: Partial<NewDelivery> = {}): NewDelivery {
  last += 1
  return {
    key: `test:${last}`,
    kind: 'reply',
    chatKey: `telegram:${9_000 + last}`,
    personId: null,
    content: { method: 'sendMessage', payload: { text: `№ ${last}` } },
    priority: 0,
    dueAt: now,
    ...part,
  }
}

/** As if so much time had passed for whoever holds or holds back deliveries. */
export async function endHolds(db: Db): Promise<void> {
  await db.query(
    `update deliveries set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null`,
  )
}
