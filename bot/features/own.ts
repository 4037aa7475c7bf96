/** A person's own questions, what the bot can do for them, and the way out of a dialogue. */
import { Composer } from 'grammy'
import { countOwnQuestions, findOwnTicket, listOwnQuestions } from '../../db/own-questions.ts'
import { listTicketMessages } from '../../db/ticket-thread.ts'
import { findTicket } from '../../db/tickets.ts'
import { isContinuable } from '../clarifying.ts'
import type { Parts, PersonContext } from '../context.ts'
import { cancel } from '../dialogue.ts'
import { keptDraft } from '../kept-draft.ts'
import { button, keyboard } from '../keyboards.ts'
import { commandsOf, showCommands } from '../menu.ts'
import { pageButtons, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { buttons } from '../texts/buttons.ts'
import { helpTexts } from '../texts/help.ts'
import { ownTexts } from '../texts/own.ts'
import { ticketTexts } from '../texts/tickets.ts'

const PAGE = 5

export function ownFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('my', (ctx) => showQuestions(ctx, parts, 0))
  onPress(composer, 'questions', (ctx, { offset }) => showQuestions(ctx, parts, offset))
  onPress(composer, 'thread', (ctx, { ticket }) => showThread(ctx, parts, ticket))
  composer.command('help', async (ctx) => {
    const { roles } = ctx.person
    await ctx.say(helpTexts.help(commandsOf(roles), roles))
    await showCommands(ctx)
  })
  composer.command('cancel', async (ctx) => {
    const draft = await keptDraft(ctx, parts)
    if (!(await cancel(ctx, parts))) return ctx.say(helpTexts.nothingToCancel)
    await ctx.say(draft === null ? helpTexts.cancelled : helpTexts.interrupted(draft))
  })
  return composer
}

async function showQuestions(
  ctx: PersonContext,
  { pool, centre }: Parts,
  wanted: number,
): Promise<void> {
  const personId = ctx.person.id
  const count = await countOwnQuestions(pool, { personId })
  const offset = Math.min(wanted, Math.max(0, Math.ceil(count / PAGE) - 1) * PAGE)
  const page = await listOwnQuestions(pool, { personId, offset, limit: PAGE })
  const { zone } = centre.calendar
  const text =
    count === 0
      ? ownTexts.noQuestions
      : ownTexts.questions(page, { offset, count, now: ctx.now, zone })
  const opening = page.flatMap(({ ticket_id: ticket }) =>
    ticket === null ? [] : [button(ownTexts.number(ticket), 'thread', { ticket })],
  )
  const turn = pageButtons('questions', { offset, size: PAGE, found: count - offset }, {})
  await showPage(ctx, text, keyboard(opening, turn))
}

/** Everything said in a ticket, with what the person can do now. */
async function showThread(ctx: PersonContext, { pool, centre }: Parts, ticketId: number) {
  const question = await findOwnTicket(pool, { personId: ctx.person.id, ticketId })
  const ticket = question && (await findTicket(pool, ticketId))
  if (!ticket) return ctx.toast(ticketTexts.notYours)
  await ctx.toast()
  const messages = await listTicketMessages(pool, ticket.joined_to ?? ticketId)
  const fields = { ticket: ticketId }
  const choices = [
    ...(ticket.status === 'answered' ? [button(buttons.resolved, 'resolved', fields)] : []),
    ...(isContinuable(ticket, ctx.now) ? [button(buttons.continue, 'continue', fields)] : []),
  ]
  const text = ownTexts.thread(question, messages, ctx.now, centre.calendar.zone)
  await ctx.say(text, { keyboard: keyboard(choices) })
}
