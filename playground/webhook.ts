/** Delivers updates to the bot's webhook one after another, the same one again until it is accepted. */
import { badRequest } from './failure.ts'
import { type Database, readSetting, writeSetting } from './state.ts'
import type { Updates } from './updates.ts'

export interface WebhookSettings {
  url: string
  secretToken: string | undefined
  maxConnections: number
}

export interface Webhook {
  settings(): WebhookSettings | undefined
  set(settings: WebhookSettings | undefined): void
  lastError(): { at: number; message: string } | undefined
  close(): Promise<void>
}

export interface WebhookDependencies {
  database: Database
  updates: Updates
  now: () => Date
  /** A webhook may answer with a method call of its own. */
  call: (method: string, parameters: Record<string, unknown>) => Promise<void>
  /** Milliseconds before the first repetition; doubled up to 64 times. */
  patience: number
}

export function createWebhook({
  database,
  updates,
  now,
  call,
  patience,
}: WebhookDependencies): Webhook {
  let failure: { at: number; message: string } | undefined
  let running: Promise<void> | undefined
  let stop = new AbortController()
  let closed = false

  const settings = (): WebhookSettings | undefined =>
    JSON.parse(readSetting(database, 'webhook') ?? 'null') ?? undefined

  function start(): void {
    if (running || closed || !settings()) return
    running = deliverAll().finally(() => {
      running = undefined
      if (updates.first()) start()
    })
  }

  async function deliverAll(): Promise<void> {
    const { signal } = stop
    let pause = patience
    for (;;) {
      const target = settings()
      const update = updates.first()
      if (!target || !update || signal.aborted) return
      const problem = await deliver(target, update, signal)
      if (signal.aborted) return
      if (problem === undefined) {
        updates.confirm(update.update_id)
        pause = patience
      } else {
        failure = { at: Math.floor(now().getTime() / 1000), message: problem }
        await sleep(pause, signal)
        pause = Math.min(pause * 2, patience * 64)
      }
    }
  }

  async function deliver(
    target: WebhookSettings,
    update: unknown,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(target.secretToken ? { 'x-telegram-bot-api-secret-token': target.secretToken } : {}),
        },
        body: JSON.stringify(update),
        signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
      })
      const body = await response.text()
      if (!response.ok) {
        return `Wrong response from the webhook: ${response.status} ${response.statusText}`
      }
      await answerInBody(body)
      return undefined
    } catch (error) {
      return error instanceof Error ? `Connection failed: ${error.message}` : 'Connection failed'
    }
  }

  async function answerInBody(body: string): Promise<void> {
    if (!body.trimStart().startsWith('{')) return
    const { method, ...parameters } = JSON.parse(body)
    if (typeof method === 'string') await call(method, parameters)
  }

  updates.onPush(start)
  start()
  return {
    settings,
    set(next) {
      stop.abort()
      stop = new AbortController()
      failure = undefined
      writeSetting(database, 'webhook', next && JSON.stringify(next))
      start()
    },
    lastError: () => failure,
    async close() {
      closed = true
      stop.abort()
      await running
    },
  }
}

/** Refuses what cannot be a webhook. Plain HTTP is taken on the loopback interface only, as a self-hosted server takes it. */
export function checkWebhookUrl(url: string): void {
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch {
    throw badRequest('bad webhook: Wrong HTTP URL')
  }
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname)
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && loopback)) {
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
  }
}

async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done, { once: true })
  })
}
