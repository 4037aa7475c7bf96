/** Leaves a failing model service alone for a while, so that who waits is served without it at once. */
import type { ChatModel } from './model.ts'
import { ModelUnavailableError } from './model.ts'
import type { Vectors } from './vectors.ts'

export interface Rest {
  /** Throws the last failure while the service rests. */
  check(): void
  succeeded(): void
  /** Hears every error of a call: a service that answers, whatever it answers, is there. */
  failed(error: unknown): void
}

/** `failures` in a row begin a rest of `restMs`; after it the next call tries, and its failure begins another. */
export function createRest({
  failures = 3,
  restMs = 30_000,
  now = () => performance.now(),
}: {
  failures?: number
  restMs?: number
  now?: () => number
} = {}): Rest {
  let inARow = 0
  let until = Number.NEGATIVE_INFINITY
  return {
    check() {
      if (now() >= until) return
      throw new ModelUnavailableError('rest', 'The model service failed just now and is left alone')
    },
    succeeded() {
      inARow = 0
    },
    failed(error) {
      inARow = isAway(error) ? inARow + 1 : 0
      if (inARow >= failures) until = now() + restMs
    },
  }
}

/** The same model, asked only while its service does not rest. */
export function restingChat(chat: ChatModel, rest = createRest()): ChatModel {
  return {
    name: chat.name,
    async *complete(request) {
      rest.check()
      try {
        yield* chat.complete(request)
        rest.succeeded()
      } catch (error) {
        rest.failed(error)
        throw error
      }
    },
  }
}

/** The same vectors, asked for only while their service does not rest. */
export function restingVectors(vectors: Vectors, rest = createRest()): Vectors {
  return async (texts, options) => {
    rest.check()
    try {
      const made = await vectors(texts, options)
      rest.succeeded()
      return made
    } catch (error) {
      rest.failed(error)
      throw error
    }
  }
}

/** Not reached, or given up by a caller who had waited long enough. */
function isAway(error: unknown): boolean {
  if (error instanceof ModelUnavailableError) return true
  return error instanceof DOMException && error.name === 'TimeoutError'
}
