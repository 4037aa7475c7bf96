/** One call to an OpenAI-compatible service: its key, its attempts, and its errors in our words. */
import type OpenAI from 'openai'
import type { KeySource } from './api-key.ts'
import { ModelAnswerError, ModelError, ModelRejectedError, ModelUnavailableError } from './model.ts'
import type { Watch } from './patience.ts'

export interface Service {
  baseUrl: string | undefined
  key: KeySource
  /** The most bytes that one answer may have. */
  maxBytes?: number
  /** How often a call is tried, the first time included. */
  attempts?: number
  /** The pause before the second attempt, in milliseconds; it doubles each time. */
  backoffMs?: number
}

/** What a call needs: the client, and the options that carry the key and the signal. */
export interface Attempt {
  client: OpenAI
  options: { headers: Record<string, string>; signal: AbortSignal }
}

/**
 * Runs `work` until it succeeds: once more with a fresh key after a 401, and again after a 429, a 5xx or a broken
 * connection while attempts and time last. Throws a `ModelError`, or the reason of the caller's signal.
 */
export async function call<T>(
  service: Service,
  watch: Watch,
  work: (attempt: Attempt) => Promise<T>,
): Promise<T> {
  const client = await clientOf(service)
  let key = await watch.within(service.key.current())
  let renewed = false
  for (let attempt = 1; ; attempt += 1) {
    watch.check()
    watch.begin()
    try {
      const headers: Record<string, string> = key === null ? {} : { Authorization: `Bearer ${key}` }
      return await work({ client, options: { headers, signal: watch.signal } })
    } catch (error) {
      watch.check()
      const failure = translated(error)
      if (failure.reason === 'key' && !renewed) {
        renewed = true
        key = await watch.within(service.key.renew(key))
        if (key !== null) continue
      }
      const pauseMs = waitBefore(failure, attempt, service)
      if (pauseMs === null || pauseMs >= watch.leftMs()) throw failure
      await watch.pause(pauseMs)
    }
  }
}

/** Any error of the client in our words: without the service's own, which may repeat the question or the key. */
export function translated(error: unknown): ModelError {
  if (error instanceof ModelError) return error
  const own = causes(error).find((cause) => cause instanceof ModelError)
  if (own) return own
  const { status, headers } = statusOf(error)
  if (status === undefined) return withoutStatus(error)
  const what = `The model service answered with status ${status}`
  if (status === 401 || status === 403)
    return new ModelRejectedError('key', `${what}: check OPENAI_API_KEY and what it may do`)
  if (status === 429)
    return new ModelUnavailableError('busy', what, { retryAfterSeconds: retryAfter(headers) })
  if (status >= 500 || status === 408 || status === 409)
    return new ModelUnavailableError('server', what, { retryAfterSeconds: retryAfter(headers) })
  return new ModelRejectedError('request', `${what}: check OPENAI_BASE_URL and the model's name`, {
    status,
  })
}

const clients = new WeakMap<Service, Promise<OpenAI>>()

/** The client takes 150 ms to import: only programs with a model pay that, and only at the first call. */
function clientOf(service: Service): Promise<OpenAI> {
  const known = clients.get(service)
  if (known) return known
  const made = import('openai').then(
    ({ default: OpenAI }) =>
      new OpenAI({
        baseURL: service.baseUrl ?? 'https://api.openai.com/v1',
        // The key travels with each call; null forbids the client to look into the environment.
        apiKey: 'none',
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        defaultHeaders: { Authorization: null },
        maxRetries: 0,
        timeout: 600_000,
        logLevel: 'off',
        fetch: cappedFetch(service.maxBytes ?? 32 * 1024 * 1024),
      }),
  )
  clients.set(service, made)
  return made
}

/** A fetch whose answer breaks off with an error past `maxBytes`: an endless line must not fill the memory. */
function cappedFetch(maxBytes: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (!response.body) return response
    let bytes = 0
    const cap = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes <= maxBytes) controller.enqueue(chunk)
        else
          controller.error(new ModelAnswerError('endless', `The answer is over ${maxBytes} bytes`))
      },
    })
    const { status, statusText, headers } = response
    return new Response(response.body.pipeThrough(cap), { status, statusText, headers })
  }
}

/** Milliseconds until the next attempt, null when there is none. */
function waitBefore(failure: ModelError, attempt: number, service: Service): number | null {
  if (!(failure instanceof ModelUnavailableError)) return null
  if (attempt >= (service.attempts ?? 3)) return null
  if (failure.retryAfterSeconds !== null) return failure.retryAfterSeconds * 1000
  return (service.backoffMs ?? 400) * 2 ** (attempt - 1)
}

function statusOf(error: unknown): { status: number | undefined; headers: Headers | undefined } {
  if (typeof error !== 'object' || error === null) return { status: undefined, headers: undefined }
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined
  const headers = 'headers' in error && error.headers instanceof Headers ? error.headers : undefined
  return { status, headers }
}

/** Connections break, and answers are no JSON; a stream may also carry an error of its own. */
function withoutStatus(error: unknown): ModelError {
  const name = error instanceof Error ? error.constructor.name : ''
  if (causes(error).some((cause) => cause instanceof SyntaxError))
    return new ModelAnswerError('nonsense', 'The model service answered with what is no JSON')
  if (name === 'APIError')
    return new ModelUnavailableError(
      'server',
      'The model service broke its answer off with an error',
    )
  if (name === 'APIConnectionError' || name === 'APIConnectionTimeoutError' || isNetwork(error))
    return new ModelUnavailableError('network', 'The model service cannot be reached', {
      cause: error,
    })
  return new ModelAnswerError('nonsense', 'The answer of the model service cannot be read')
}

function isNetwork(error: unknown): boolean {
  return causes(error).some(
    (cause) =>
      (cause instanceof TypeError && /fetch|terminated|network/i.test(cause.message)) ||
      (cause instanceof Error && 'code' in cause && /^(E[A-Z]+|UND_ERR)/.test(String(cause.code))),
  )
}

function causes(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let cause = error; cause !== undefined && chain.length < 6; ) {
    chain.push(cause)
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return chain
}

/** Seconds that `retry-after` (seconds or a date) asks for. */
function retryAfter(headers: Headers | undefined): number | null {
  const value = headers?.get('retry-after')
  if (!value) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const date = Date.parse(value)
  const sent = Date.parse(headers?.get('date') ?? '')
  return Number.isNaN(date) || Number.isNaN(sent) ? null : Math.max(0, (date - sent) / 1000)
}
