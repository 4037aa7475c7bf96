/** Writes to a person whose answer a new edition has changed. */
import { findPersonById } from '../db/people.ts'
import type { TellChange } from '../jobs/tell-editions.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import { editionNewsTexts } from './texts/edition-news.ts'

export function createEditionNews({
  outbox,
  centre,
}: Pick<Parts, 'outbox' | 'centre'>): TellChange {
  const { zone } = centre.calendar
  return async (tx, { editionId, title, concerned, dueAt }) => {
    const person = await findPersonById(tx, concerned.personId)
    if (!person?.consented || person.blocked_at) return []
    const { chatKey, personId } = ownChat(person)
    const ids: number[] = []
    const text = editionNewsTexts.changed(title, concerned.answers, zone)
    for (const [part, content] of textMessages(text).entries()) {
      const key = `edition:${editionId}:changed:${concerned.personId}:${part}`
      const delivery = { key, kind: 'reminder', chatKey, personId, content, dueAt } as const
      ids.push(await outbox.plan(tx, { ...delivery, priority: PRIORITY.ticket }))
    }
    return ids
  }
}
