/** The card of an event in a methodist's chat: live counts, the code word, and what can be done with the event. */
import type { Db } from '../db/db.ts'
import { countEvent, markCardEdited, type StaleCard, saveEventCard } from '../db/event-cards.ts'
import { type EventRow, findEvent } from '../db/events.ts'
import { transaction } from '../db/transaction.ts'
import { PRIORITY, type TextPayload, textPayload } from './content.ts'
import { hasRole, type Parts, type PersonContext } from './context.ts'
import { ownChat } from './desk-chats.ts'
import { managingButtons } from './event-buttons.ts'
import { button, keyboard } from './keyboards.ts'
import { buttons } from './texts/buttons.ts'
import { eventListTexts } from './texts/event-lists.ts'

type Speaking = Pick<Parts, 'outbox' | 'centre' | 'clock'>

/** Seconds from one edit of a card to its next: what happens meanwhile is one change. */
const CARD_EVERY_SECONDS = 3

/** Says so when the person may not see cards. */
export async function mayManage(ctx: PersonContext): Promise<boolean> {
  if (hasRole(ctx, 'methodist')) return true
  if (ctx.callbackQuery) await ctx.toast(eventListTexts.methodistsOnly)
  return false
}

/** Sends the methodist a card of their own, which follows what happens; from then on an earlier one stays as it is. */
export async function showEventCard(
  ctx: PersonContext,
  parts: Pick<Parts, 'pool'> & Speaking,
  eventId: number,
): Promise<void> {
  const ids = await transaction(parts.pool, (tx) => planEventCard(tx, parts, ctx, eventId))
  await ctx.toast(ids.length > 0 ? undefined : eventListTexts.noEvent)
  await parts.outbox.flush(ids)
}

/** Plans the edit of a card that shows less than is true. */
export async function planCardEdit(
  tx: Db,
  parts: Speaking,
  { event, card }: { event: EventRow; card: StaleCard },
): Promise<void> {
  const now = parts.clock()
  const payload = await renderEventCard(tx, event, parts)
  const { revision } = event
  const { delivery_id: deliveryId, person_id: personId, chat_key: chatKey, message_id } = card
  const editId = await parts.outbox.plan(tx, {
    key: `event:${event.id}:card:${deliveryId}:${revision}`,
    kind: 'reply',
    ...{ chatKey, personId },
    content: {
      method: 'editMessageText',
      payload: { ...payload, message_id: Number(message_id) },
    },
    priority: PRIORITY.card,
    dueAt: now,
  })
  await markCardEdited(tx, { deliveryId, revision, editId, seconds: CARD_EVERY_SECONDS })
}

async function planEventCard(
  tx: Db,
  parts: Speaking,
  { person, update, now }: PersonContext,
  eventId: number,
): Promise<number[]> {
  const event = await findEvent(tx, { id: eventId })
  if (!event || event.status === 'draft') return []
  const { chatKey } = ownChat(person)
  const deliveryId = await parts.outbox.plan(tx, {
    key: `event:${eventId}:card:${person.id}:of:${update.update_id}`,
    kind: 'card',
    chatKey,
    personId: person.id,
    content: { method: 'sendMessage', payload: await renderEventCard(tx, event, parts) },
    priority: PRIORITY.reply,
    dueAt: now,
  })
  const { revision } = event
  await saveEventCard(tx, { eventId, chatKey, personId: person.id, deliveryId, revision })
  return [deliveryId]
}

async function renderEventCard(
  db: Db,
  event: EventRow,
  { centre, clock }: Speaking,
): Promise<TextPayload> {
  const counts = await countEvent(db, { eventId: event.id })
  const { id } = event
  return textPayload(
    eventListTexts.card(event, counts, { now: clock(), centre }),
    keyboard(...managingButtons(event, clock()), [
      button(buttons.participants, 'event-people', { event: id }),
      button(buttons.materials, 'event-materials', { event: id }),
    ]),
  )
}
