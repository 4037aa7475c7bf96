/** A teacher edits what they asked or clarified: while it waits for an answer the ticket follows, later nothing changes. */
import { Composer } from 'grammy'
import type { Message } from 'grammy/types'
import { findPersonById } from '../../db/people.ts'
import { findQuestionByMessage } from '../../db/questions.ts'
import type { Said } from '../../db/said.ts'
import { findSaid, reviseSaid, reviseUnanswered, type SaidBefore } from '../../db/ticket-words.ts'
import { transaction } from '../../db/transaction.ts'
import type { Parts, PersonContext } from '../context.ts'
import { chatsOfTicket } from '../desk-chats.ts'
import { plainWordsOf, saidWith, wordsOf } from '../said.ts'
import { askTexts } from '../texts/ask.ts'
import { attachmentTexts } from '../texts/attachments.ts'
import { planText } from '../ticketing.ts'
import { TUTOR_COMMAND } from './tutor.ts'

/** In private chats, after the tutors' drafts. */
export function editsFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.on('edited_message', async (ctx) => {
    const { chatKey, person, editedMessage } = ctx
    const messageId = String(editedMessage.message_id)
    const place = { personId: person.id, chatKey, messageId, album: null }
    const before = await findSaid(parts.pool, place)
    if (before) return before.side === 'teacher' && revise(ctx, parts, before)
    const question = await findQuestionByMessage(parts.pool, { chatKey, messageId })
    if (question?.person_id !== person.id) return
    const content = revised(
      { text: question.text, attachments: question.attachments },
      editedMessage,
    )
    if (!content || isSame(question, content)) return
    const edit = { chatKey, messageId, personId: person.id, content }
    if (!(await reviseUnanswered(parts.pool, edit))) await ctx.say(askTexts.edited)
  })
  return composer
}

async function revise(ctx: PersonContext, parts: Parts, before: SaidBefore): Promise<void> {
  const { chatKey, person, now, editedMessage } = ctx
  const { ticketId } = before
  const isQuestion = before.messageId === null
  const edited = editedMessage && saidWith(before.content, editedMessage)
  const content = edited && isQuestion ? asQuestion(edited) : edited
  // Telegram tells of an edit also when only a preview or a reaction has changed.
  if (!content || isSame(before.content, content)) return
  const saidIn = { chatKey, messageIds: before.messageIds, album: null }
  const ids = await transaction(parts.pool, async (tx) => {
    const change = { said: before, content, saidIn, personId: person.id, now }
    const ticket = await reviseSaid(tx, change)
    if (!ticket) return null
    const tutor = ticket.tutor_id === null ? null : await findPersonById(tx, ticket.tutor_id)
    // Whoever takes it later reads the card.
    if (ticket.status !== 'claimed' || !tutor) return []
    const planned: number[] = []
    for (const chat of await chatsOfTicket(tx, tutor)) {
      const key = `ticket:${ticketId}:note:edit-${ctx.update.update_id}:${chat.personId ?? 'group'}`
      const text = attachmentTexts.revisedNote(ticketId, tutor.name, wordsOf(content))
      planned.push(...(await planText(tx, parts, { key, ...chat, text, now })))
    }
    return planned
  })
  if (!ids) return ctx.say(attachmentTexts.tooLateToRevise(ticketId))
  await ctx.say(attachmentTexts.revised(ticketId))
  await parts.queues.enqueue('refresh-card', { ticketId }, { jobId: ticketId })
  await parts.outbox.flush(ids)
}

function revised(before: Said, edited: Message): Said | null {
  const said = saidWith(before, edited)
  return said && asQuestion(said)
}

/** A question may have been asked with the command that asks it; one that is all files has words for that. */
function asQuestion(said: Said): Said {
  const text = plainWordsOf(said).replace(TUTOR_COMMAND, '')
  return { text: text || attachmentTexts.wordless, attachments: said.attachments }
}

function isSame(before: Said, after: Said): boolean {
  const files = ({ attachments = [] }: Said) =>
    attachments.map(({ fileId, words }) => `${fileId} ${words ?? ''}`).join()
  return before.text === after.text && files(before) === files(after)
}
