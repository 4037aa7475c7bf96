/** Which earlier question a message may go on with; whether it does, the answering part sees from its words. */
import { findLastQuestion, findQuestion, type QuestionRow } from '../db/questions.ts'
import { findQuestionOfMessage } from '../db/ticket-thread.ts'
import type { Context, Parts } from './context.ts'

const FRESH_MS = 10 * 60_000

/** The person's question that was answered by the message replied to, or their last one of ten minutes. */
export async function findPrevious(
  ctx: Context,
  { pool }: Pick<Parts, 'pool'>,
): Promise<QuestionRow | null> {
  const { person, chatKey, now } = ctx
  if (!person) return null
  const repliedTo = ctx.message?.reply_to_message?.message_id
  if (repliedTo !== undefined) {
    const questionId = await findQuestionOfMessage(pool, { chatKey, messageId: String(repliedTo) })
    const question = questionId === null ? null : await findQuestion(pool, questionId)
    if (question?.person_id === person.id) return question
  }
  const since = new Date(now.getTime() - FRESH_MS)
  return findLastQuestion(pool, { personId: person.id, chatKey, since })
}
