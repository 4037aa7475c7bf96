/** A person's own questions, what the bot can do for them, and the way out of a dialogue. */
import { Composer } from 'grammy'
import { listQuestions } from '../../db/questions.ts'
import type { Parts, PersonContext } from '../context.ts'
import { leaveDialogue } from '../dialogue.ts'
import { keyboard } from '../keyboards.ts'
import { commandsOf, showCommands } from '../menu.ts'
import { pageButtons, showPage } from '../paging.ts'
import { onPress } from '../presses.ts'
import { helpTexts } from '../texts/help.ts'
import { ownTexts } from '../texts/own.ts'

const PAGE = 5

export function ownFeature(parts: Parts): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.command('my', (ctx) => showQuestions(ctx, parts, 0))
  onPress(composer, 'questions', (ctx, { offset }) => showQuestions(ctx, parts, offset))
  composer.command('help', async (ctx) => {
    const { roles } = ctx.person
    await ctx.say(helpTexts.help(commandsOf(roles), roles))
    await showCommands(ctx)
  })
  composer.command('cancel', async (ctx) => {
    const left = await leaveDialogue(ctx, parts)
    await ctx.say(left ? helpTexts.cancelled : helpTexts.nothingToCancel)
  })
  return composer
}

async function showQuestions(
  ctx: PersonContext,
  { pool, centre }: Parts,
  offset: number,
): Promise<void> {
  const found = await listQuestions(pool, { personId: ctx.person.id, offset, limit: PAGE })
  const page = found.slice(0, PAGE)
  const text =
    page.length === 0
      ? ownTexts.noQuestions
      : ownTexts.questions(page, ctx.now, centre.calendar.zone)
  const turn = pageButtons('questions', { offset, size: PAGE, found: found.length })
  await showPage(ctx, text, keyboard(turn))
}
