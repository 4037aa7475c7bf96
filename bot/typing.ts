/** «печатает…» for as long as something takes. */
import type { Context } from './context.ts'

/** Telegram shows it for five seconds, or until a message comes. */
const REPEAT_MS = 4_500

/** A courtesy: when it cannot be shown the work goes on all the same. */
export async function whileTyping<Result>(ctx: Context, work: Promise<Result>): Promise<Result> {
  const show = () => void ctx.replyWithChatAction('typing').catch(() => {})
  show()
  const timer = setInterval(show, REPEAT_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
  }
}
