/** Tells a fault of the program from something it depends on being away, which only delays. */
import { BotError, GrammyError, HttpError } from 'grammy'

/** Connection lost, refused or not to be had: PostgreSQL's classes 08 and 57P, too many clients, and the network's own. */
const AWAY =
  /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/

/** What node-postgres says without a code when the server goes away. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/

/** True when trying again later is all there is to do. */
export function isOutage(error: unknown): boolean {
  if (error instanceof BotError) return isOutage(error.error)
  if (error instanceof HttpError) return true
  if (error instanceof GrammyError) return error.error_code === 429 || error.error_code >= 500
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return AWAY.test(code) || LOST.test(error.message) || isOutage(error.cause)
}
