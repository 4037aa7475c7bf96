/** What answering wants from a model service, whoever serves it, and the ways in which a service can fail. */

export interface ChatMessage {
  role: 'user' | 'assistant'
  content: string
}

export interface ChatRequest {
  /** What the model is told to be. */
  system: string
  messages: ChatMessage[]
  /** How long the answer may be, in the model's tokens. */
  maxTokens: number
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal
}

export interface ChatModel {
  /** As the service calls the model. */
  name: string
  /**
   * The answer in pieces, as it is written. Throws a `ModelError`, also after pieces have come; throws the signal's
   * reason when that is aborted. Time and size are limited by the adapter.
   */
  complete(request: ChatRequest): AsyncIterable<string>
}

export interface Transcriber {
  name: string
  /** What is said in a voice message; '' is never returned. Throws a `ModelError`. */
  transcribe(voice: { bytes: Uint8Array; fileName: string; signal?: AbortSignal }): Promise<string>
}

/** Any failure of a model service. Its message is for the log and holds neither keys nor anybody's words. */
export abstract class ModelError extends Error {
  /** Whether the same call may succeed later. */
  abstract readonly retryable: boolean
  abstract readonly reason: string
}

/** The service is away, busy or too slow: the same call may succeed later. */
export class ModelUnavailableError extends ModelError {
  override name = 'ModelUnavailableError'
  readonly retryable = true
  /** `rest`: it was not asked, because it failed just now. */
  readonly reason: 'network' | 'timeout' | 'busy' | 'server' | 'rest'
  /** What a busy service asked for. */
  readonly retryAfterSeconds: number | null

  constructor(
    reason: ModelUnavailableError['reason'],
    message: string,
    options: ErrorOptions & { retryAfterSeconds?: number | null } = {},
  ) {
    super(message, options)
    this.reason = reason
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}

/** The service turns the program away: a key, a model's name or a setting is wrong. */
export class ModelRejectedError extends ModelError {
  override name = 'ModelRejectedError'
  readonly retryable = false
  readonly reason: 'key' | 'request'
  /** Of the HTTP answer, where there was one. */
  readonly status: number | null

  constructor(
    reason: ModelRejectedError['reason'],
    message: string,
    options: ErrorOptions & { status?: number } = {},
  ) {
    super(message, options)
    this.reason = reason
    this.status = options.status ?? null
  }
}

/** The service answered, but what it said is of no use. */
export class ModelAnswerError extends ModelError {
  override name = 'ModelAnswerError'
  readonly retryable = false
  readonly reason: 'empty' | 'endless' | 'cut' | 'nonsense' | 'refused'

  constructor(reason: ModelAnswerError['reason'], message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.reason = reason
  }
}
