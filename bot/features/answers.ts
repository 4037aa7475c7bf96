/** What can be done under an answer: see the clause, vote, ask a person instead. */
import { Composer } from 'grammy'
import { isInForce } from '../../db/in-force.ts'
import { findQuestion, voteOnAnswer } from '../../db/questions.ts'
import { transaction } from '../../db/transaction.ts'
import { originOf } from '../asking.ts'
import type { Parts, PersonContext } from '../context.ts'
import { onPress } from '../presses.ts'
import { prepareRouting } from '../routing.ts'
import { askTexts } from '../texts/ask.ts'
import { ticketTexts } from '../texts/tickets.ts'
import { handToTutors } from '../ticketing.ts'

export function answersFeature(parts: Parts): Composer<PersonContext> {
  const { pool, outbox } = parts
  const composer = new Composer<PersonContext>()
  onPress(composer, 'clause', async (ctx, fields) => {
    const question = await findQuestion(pool, fields.question)
    const citation = question?.answer?.citations[fields.citation]
    if (question?.person_id !== ctx.person.id || !citation) return ctx.toast(ticketTexts.notYours)
    await ctx.toast()
    await ctx.say(askTexts.clause(citation, await isInForce(pool, citation)))
  })
  onPress(composer, 'helped', (ctx, { question }) => vote(ctx, parts, question, 1))
  onPress(composer, 'useless', (ctx, { question }) => vote(ctx, parts, question, -1))
  onPress(composer, 'ask-tutor', async (ctx, fields) => {
    const question = await findQuestion(pool, fields.question)
    if (question?.person_id !== ctx.person.id) return ctx.toast(ticketTexts.notYours)
    await ctx.toast()
    const { recogniser } = await prepareRouting(parts, { text: question.text, citations: null })
    const asked = { found: 'asked', by: originOf(ctx), now: ctx.now } as const
    const handing = { question, recogniser, ...asked }
    await outbox.flush(await transaction(pool, (tx) => handToTutors(tx, parts, handing)))
  })
  return composer
}

async function vote(
  ctx: PersonContext,
  { pool }: Parts,
  questionId: number,
  vote: 1 | -1,
): Promise<void> {
  const question = await findQuestion(pool, questionId)
  if (question?.person_id !== ctx.person.id) return ctx.toast(ticketTexts.notYours)
  const counted = await voteOnAnswer(pool, { questionId, personId: ctx.person.id, vote })
  if (!counted) return ctx.toast(askTexts.sameVote)
  await ctx.toast(vote === 1 ? askTexts.thanksForVote : askTexts.sorryForVote)
}
