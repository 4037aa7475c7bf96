/** Chat, embeddings and transcription by any OpenAI-compatible service, hosted or local, within limits of time and size. */

import type { ChatCompletionCreateParamsStreaming } from 'openai/resources'
import type { ChatModel, ChatRequest, Transcriber } from './model.ts'
import { ModelAnswerError, ModelRejectedError } from './model.ts'
import type { Service } from './openai-call.ts'
import { call, translated } from './openai-call.ts'
import type { Patience } from './patience.ts'
import { startWatch } from './patience.ts'

export interface ChatOptions {
  model: string
  patience?: Patience
  /** An answer that grows past this is broken off as endless. */
  maxCharacters?: number
}

/** A teacher waits for this: half a minute in all, and something to read within ten seconds. */
const CHAT_PATIENCE: Patience = { firstMs: 10_000, betweenMs: 8_000, totalMs: 30_000 }
const VOICE_PATIENCE: Patience = { firstMs: 60_000, betweenMs: 60_000, totalMs: 60_000 }

/** The service's chat model. Nothing is sent before the first `complete`. */
export function createChatModel(service: Service, options: ChatOptions): ChatModel {
  const { model, patience = CHAT_PATIENCE, maxCharacters = 12_000 } = options
  // Reasoning models refuse the parameters that all others know; the first refusal tells.
  let reasoning = false
  return {
    name: model,
    async *complete(request) {
      const watch = startWatch(patience, request.signal)
      try {
        const ask = () =>
          call(service, watch, ({ client, options }) =>
            client.chat.completions.create(body(model, request, reasoning), options),
          )
        const stream = await ask().catch((error: unknown) => {
          if (reasoning || !isBadRequest(error)) throw error
          reasoning = true
          return ask()
        })
        let length = 0
        let finish: string | null = null
        for await (const chunk of stream) {
          watch.heard()
          const choice = chunk.choices?.[0]
          if (choice?.delta?.refusal) throw refused()
          const piece = choice?.delta?.content
          finish = choice?.finish_reason ?? finish
          if (typeof piece !== 'string' || piece === '') continue
          length += piece.length
          if (length > maxCharacters)
            throw new ModelAnswerError('endless', `The answer is over ${maxCharacters} characters`)
          yield piece
        }
        // The client ends an aborted stream without a word.
        watch.check()
        checkEnd(finish, length)
      } catch (error) {
        watch.check()
        throw translated(error)
      } finally {
        watch.stop()
      }
    },
  }
}

/** The service's speech recognition, told to expect Russian. */
export function createTranscriber(
  service: Service,
  { model, patience = VOICE_PATIENCE }: { model: string; patience?: Patience },
): Transcriber {
  return {
    name: model,
    async transcribe({ bytes, fileName, signal }) {
      const watch = startWatch(patience, signal)
      try {
        const { text } = await call(service, watch, ({ client, options }) => {
          const file = new File([new Uint8Array(bytes)], fileName)
          return client.audio.transcriptions.create({ model, file, language: 'ru' }, options)
        })
        if (typeof text !== 'string')
          throw new ModelAnswerError('nonsense', 'The transcription holds no text')
        if (!text.trim()) throw new ModelAnswerError('empty', 'Nothing was recognised')
        return text.trim()
      } finally {
        watch.stop()
      }
    },
  }
}

/** Compatible servers know `max_tokens`, some know no other name; reasoning models only the newer one, and think within it. */
function body(
  model: string,
  { system, messages, maxTokens }: ChatRequest,
  reasoning: boolean,
): ChatCompletionCreateParamsStreaming {
  const limits = reasoning
    ? { max_completion_tokens: maxTokens * 5 }
    : { max_tokens: maxTokens, temperature: 0 }
  return {
    model,
    stream: true,
    ...limits,
    messages: [{ role: 'system', content: system }, ...messages],
  }
}

function isBadRequest(error: unknown): boolean {
  return error instanceof ModelRejectedError && error.status === 400
}

function checkEnd(finish: string | null, length: number): void {
  if (finish === 'content_filter') throw refused()
  if (length === 0) throw new ModelAnswerError('empty', 'The model wrote nothing')
  if (finish === null || finish === 'length')
    throw new ModelAnswerError('cut', 'The answer stops before its end')
}

function refused(): ModelAnswerError {
  return new ModelAnswerError('refused', 'The model refused to answer')
}
