/** Asks those who look after the knowledge to look at what has expired. */
import { listDeciders } from '../db/knowledge-decisions.ts'
import type { TellExpired } from '../jobs/review-knowledge.ts'
import { chatKeyOf } from './chat-key.ts'
import type { Parts } from './context.ts'
import { button, keyboard } from './keyboards.ts'
import { knowledgeTexts } from './texts/knowledge.ts'
import { planText } from './ticketing.ts'

/** To the methodists, and where there is none to the tutors. */
export function createTellExpired(parts: Pick<Parts, 'outbox' | 'clock'>): TellExpired {
  return async (tx, knowledgeIds) => {
    const now = parts.clock()
    const ids: number[] = []
    for (const { id, external_id } of await listDeciders(tx, { personId: null })) {
      const message = {
        key: `knowledge:expired:${now.getTime()}:${id}`,
        chatKey: chatKeyOf(external_id),
        personId: id,
        keyboard: keyboard([
          button(knowledgeTexts.seeExpired, 'knowledge', { filter: 'expired', offset: 0 }),
        ]),
        text: knowledgeTexts.expired(knowledgeIds),
        now,
      }
      ids.push(...(await planText(tx, parts, message)))
    }
    return ids
  }
}
