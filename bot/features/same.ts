/** «Дубликат» and «Черновик»: what was asked and answered before, and what the documents have, at a tutor's hand. */
import { Composer } from 'grammy'
import { findQuestion } from '../../db/questions.ts'
import { listTicketMessages } from '../../db/ticket-thread.ts'
import type { Ticket } from '../../db/tickets.ts'
import type { Parts, PersonContext } from '../context.ts'
import { showDraft } from '../drafts.ts'
import { html } from '../html.ts'
import { joinAsSame } from '../joining.ts'
import { button, keyboard } from '../keyboards.ts'
import { heldTicket } from '../moving.ts'
import { replacePage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { refreshCards } from '../refresh-cards.ts'
import { plainWordsOf } from '../said.ts'
import { isTutor } from '../taking.ts'
import { buttons } from '../texts/buttons.ts'
import { deskTexts } from '../texts/desk.ts'
import { sameTexts } from '../texts/same.ts'
import { whileTyping } from '../typing.ts'

/** An answer given so long ago may be out of date. */
const ANSWERED_LATELY_MS = 14 * 24 * 60 * 60_000

/** In the tutors' group and in a tutor's own chat. */
export function sameFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  onPress(composer, 'same', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    const held = await heldTicket(ctx, parts, ticket)
    if (!held) return ctx.toast(deskTexts.notYours(ticket))
    await offerSame(ctx, parts, held)
  })
  onPress(composer, 'same-as', async (ctx, { ticket: ticketId, other: otherId }) => {
    if (!(await isTutor(ctx))) return
    const joined = await joinAsSame(ctx, parts, { ticketId, otherId })
    if (!joined) return ctx.toast(sameTexts.changed)
    const text = joined.answered
      ? sameTexts.answeredAs(ticketId, otherId)
      : sameTexts.joined(ticketId, otherId)
    await ctx.toast(text)
    await replacePage(ctx, html`${text}`, keyboard())
    await refreshCards(parts, [ticketId, otherId])
    await parts.outbox.flush(joined.ids)
  })
  onPress(composer, 'same-no', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    await ctx.toast()
    await replacePage(ctx, sameTexts.kept(ticket), keyboard())
  })
  onPress(composer, 'draft', async (ctx, { ticket }) => {
    if (!(await isTutor(ctx))) return
    const held = await heldTicket(ctx, parts, ticket)
    if (!held) return ctx.toast(deskTexts.notYours(ticket))
    await ctx.toast(sameTexts.drafting)
    await whileTyping(ctx, draft(ctx, parts, held))
  })
  return composer
}

async function offerSame(
  ctx: PersonContext,
  { pool, memory }: Parts,
  ticket: Ticket,
): Promise<void> {
  const question = await findQuestion(pool, ticket.question_id)
  const text = question?.text ?? ''
  const answeredSince = new Date(ctx.now.getTime() - ANSWERED_LATELY_MS)
  const nearest = await memory.nearestTickets({ text, except: ticket.id, answeredSince })
  const alike = nearest.map(({ item }) => item)
  if (alike.length === 0) return ctx.toast(sameTexts.nothingAlike)
  await ctx.toast()
  const choice = alike.map(({ id }) => [
    button(sameTexts.same(id), 'same-as', { ticket: ticket.id, other: id }),
  ])
  const cancel = button(buttons.cancel, 'same-no', { ticket: ticket.id })
  await ctx.say(sameTexts.which(ticket.id, text, alike), {
    keyboard: keyboard(...choice, [cancel]),
  })
}

/** Of the question with what was added to it last, into the preview. */
async function draft(ctx: PersonContext, parts: Parts, ticket: Ticket): Promise<void> {
  const { pool, memory, centre } = parts
  const question = await findQuestion(pool, ticket.question_id)
  if (!question) return
  const thread = await listTicketMessages(pool, ticket.id)
  const added = thread.findLast(({ side }) => side === 'teacher')
  const text = [question.text, added ? plainWordsOf(added.content) : ''].filter(Boolean).join(' ')
  const municipality = question.municipality ?? centre.municipality
  const made = await memory.draft({ text, municipality, now: ctx.now })
  if (!made) return ctx.say(html`${sameTexts.noDraft}`, { reply: true })
  const saidIn = { chatKey: ctx.chatKey, messageIds: [], album: null }
  const note = made.written ? sameTexts.written : sameTexts.extracted
  await showDraft(ctx, parts, { ticketId: ticket.id, said: { text: made.text }, saidIn, note })
}
