/** Parts of an album that came after it was handled, as when Telegram was slow or the program was killed in between. */
import type { Attachment } from '../db/said.ts'
import { findDraftOfMessage } from '../db/ticket-drafts.ts'
import { addQuestionFiles, findSaid, reviseSaid } from '../db/ticket-words.ts'
import { transaction } from '../db/transaction.ts'
import { continueWith } from './clarifying.ts'
import type { Parts, PersonContext } from './context.ts'
import { showDraft } from './drafts.ts'
import { placeOf, saidIn, saidWith } from './said.ts'

/** Adds them to the tutor's answer that waits; what was sent already they follow as one more answer. False when it is none. */
export async function addToAnswer(ctx: PersonContext, parts: Parts): Promise<boolean> {
  const place = lateIn(ctx)
  if (!place) return false
  const draft = await findDraftOfMessage(parts.pool, place)
  if (draft) {
    const said = ctx.messages.reduce((sum, part) => saidWith(sum, part) ?? sum, draft.said)
    const messageIds = [...new Set([...draft.message_ids, ...placeOf(ctx).messageIds])]
    const where = { ...placeOf(ctx), messageIds }
    await showDraft(ctx, parts, { ticketId: draft.ticket_id, said, saidIn: where })
    return true
  }
  const sent = await findSaid(parts.pool, place)
  const said = saidIn(ctx.messages)
  if (sent?.side !== 'tutor' || !said) return false
  await showDraft(ctx, parts, { ticketId: sent.ticketId, said, saidIn: placeOf(ctx) })
  return true
}

/** Adds them to what the teacher asked or clarified; after an answer they are a clarification. False when it is none. */
export async function addToQuestion(ctx: PersonContext, parts: Parts): Promise<boolean> {
  const place = lateIn(ctx)
  if (!place) return false
  const before = await findSaid(parts.pool, place)
  if (!before) return addQuestionFiles(parts.pool, { ...place, attachments: filesIn(ctx) })
  if (before.side !== 'teacher') return false
  const content = ctx.messages.reduce((sum, part) => saidWith(sum, part) ?? sum, before.content)
  const messageIds = [...new Set([...before.messageIds, ...placeOf(ctx).messageIds])]
  const ticket = await transaction(parts.pool, (tx) =>
    reviseSaid(tx, {
      said: before,
      content,
      saidIn: { ...placeOf(ctx), messageIds },
      personId: ctx.person.id,
      now: ctx.now,
    }),
  )
  const { ticketId } = before
  if (ticket) await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  else {
    const said = saidIn(ctx.messages)
    if (said) await continueWith(ctx, parts, ticketId, said)
  }
  return true
}

function filesIn({ messages }: PersonContext): Attachment[] {
  return saidIn(messages)?.attachments ?? []
}

/** Null for what is no part of an album, or is one that was seen before: handled again, it changes nothing. */
function lateIn(ctx: PersonContext) {
  const [first] = ctx.messages
  if (!first?.media_group_id) return null
  return {
    personId: ctx.person.id,
    chatKey: ctx.chatKey,
    messageId: String(first.message_id),
    album: first.media_group_id,
  }
}
