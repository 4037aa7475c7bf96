/** Answers a question that is a row already: here at once, or later when a crash left it. */
import type { Db } from '../db/db.ts'
import { findPersonById } from '../db/people.ts'
import {
  beginQuestion,
  findQuestion,
  finishQuestion,
  type QuestionRow,
  type QuestionStatus,
  type StoredAnswer,
} from '../db/questions.ts'
import { transaction } from '../db/transaction.ts'
import type { Outcome, Question } from '../rag/outcome.ts'
import { type AnswerMessage, answerMessage } from './answer-message.ts'
import { PRIORITY, textMessages } from './content.ts'
import type { Parts } from './context.ts'
import type { GrowIn } from './growing.ts'
import { planProfileOffer } from './profile-offer.ts'
import { prepareRouting, type Routing } from './routing.ts'
import { handToTutors } from './ticketing.ts'

/** Longer than an answer takes with the slowest model: then whoever had it is gone. */
export const ANSWER_LEASE_MS = 60_000

/** After so many attempts the answer is left to a person. */
const MOST_ATTEMPTS = 3

type Answering = Pick<
  Parts,
  'pool' | 'rag' | 'memory' | 'outbox' | 'centre' | 'adminIds' | 'clock'
> & {
  growIn: GrowIn
}

/** Finishes the question and sends what came of it; one finished already is left as it is. */
export function createAnswering(parts: Answering): (questionId: number) => Promise<void> {
  const { pool, outbox, clock } = parts
  return async (questionId) => {
    const leaseUntil = new Date(clock().getTime() + ANSWER_LEASE_MS)
    const question = await beginQuestion(pool, { questionId, leaseUntil })
    if (!question) return
    const outcome =
      question.attempts > MOST_ATTEMPTS ? GIVEN_UP : await answerAsItGrows(parts, question)
    const { text } = question
    const routing =
      outcome.kind === 'routed'
        ? await prepareRouting(parts, { text, citations: outcome.citations })
        : null
    const ids = await transaction(pool, (tx) => record(tx, parts, { question, outcome, routing }))
    await outbox.flush(ids)
  }
}

async function answerAsItGrows(parts: Answering, question: QuestionRow): Promise<Outcome> {
  const growing = parts.growIn({ chatKey: question.chat_key, draftId: question.id })
  try {
    const asked = await asAsked(parts.pool, question, parts)
    return await parts.rag.answer(asked, { onText: growing.show })
  } finally {
    await growing.end()
  }
}

const GIVEN_UP: Outcome = { kind: 'routed', text: '', confidence: 0, citations: [] }

async function asAsked(
  db: Db,
  question: QuestionRow,
  { centre, clock }: Answering,
): Promise<Question> {
  const person = question.person_id === null ? null : await findPersonById(db, question.person_id)
  const previous = question.follows === null ? null : await findQuestion(db, question.follows)
  return {
    text: question.text,
    municipality: question.municipality ?? person?.municipality ?? centre.municipality,
    previous: previous?.answer ? { text: previous.text, answer: previous.answer.text } : null,
    now: clock(),
    ...(question.edition_id === null ? {} : { editionId: question.edition_id }),
  }
}

/** Writes down the outcome with what is to be sent, as one. Returns the deliveries' ids. */
async function record(
  tx: Db,
  parts: Answering,
  {
    question,
    outcome,
    routing,
  }: { question: QuestionRow; outcome: Outcome; routing: Routing | null },
): Promise<number[]> {
  const now = parts.clock()
  const finished = await finishQuestion(tx, {
    questionId: question.id,
    status: STATUS[outcome.kind],
    confidence: 'confidence' in outcome ? outcome.confidence : null,
    answer: { ...storedAnswer(outcome), ...(routing?.missing ? { missing: routing.missing } : {}) },
    now,
  })
  if (!finished) return []
  const key = `question:${question.id}:${question.round}`
  if (routing) {
    const by = `question-${question.id}-${question.round}`
    const { recogniser } = routing
    return handToTutors(tx, parts, { question: finished, found: 'nothing', by, recogniser, now })
  }
  if (outcome.kind === 'routed') throw new Error('a question was routed without preparation')
  if (outcome.kind === 'answered') await planProfileOffer(tx, parts, { question: finished, now })
  return planAnswer(tx, parts, {
    question: finished,
    message: answerMessage(finished, outcome),
    key,
    now,
  })
}

const STATUS: Record<Outcome['kind'], Exclude<QuestionStatus, 'received'>> = {
  answered: 'answered',
  greeted: 'greeted',
  clarify: 'clarify',
  routed: 'routed',
  declined: 'declined',
}

function storedAnswer(outcome: Outcome): StoredAnswer {
  return {
    text: outcome.text,
    citations: 'citations' in outcome ? outcome.citations : [],
    options: outcome.kind === 'clarify' ? outcome.options : [],
  }
}

async function planAnswer(
  tx: Db,
  { outbox }: Answering,
  answer: { question: QuestionRow; message: AnswerMessage; key: string; now: Date },
): Promise<number[]> {
  const { question, message, key, now } = answer
  const replyTo = question.message_id === null ? undefined : Number(question.message_id)
  const contents = textMessages(message.text, { keyboard: message.keyboard, replyTo })
  const ids: number[] = []
  for (const [part, content] of contents.entries()) {
    const fields = { chatKey: question.chat_key, personId: question.person_id, content }
    const when = { priority: PRIORITY.reply, dueAt: now }
    ids.push(await outbox.plan(tx, { key: `${key}:${part}`, kind: 'answer', ...fields, ...when }))
  }
  return ids
}
