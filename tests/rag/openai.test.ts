import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { givenKey } from '../../rag/api-key.ts'
import type { ModelError } from '../../rag/model.ts'
import { createChatModel, createTranscriber } from '../../rag/openai.ts'
import type { Reply } from '../helpers/model-server.ts'
import { chat, startModelServer } from '../helpers/model-server.ts'

const quick = { firstMs: 150, betweenMs: 150, totalMs: 2_000 }

async function service(...replies: Reply[]) {
  const server = await startModelServer()
  server.says(...replies)
  return { server, service: { baseUrl: server.baseUrl, key: givenKey('key-1'), backoffMs: 5 } }
}

async function asked(
  options: { patience?: typeof quick; signal?: AbortSignal },
  ...replies: Reply[]
) {
  const started = await service(...replies)
  const model = createChatModel(started.service, { model: 'm', maxCharacters: 500, ...options })
  const pieces: string[] = []
  let error: ModelError | undefined
  const signal = options.signal ? { signal: options.signal } : {}
  const request = { system: 'S', messages: [{ role: 'user' as const, content: 'Q' }], maxTokens: 9 }
  try {
    for await (const piece of model.complete({ ...request, ...signal })) pieces.push(piece)
  } catch (thrown) {
    // The port's promise: nothing but a ModelError, or the caller's own reason, is thrown.
    error = thrown as ModelError
  }
  return { ...started, pieces, text: pieces.join(''), error }
}

const busy = (after: string): Reply => ({
  kind: 'status',
  status: 429,
  headers: { 'retry-after': after },
})

