/** A message is a question: saved, answered at once, and its clarifying choices. */
import { Composer } from 'grammy'
import {
  findLastQuestion,
  findQuestion,
  narrowQuestion,
  type QuestionRow,
  saveQuestion,
} from '../../db/questions.ts'
import { ANSWER_LEASE_MS } from '../answering.ts'
import { mayAsk, originOf } from '../asking.ts'
import type { Context, Parts, PersonContext } from '../context.ts'
import { findPrevious } from '../follow-up.ts'
import { onPress } from '../presses.ts'
import { placeOf, plainWordsOf, saidIn } from '../said.ts'
import { askTexts } from '../texts/ask.ts'
import { ticketTexts } from '../texts/tickets.ts'
import { whileTyping } from '../typing.ts'

/** A choice is made while the question is fresh. */
const FRESH_MINUTES = 10

type Asking = Parts & { answerQuestion: (questionId: number) => Promise<void> }

/** In private chats of people who have consented, after every feature that waits for a message. */
export function askFeature(parts: Asking): Composer<PersonContext> {
  const composer = new Composer<PersonContext>()
  composer.on('message', async (ctx, next) => {
    const said = saidIn(ctx.messages)
    const text = said && plainWordsOf(said)
    if (!text || text.startsWith('/')) return next()
    if (await mayAsk(ctx, parts, text)) await ask(ctx, parts, text)
  })
  onPress(composer, 'choose', async (ctx, { question: questionId, round, option }) => {
    const question = await findQuestion(parts.pool, questionId)
    if (question?.person_id !== ctx.person.id) return ctx.toast(ticketTexts.notYours)
    const narrowed = question.round === round ? await choose(ctx, parts, question, option) : null
    if (!narrowed) return ctx.toast(askTexts.alreadyChosen)
    await ctx.toast(askTexts.chosen(question.answer?.options[option]?.label ?? ''))
    await whileTyping(ctx, parts.answerQuestion(questionId))
  })
  return composer
}

/** Answers what the person has asked with this message, or chosen with it from what they were asked back. */
export async function ask(ctx: PersonContext, parts: Asking, text: string): Promise<void> {
  const clarified = await chosenInWords(ctx, parts, text)
  const question = clarified ?? (await saveAsked(ctx, parts, text))
  await whileTyping(ctx, parts.answerQuestion(question.id))
}

async function saveAsked(ctx: PersonContext, parts: Parts, text: string): Promise<QuestionRow> {
  const previous = await findPrevious(ctx, parts)
  const { question } = await saveQuestion(parts.pool, {
    origin: originOf(ctx),
    personId: ctx.person.id,
    chatKey: ctx.chatKey,
    messageId: String(ctx.msgId),
    text,
    attachments: saidIn(ctx.messages)?.attachments ?? [],
    album: placeOf(ctx).album,
    municipality: ctx.person.municipality,
    follows: previous?.id ?? null,
    now: ctx.now,
    leaseUntil: leaseFrom(ctx),
  })
  return question
}

/** The last question, when it was answered with a choice and these are the words of one of its buttons. */
async function chosenInWords(
  ctx: PersonContext,
  parts: Parts,
  text: string,
): Promise<QuestionRow | null> {
  const since = new Date(ctx.now.getTime() - FRESH_MINUTES * 60_000)
  const where = { personId: ctx.person.id, chatKey: ctx.chatKey, since }
  const question = await findLastQuestion(parts.pool, where)
  if (question?.status !== 'clarify') return null
  const said = text.trim().toLowerCase()
  const options = question.answer?.options ?? []
  const option = options.findIndex(({ label }) => label.toLowerCase() === said)
  return option < 0 ? null : choose(ctx, parts, question, option)
}

async function choose(
  ctx: PersonContext,
  { pool }: Parts,
  question: QuestionRow,
  index: number,
): Promise<QuestionRow | null> {
  const option = question.answer?.options[index]
  if (!option) return null
  const choice = { questionId: question.id, personId: ctx.person.id, option }
  return narrowQuestion(pool, { ...choice, leaseUntil: leaseFrom(ctx) })
}

function leaseFrom(ctx: Context): Date {
  return new Date(ctx.now.getTime() + ANSWER_LEASE_MS)
}
