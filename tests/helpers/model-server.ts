/** An OpenAI-compatible server on loopback that says what a test scripted, and fails the test when asked for more. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Reply =
  /** Streamed as server-sent events; `finish` null leaves the end out. */
  | { kind: 'chat'; pieces: string[]; finish?: string | null }
  /** Pieces, then nothing more while the connection stays open. */
  | { kind: 'stall'; pieces: string[] }
  /** Pieces, then the connection breaks. */
  | { kind: 'cut'; pieces: string[] }
  /** One piece over and over. */
  | { kind: 'endless'; piece: string }
  /** Bytes without an end and without a line break. */
  | { kind: 'flood' }
  /** As written, with status 200: no valid JSON, an error in a stream. */
  | { kind: 'raw'; body: string; type?: string }
  | { kind: 'json'; body: unknown }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }

export interface ModelRequest {
  path: string
  authorization: string | null
  /** The JSON body, or the raw text of a form. */
  body: Record<string, unknown>
  raw: string
}

export interface ModelServer {
  baseUrl: string
  /** What was asked, in order. */
  requests: ModelRequest[]
  /** The next replies, one for each request. */
  says(...replies: (Reply | ((request: ModelRequest) => Reply))[]): void
}

/** Closes with the test, which fails if the server was asked something unscripted or something scripted was not asked. */
export async function startModelServer(): Promise<ModelServer> {
  const server = await openModelServer()
  onTestFinished(server.close)
  return server
}

/**
 * For a file of tests; `close` rejects if the server was asked something unscripted or something scripted was not asked.
 * `otherwise` replies to what is not scripted, for services that are asked nobody knows how often.
 */
export async function openModelServer(
  otherwise?: (request: ModelRequest) => Reply,
): Promise<ModelServer & { close(): Promise<void> }> {
  const script: (Reply | ((request: ModelRequest) => Reply))[] = []
  const requests: ModelRequest[] = []
  const unscripted: string[] = []
  const server = createServer((incoming, response) => {
    respond(incoming, response).catch(() => response.destroy())
  })

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming)
    requests.push(request)
    const next = script.shift() ?? otherwise
    if (!next) {
      unscripted.push(request.path)
      response.writeHead(500).end('{"error":{"message":"unscripted request"}}')
      return
    }
    await reply(response, typeof next === 'function' ? next(request) : next)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    if (unscripted.length > 0) throw new Error(`Unscripted requests: ${unscripted.join(', ')}`)
    if (script.length > 0) throw new Error(`${script.length} scripted replies were never asked for`)
  }
  // `listen` on a port gives an address object, never a pipe's name.
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    says: (...replies) => void script.push(...replies),
    close,
  }
}

/** A whole answer in pieces of a few characters, as services send them. */
export function chat(text: string, finish: string | null = 'stop'): Reply {
  return { kind: 'chat', pieces: text.match(/[\s\S]{1,7}/g) ?? [], finish }
}

/** Embeddings as a service returns them; `vectors` are in the order of the texts. */
export function embeddings(vectors: unknown[]): Reply {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }))
  return { kind: 'json', body: { object: 'list', data, model: 'test' } }
}

async function read(incoming: IncomingMessage): Promise<ModelRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const raw = Buffer.concat(chunks).toString()
  const body = raw.startsWith('{') ? JSON.parse(raw) : {}
  const authorization = incoming.headers.authorization ?? null
  return { path: incoming.url ?? '', authorization, body, raw }
}

async function reply(response: ServerResponse, said: Reply): Promise<void> {
  if (said.kind === 'status') {
    const body = JSON.stringify(said.body ?? { error: { message: 'scripted', type: 'scripted' } })
    response
      .writeHead(said.status, { 'content-type': 'application/json', ...said.headers })
      .end(body)
  } else if (said.kind === 'json') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said.body))
  } else if (said.kind === 'raw') {
    response.writeHead(200, { 'content-type': said.type ?? 'text/event-stream' }).end(said.body)
  } else {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    await stream(response, said)
  }
}

async function stream(response: ServerResponse, said: Reply): Promise<void> {
  if (said.kind === 'endless') return repeat(response, event({ content: said.piece }))
  if (said.kind === 'flood') return repeat(response, 'x'.repeat(65_536))
  if (said.kind !== 'chat' && said.kind !== 'stall' && said.kind !== 'cut') return
  response.flushHeaders()
  for (const content of said.pieces) response.write(event({ content }))
  if (said.kind === 'stall') return
  if (said.kind === 'cut') {
    // What was written must be on the wire before the connection goes.
    response.write(event({ content: '' }), () => setImmediate(() => response.destroy()))
    return
  }
  const finish = said.finish === undefined ? 'stop' : said.finish
  if (finish !== null) response.write(event({}, finish))
  response.end(finish === null ? '' : 'data: [DONE]\n\n')
}

async function repeat(response: ServerResponse, text: string): Promise<void> {
  while (!response.destroyed) {
    // Pushes back on a slow reader without a listener for each turn.
    if (!response.writableNeedDrain) response.write(text)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function event(delta: Record<string, unknown>, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }]
  return `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', choices })}\n\n`
}