describe('the chat model', () => {
  it('gives the answer in pieces as it is written', async () => {
    const { pieces, text, server } = await asked({}, chat('Срок: до 1 октября [1].'))
    expect(text).toBe('Срок: до 1 октября [1].')
    expect(pieces.length).toBeGreaterThan(2)
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer key-1',
    })
    expect(server.requests[0]?.body).toMatchObject({ model: 'm', max_tokens: 9, stream: true })
  })

  it('waits as long as a busy service asks, then asks again', async () => {
    const began = performance.now()
    const { text, server } = await asked({}, busy('0.2'), chat('Да [1].'))
    expect(text).toBe('Да [1].')
    expect(performance.now() - began).toBeGreaterThan(190)
    expect(server.requests).toHaveLength(2)
  })

  it('gives up at once when a busy service asks for more time than there is', async () => {
    const { error } = await asked({ patience: quick }, busy('60'))
    expect(error).toMatchObject({ reason: 'busy', retryable: true, retryAfterSeconds: 60 })
  })

  it('asks again after a failure of the server, three times in all', async () => {
    const down: Reply = { kind: 'status', status: 503 }
    expect((await asked({}, down, down, chat('Да.'))).text).toBe('Да.')
    expect((await asked({}, down, down, down)).error).toMatchObject({
      reason: 'server',
      retryable: true,
    })
  })

  it('reports a service that cannot be reached', async () => {
    const gone = { baseUrl: 'http://127.0.0.1:9/v1', key: givenKey(undefined), backoffMs: 1 }
    const pieces = createChatModel(gone, { model: 'm' }).complete({
      system: '',
      messages: [],
      maxTokens: 1,
    })
    await expect(pieces[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      reason: 'network',
      retryable: true,
    })
  })

  it('does not wait for a service that says nothing', async () => {
    const { error } = await asked({ patience: quick }, { kind: 'stall', pieces: [] })
    expect(error).toMatchObject({ reason: 'timeout', retryable: true })
    expect(error?.message).toMatch(/said nothing/)
  })

  it('does not wait for a service that stops in the middle', async () => {
    const { error, text } = await asked({ patience: quick }, { kind: 'stall', pieces: ['Срок'] })
    expect(text).toBe('Срок')
    expect(error?.message).toMatch(/paused/)
  })

  it('ends a call that takes too long as a whole, though pieces keep coming', async () => {
    const patience = { firstMs: 150, betweenMs: 150, totalMs: 200 }
    const { error } = await asked({ patience }, { kind: 'endless', piece: '' })
    expect(error?.message).toMatch(/not done/)
  })

  it('breaks off an endless answer', async () => {
    const { error, text } = await asked({}, { kind: 'endless', piece: 'и так далее ' })
    expect(error).toMatchObject({ reason: 'endless', retryable: false })
    expect(text.length).toBeLessThanOrEqual(500)
  })

  it('breaks off an endless line before it fills the memory', async () => {
    const { server } = await service({ kind: 'flood' })
    const small = { baseUrl: server.baseUrl, key: givenKey('k'), maxBytes: 1_000_000 }
    const pieces = createChatModel(small, { model: 'm' }).complete({
      system: '',
      messages: [],
      maxTokens: 1,
    })
    await expect(pieces[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'endless' })
  })

  it('tells an empty answer from a written one', async () => {
    expect((await asked({}, chat(''))).error).toMatchObject({ reason: 'empty', retryable: false })
  })

  it('notices an answer that was cut', async () => {
    const broken = await asked({}, { kind: 'cut', pieces: ['Срок', ' до'] })
    expect(broken.error).toMatchObject({ reason: 'network' })
    expect((await asked({}, chat('Срок до', null))).error).toMatchObject({ reason: 'cut' })
    expect((await asked({}, chat('Срок до', 'length'))).error).toMatchObject({ reason: 'cut' })
  })

  it('notices a refusal', async () => {
    expect((await asked({}, chat('', 'content_filter'))).error).toMatchObject({ reason: 'refused' })
    const refusal = 'data: {"choices":[{"delta":{"refusal":"Не могу"}}]}\n\ndata: [DONE]\n\n'
    expect((await asked({}, { kind: 'raw', body: refusal })).error).toMatchObject({
      reason: 'refused',
    })
  })

  it('takes nonsense for nonsense', async () => {
    expect((await asked({}, { kind: 'raw', body: 'data: {"choi\n\n' })).error).toMatchObject({
      reason: 'nonsense',
    })
    const page: Reply = { kind: 'raw', body: '<html>', type: 'text/html' }
    expect((await asked({}, page)).error).toMatchObject({ reason: 'empty' })
    const odd = 'data: {"choices":"no"}\n\ndata: 7\n\ndata: null\n\ndata: [DONE]\n\n'
    expect((await asked({}, { kind: 'raw', body: odd })).error?.retryable).toBe(false)
  })

  it('takes an error inside a stream for a failure of the server', async () => {
    const body = 'data: {"error":{"message":"overloaded"}}\n\n'
    expect((await asked({}, { kind: 'raw', body })).error).toMatchObject({ reason: 'server' })
  })

  it('says that a key or a model is wrong without repeating what the service said', async () => {
    const body = { error: { message: 'Incorrect key: key-1 for «вопрос Марии»' } }
    const wrongKey = await asked({}, { kind: 'status', status: 401, body })
    expect(wrongKey.error).toMatchObject({ reason: 'key', retryable: false })
    const wrongModel = await asked({}, { kind: 'status', status: 404, body })
    expect(wrongModel.error).toMatchObject({ reason: 'request', retryable: false })
    expect(`${wrongKey.error?.stack}${wrongModel.error?.stack}`).not.toMatch(/key-1|Марии/)
  })

  it('asks a reasoning model in the words that it knows, from the first refusal on', async () => {
    const refusal: Reply = { kind: 'status', status: 400 }
    const { server, service: given } = await service(refusal, chat('Да [1].'), chat('Да [1].'))
    const model = createChatModel(given, { model: 'm' })
    const request = { system: 'S', messages: [], maxTokens: 9 }
    for await (const _ of model.complete(request));
    for await (const _ of model.complete(request));
    expect(
      server.requests.map(({ body }) => [body.max_tokens, body.max_completion_tokens]),
    ).toEqual([
      [9, undefined],
      [undefined, 45],
      [undefined, 45],
    ])
  })

  it('stops when nobody waits any more, with the reason given', async () => {
    const reason = new Error('the person left')
    const signal = AbortSignal.any([])
    const controller = new AbortController()
    sleep(50).then(() => controller.abort(reason))
    const { error } = await asked(
      { signal: AbortSignal.any([signal, controller.signal]) },
      { kind: 'stall', pieces: ['С'] },
    )
    expect(error).toBe(reason)
  })
})

describe('the transcriber', () => {
  const voice = { bytes: new Uint8Array([1, 2, 3]), fileName: 'voice.ogg' }

  it('returns what is said', async () => {
    const { service: given, server } = await service({
      kind: 'json',
      body: { text: ' Когда семинар? ' },
    })
    expect(await createTranscriber(given, { model: 'w' }).transcribe(voice)).toBe('Когда семинар?')
    expect(server.requests[0]?.path).toBe('/v1/audio/transcriptions')
    expect(server.requests[0]?.raw).toContain('voice.ogg')
  })

  it('does not take silence for words', async () => {
    const { service: given } = await service({ kind: 'json', body: { text: ' ' } })
    await expect(createTranscriber(given, { model: 'w' }).transcribe(voice)).rejects.toMatchObject({
      reason: 'empty',
    })
  })
})
