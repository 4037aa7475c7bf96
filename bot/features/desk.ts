/** The tutors' side of a ticket: taking it, answering it with a preview, giving it back. */
import { Composer } from 'grammy'
import { findDraftOfMessage, takeDraft } from '../../db/ticket-drafts.ts'
import { findTicketOfMessage } from '../../db/ticket-thread.ts'
import { hasRole, type Parts, type PersonContext } from '../context.ts'
import { atStep, enterStep } from '../dialogue.ts'
import { sendDraft, showDraft } from '../drafts.ts'
import { keyboard, learnButton } from '../keyboards.ts'
import { addToAnswer } from '../late-parts.ts'
import { changePreview } from '../pressed-card.ts'
import { onPress } from '../presses.ts'
import { repliedTo } from '../replied.ts'
import { placeOf, saidIn, saidWith } from '../said.ts'
import { isTutor, mentionOf, takeForTutor } from '../taking.ts'
import { deskTexts } from '../texts/desk.ts'
import { movesFeature } from './moves.ts'
import { sameFeature } from './same.ts'

/** A reply to these messages of the bot is a tutor's answer. */
const TO_TUTOR = ['card', 'prompt', 'note', 'reminder', 'handed', 'lease', 'undelivered']

/** In the tutors' group and in a tutor's own chat. */
export function deskFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.use(movesFeature(parts), sameFeature(parts))
  onPress(composer, 'claim', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    const toasts = { now: deskTexts.yours(ticket), before: deskTexts.alreadyYours(ticket) }
    await takeForTutor(ctx, parts, ticket, toasts)
  })
  onPress(composer, 'reply', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx)) || !(await takeForTutor(ctx, parts, ticket))) return
    await askForAnswer(ctx, parts, ticket)
  })
  onPress(composer, 'send', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    const isSent = await sendDraft(ctx, parts, fields)
    await changePreview(ctx, parts, isSent ? keyboard([learnButton(fields.ticket)]) : keyboard())
  })
  onPress(composer, 'change', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    if (!(await dropDraft(ctx, parts, fields))) return ctx.toast(deskTexts.staleDraft)
    await ctx.toast()
    await changePreview(ctx, parts)
    await askForAnswer(ctx, parts, fields.ticket)
  })
  onPress(composer, 'discard', async (ctx, fields) => {
    if (!(await isTutor(ctx))) return
    if (!(await dropDraft(ctx, parts, fields))) return ctx.toast(deskTexts.staleDraft)
    await ctx.toast(deskTexts.discarded(fields.ticket))
    await changePreview(ctx, parts)
  })
  composer.on('message', async (ctx, next) => {
    if (ctx.message.text?.startsWith('/')) return next()
    if (hasRole(ctx, 'tutor') && (await addToAnswer(ctx, parts))) return
    const ticketId = await answeredTicket(ctx, parts)
    if (ticketId === null) return next()
    if (!(await isTutor(ctx)) || !(await takeForTutor(ctx, parts, ticketId))) return
    const said = saidIn(ctx.messages)
    if (!said) return ctx.say(deskTexts.cannotPass, { reply: true })
    await showDraft(ctx, parts, { ticketId, said, saidIn: placeOf(ctx) })
  })
  composer.on('edited_message', async (ctx, next) => {
    if (!hasRole(ctx, 'tutor') || !(await changeDraft(ctx, parts))) return next()
  })
  return composer
}

/** False when it is not the one that waits for a decision. */
async function dropDraft(
  { person }: PersonContext,
  { pool }: Parts,
  { ticket: ticketId, draft }: { ticket: number; draft: number },
): Promise<boolean> {
  return (await takeDraft(pool, { ticketId, personId: person.id, draft })) !== null
}

/** The answer that waits follows the edited message; false when it is of no such answer. */
async function changeDraft(ctx: PersonContext, parts: Parts): Promise<boolean> {
  const edited = ctx.editedMessage
  if (!edited) return false
  const { chatKey, person } = ctx
  const message = {
    personId: person.id,
    chatKey,
    messageId: String(edited.message_id),
    album: null,
  }
  const draft = await findDraftOfMessage(parts.pool, message)
  if (!draft) return false
  const said = saidWith(draft.said, edited)
  const where = { chatKey, messageIds: draft.message_ids, album: draft.album }
  if (said) await showDraft(ctx, parts, { ticketId: draft.ticket_id, said, saidIn: where })
  return true
}

/** A group shows the request to the tutor alone; a reply to it is the answer. */
async function askForAnswer(ctx: PersonContext, parts: Parts, ticketId: number): Promise<void> {
  await enterStep(ctx, parts, 'answer', { ticketId })
  await ctx.say(deskTexts.prompt(ticketId, mentionOf(ctx)), {
    forceReply: deskTexts.promptField(ticketId),
    key: `ticket:${ticketId}:prompt:${ctx.update.update_id}`,
    kind: 'ticket',
  })
}

/** The ticket a tutor's message answers; null for everything else that is said. */
async function answeredTicket(ctx: PersonContext, { pool }: Parts): Promise<number | null> {
  const messageId = repliedTo(ctx)
  if (messageId !== null) {
    const message = { chatKey: ctx.chatKey, messageId }
    const reference = await findTicketOfMessage(pool, message)
    if (reference) return TO_TUTOR.includes(reference.about) ? reference.ticketId : null
  }
  if (ctx.chat?.type !== 'private') return null
  return atStep(ctx, 'answer')?.ticketId ?? null
}
