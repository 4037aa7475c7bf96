/** While there is no document, administrators are asked to send some. */
import { hasDocuments } from '../db/in-force.ts'
import { findPerson } from '../db/people.ts'
import { chatKeyOf } from './chat-key.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import { documentTexts } from './texts/documents.ts'

/** At the start of the program; an administrator who has not consented yet is told after that. Each once. */
export async function askForDocuments({ pool, outbox, clock, adminIds }: Parts): Promise<void> {
  if (await hasDocuments(pool)) return
  for (const externalId of adminIds) {
    const person = await findPerson(pool, { messenger: 'telegram', externalId })
    if (!person?.consented) continue
    for (const [part, content] of textMessages(documentTexts.empty).entries()) {
      await outbox.post({
        key: `empty-index:${person.id}:${part}`,
        kind: 'reply',
        chatKey: chatKeyOf(externalId),
        personId: person.id,
        content,
        priority: PRIORITY.reply,
        dueAt: clock(),
      })
    }
  }
}
