/** Serves the playground's page: chats side by side, live, and the clock that everybody shares. */

import { createActions } from './actions.ts'
import { decodedPath } from './answers.ts'
import { loadAssets, SAFE_HEADERS } from './assets.ts'
import type { BotApi } from './bot-api.ts'
import { type CastMember, enterCast, snapshot } from './cast.ts'
import { refuseForeign } from './guard.ts'
import { createStream } from './stream.ts'

export interface PlaygroundOptions {
  botApi: BotApi
  /** The clock of the whole program; `advance` moves it for good. */
  clock: { now(): Date; advance(milliseconds: number): void }
  cast: CastMember[]
  /** Where the chats' times are shown. */
  timezone?: string
}

export interface Playground {
  /**
   * `/` and `/playground/*` are the page, `/bot…` and `/file/bot…` the Bot API; everything else is 404.
   * Foreign hosts and cross-site posts get 403, also those that know the token.
   */
  fetch(request: Request): Promise<Response>
  close(): void
}

const BOT_API = /^\/(file\/)?bot/

export function createPlayground(options: PlaygroundOptions): Playground {
  const { botApi, clock, cast } = options
  enterCast(botApi, cast)
  const asset = loadAssets()
  const stream = createStream()
  const actions = createActions({
    botApi,
    start: (personId) => {
      const member = cast.find((one) => one.kind === 'person' && one.person.id === personId)
      return member?.kind === 'person' ? member.startPayload : undefined
    },
    advance(milliseconds) {
      clock.advance(milliseconds)
      stream.send({ kind: 'clock', now: clock.now() })
    },
  })

  const whole = () => ({
    kind: 'snapshot',
    now: clock.now(),
    timezone: options.timezone ?? 'Europe/Moscow',
    ...snapshot(botApi, cast),
  })
  const unsubscribe = botApi.events.subscribe((event) => {
    if (event.kind === 'request' || event.kind === 'update') return
    // Rare, and they change more than one message: the page draws itself anew.
    stream.send(event.kind === 'chats' || event.kind === 'commands' ? whole() : event)
  })

  return {
    async fetch(request) {
      const refused = refuseForeign(request)
      if (refused) return refused
      const path = decodedPath(request)
      if (BOT_API.test(path)) return botApi.fetch(request)
      if (request.method === 'POST') return actions(path, request)
      if (path === '/playground/events') return stream.open(whole(), request.signal)
      if (path.startsWith('/playground/files/')) return file(botApi, path)
      return asset(path) ?? new Response('Not found\n', { status: 404 })
    },
    close() {
      unsubscribe()
      stream.close()
    },
  }
}

/** Pictures are shown, everything else is only ever saved. */
function file(botApi: BotApi, path: string): Response {
  const found = botApi.file(path.slice('/playground/files/'.length))
  if (!found) return new Response('Not found\n', { status: 404 })
  const name = encodeURIComponent(found.name)
  const headers: Record<string, string> =
    found.kind === 'photo'
      ? { 'content-type': /png$/i.test(found.name) ? 'image/png' : 'image/jpeg' }
      : {
          'content-type': 'application/octet-stream',
          'content-disposition': `attachment; filename*=UTF-8''${name}`,
        }
  return new Response(new Uint8Array(found.bytes), { headers: { ...SAFE_HEADERS, ...headers } })
}
