/** Each person's own copy of an announcement: always the event and their mark as they are now. */
import type { Db } from '../db/db.ts'
import { replaceContent } from '../db/deliveries.ts'
import { markCopyShown, type StaleCopy, takeStaleCopy, withdrawEdit } from '../db/event-copies.ts'
import type { EventPerson } from '../db/event-people.ts'
import { type EventRow, findEvent } from '../db/events.ts'
import { PRIORITY, textPayload } from './content.ts'
import type { Parts } from './context.ts'
import { ownButtons } from './event-buttons.ts'
import { keyboard } from './keyboards.ts'
import type { Content } from './notifier.ts'
import { eventPeopleTexts } from './texts/event-people.ts'

type Speaking = Pick<Parts, 'outbox' | 'centre' | 'clock'>

/** The announcement for one person, to be sent, or with `messageId` to take the place of what was sent. */
export function copyContent(
  event: EventRow,
  own: EventPerson | null,
  {
    centre,
    now,
    messageId = null,
  }: { centre: Parts['centre']; now: Date; messageId?: string | null },
): Content {
  const buttons = keyboard(...ownButtons(event, own, { view: 'copy', now }))
  const payload = { ...textPayload(eventPeopleTexts.copy(event, own, centre), buttons) }
  if (messageId === null) return { method: 'sendMessage', payload }
  return { method: 'editMessageText', payload: { ...payload, message_id: Number(messageId) } }
}

/**
 * Plans the edit of a copy that shows less than is true, in the place of one that has not left. Returns its delivery's
 * id; null where the announcement itself was still to be sent, and says it now.
 */
export async function planCopy(
  tx: Db,
  { outbox, centre, clock }: Speaking,
  { event, copy, priority }: { event: EventRow; copy: StaleCopy; priority: number },
): Promise<number | null> {
  const { event_id, person_id, revision, chat_key, delivery_id, message_id: messageId } = copy
  const now = clock()
  const content = copyContent(event, copy, { centre, now, messageId })
  if (messageId === null) {
    await replaceContent(tx, { id: delivery_id, content })
    await markCopyShown(tx, copy, { deliveryId: delivery_id })
    return null
  }
  const onTheWire = await withdrawEdit(tx, copy)
  const deliveryId = await outbox.plan(tx, {
    key: `event:${event_id}:copy:${person_id}:${revision}`,
    kind: 'reply',
    chatKey: chat_key,
    personId: person_id,
    content,
    // Of one chat the later goes later only if it is not more urgent.
    priority: Math.max(priority, onTheWire),
    dueAt: now,
  })
  await markCopyShown(tx, copy, { deliveryId })
  return deliveryId
}

/**
 * The same of one person's copy, in the transaction that changed their mark. Returns the ids of what was planned: none
 * where there is no copy that can be edited.
 */
export async function planOwnCopy(
  tx: Db,
  parts: Speaking,
  { eventId, personId }: { eventId: number; personId: number },
): Promise<number[]> {
  const copy = await takeStaleCopy(tx, { eventId, personId })
  const event = copy && (await findEvent(tx, { id: eventId }))
  if (!copy || !event) return []
  const id = await planCopy(tx, parts, { event, copy, priority: PRIORITY.reply })
  return id === null ? [] : [id]
}
