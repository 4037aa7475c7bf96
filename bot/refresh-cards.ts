/** Has the cards of tickets follow a change of many at once. */
import type { Parts } from './context.ts'

/** Enqueues the edits; they follow as fast as the chats' limits let them. */
export async function refreshCards(
  { queues }: Pick<Parts, 'queues'>,
  ticketIds: readonly number[],
): Promise<void> {
  for (const ticketId of ticketIds) {
    await queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  }
}
