/** Tells a fault of the program from something it depends on being away, which only delays. */
import { BotError, GrammyError, HttpError } from 'grammy'

/** Connection lost, refused or not to be had: PostgreSQL's classes 08 and 57P, too many clients, and the network's own. */
const AWAY =
  /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/

/** What node-postgres says without a code when the server goes away. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/

/** True when whom the call was for has blocked the bot, put it out of the group, or never began a chat with it. */
export function isGone(error: unknown): boolean {
  if (error instanceof BotError) return isGone(error.error)
  if (!(error instanceof GrammyError)) return false
  return error.error_code === 403 || /chat not found/.test(error.description)
}

/** True when trying again ends the same way: Telegram refuses the call, or an update is not of the shape it should have. */
export function isHopeless(error: unknown): boolean {
  if (error instanceof BotError) return isHopeless(error.error)
  if (error instanceof GrammyError) return error.error_code === 400
  // One with a cause comes from the network.
  return error instanceof TypeError && error.cause === undefined
}

/** True when trying again later is all there is to do. */
export function isOutage(error: unknown): boolean {
  if (error instanceof BotError) return isOutage(error.error)
  if (error instanceof HttpError) return true
  if (error instanceof GrammyError) return error.error_code === 429 || error.error_code >= 500
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return AWAY.test(code) || LOST.test(error.message) || isOutage(error.cause)
}
