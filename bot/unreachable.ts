/** What is known about a request to Telegram that got no answer, without the address, which holds the token. */
import { HttpError } from 'grammy'

/** Telegram was not reached, or its answer was lost. Never holds the request's address. */
export class UnreachableError extends HttpError {
  /** `no`: the request certainly never arrived. `perhaps`: it left, and nobody saw what became of it. */
  readonly arrived: 'no' | 'perhaps'
  readonly reason: string

  constructor(method: string, cause: unknown) {
    const reason = reasonOf(cause)
    super(`Telegram did not answer ${method}: ${reason}`, reason)
    this.name = 'UnreachableError'
    this.arrived = NEVER_CONNECTED.test(reason) ? 'no' : 'perhaps'
    this.reason = reason
  }
}

/** No name, no route, no connection, no trust: the request had nowhere to go. */
const NEVER_CONNECTED =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|ERR_TLS|connect )/

/** A code, or a few words of our own: messages of the network's errors quote the address. */
function reasonOf(cause: unknown): string {
  const error = cause instanceof HttpError ? cause.error : cause
  if (!(error instanceof Error)) return 'unknown'
  if (/before secure TLS connection/.test(error.message)) return 'connect TLS'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const connecting = new RegExp(`\\bconnect ${code}\\b`).test(error.message)
  if (code) return connecting && !NEVER_CONNECTED.test(code) ? `connect ${code}` : code
  if ('type' in error && error.type === 'invalid-json') return 'the answer is not JSON'
  if (error.name === 'AbortError') return 'ended before the answer'
  return /timed out/.test(error.message) ? 'took too long' : error.name
}
