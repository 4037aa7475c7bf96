/** Receives updates that Telegram posts: answers 200 only when they are rows. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { NewUpdate } from '../db/inbox.ts'
import { readUpdate } from './update.ts'

const SECRET_HEADER = 'x-telegram-bot-api-secret-token'

/** An update is a few kilobytes. */
const MOST_BYTES = 1024 * 1024

/** `store` resolves when the update is a row; when it throws, the answer is 503 and Telegram comes again. */
export function createWebhook(parts: {
  secret: string
  store(update: NewUpdate): Promise<void>
}): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return answer(405)
    if (!isSame(request.headers.get(SECRET_HEADER) ?? '', parts.secret)) return answer(401)
    const bytes = await readBytes(request)
    if (!bytes) return answer(413)
    const update = readUpdate(parse(bytes))
    if (!update) return answer(400)
    try {
      await parts.store(update)
      return answer(200)
    } catch {
      return answer(503)
    }
  }
}

/** In the same time whatever the difference: a secret cannot be guessed letter by letter. */
function isSame(given: string, secret: string): boolean {
  const [a, b] = [given, secret].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}

/** Null when there are too many. */
async function readBytes(request: Request): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > MOST_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

function answer(status: number): Response {
  return new Response(null, { status })
}
