/** Faults on their way to the log and to the person: without anybody's words in them. */
import { BotError, GrammyError } from 'grammy'

/** The error itself, without the update and the message that grammY keeps beside it: logs hold nobody's words. */
export function withoutContent(error: unknown): unknown {
  if (error instanceof BotError) return withoutContent(error.error)
  if (error instanceof GrammyError) {
    Object.defineProperty(error, 'payload', { value: {}, enumerable: false })
  }
  return error
}
