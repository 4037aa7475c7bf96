/** Writes to people about diagnostics: the invitation, and what has changed since. */
import type { Db } from '../db/db.ts'
import type { Diagnostics } from '../db/diagnostics.ts'
import { findPersonById } from '../db/people.ts'
import type { DiagnosticsNews } from '../jobs/tell-diagnostics.ts'
import { PRIORITY, textMessages, textPayload } from './content.ts'
import type { Parts } from './context.ts'
import { ownChat } from './desk-chats.ts'
import { passingButtons } from './diagnostics-buttons.ts'
import type { Html } from './html.ts'
import { diagnosticsTexts } from './texts/diagnostics.ts'

export function createDiagnosticsNews({ outbox }: Pick<Parts, 'outbox'>): DiagnosticsNews {
  /** Texts of a diagnostics fit one message. */
  async function plan(
    tx: Db,
    { diagnostics, personId, dueAt }: Parameters<DiagnosticsNews['invite']>[1],
    { what, text, isOpen }: { what: string; text: Html; isOpen: boolean },
  ): Promise<number | null> {
    const person = await findPersonById(tx, personId)
    if (!person?.consented || person.blocked_at) return null
    const { id, revision, words_revision: words, closes_at: closesAt } = diagnostics
    const [content] = textMessages(text, isOpen ? { keyboard: passingButtons(diagnostics) } : {})
    if (!content) return null
    return outbox.plan(tx, {
      key: `diagnostics:${id}:${what}:${personId}:${revision}:${words}`,
      kind: 'announcement',
      chatKey: ownChat(person).chatKey,
      personId,
      content,
      priority: PRIORITY.announcement,
      dueAt,
      ...(isOpen ? { pointlessAt: closesAt } : {}),
    })
  }

  return {
    invite: (tx, to) => {
      const text = diagnosticsTexts.invitation(to.diagnostics)
      return plan(tx, to, { what: 'invited', text, isOpen: true })
    },
    tellChange: (tx, to) => {
      const { diagnostics } = to
      const isOpen = diagnostics.status === 'published'
      const text = changeOf(diagnostics, to.linkChanged)
      return plan(tx, to, { what: 'changed', text, isOpen })
    },
    editInvitation: (tx, { diagnostics, invitation, dueAt }) => {
      const { id, words_revision: words, closes_at: closesAt } = diagnostics
      const { person_id: personId, chat_key: chatKey, message_id, passed } = invitation
      const text = diagnosticsTexts.invitation(diagnostics)
      return outbox.plan(tx, {
        key: `diagnostics:${id}:edited:${personId}:${words}`,
        kind: 'reply',
        ...{ chatKey, personId, dueAt },
        content: {
          method: 'editMessageText',
          payload: {
            ...textPayload(text, passingButtons(diagnostics, passed)),
            message_id: Number(message_id),
          },
        },
        priority: PRIORITY.announcement,
        ...(closesAt ? { pointlessAt: closesAt } : {}),
      })
    },
  }
}

function changeOf(diagnostics: Diagnostics, linkChanged: boolean): Html {
  const { status, title } = diagnostics
  if (status === 'cancelled') return diagnosticsTexts.cancelled(title)
  if (status === 'ended') return diagnosticsTexts.ended(title)
  return linkChanged ? diagnosticsTexts.otherLink(diagnostics) : diagnosticsTexts.moved(diagnostics)
}
