/** The page's server keeps strangers out and tells open pages what happens. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type BotApi, createBotApi } from '../../playground/bot-api.ts'
import { createPlayground, type Playground } from '../../playground/server.ts'

const ORIGIN = 'http://127.0.0.1:8080'
let botApi: BotApi
let playground: Playground
let moved = 0

beforeEach(() => {
  moved = 0
  botApi = createBotApi({ token: 't', bot: { id: 1, username: 'b', first_name: 'Бот' } })
  playground = createPlayground({
    botApi,
    clock: {
      now: () => new Date(moved),
      advance: (milliseconds) => {
        moved += milliseconds
      },
    },
    cast: [
      {
        kind: 'person',
        title: 'Педагог',
        person: { id: 5, first_name: 'Анна' },
        startPayload: 'site',
      },
    ],
  })
})

afterEach(async () => {
  playground.close()
  await botApi.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  playground.fetch(new Request(`${ORIGIN}${path}`, { headers }))

const post = (name: string, body: unknown, headers: Record<string, string> = {}) =>
  playground.fetch(
    new Request(`${ORIGIN}/playground/${name}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    }),
  )

it('serves its page with a policy that allows no inline script and nothing from elsewhere', async () => {
  const page = await get('/')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  const html = await page.text()
  expect(html).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=|https?:\/\//)
  const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => get(path ?? ''))
  expect((await Promise.all(assets)).map(({ status }) => status)).not.toContain(404)
})

it('refuses a foreign host name and posts of other pages', async () => {
  expect((await get('/', { host: 'rebound.example:8080' })).status).toBe(403)
  expect((await get('/', { host: 'localhost:8080' })).status).toBe(200)
  const advance = { milliseconds: 1000 }
  expect((await post('advance', advance, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await post('advance', advance, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect(moved).toBe(0)
  const own = { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }
  expect((await post('advance', advance, own)).status).toBe(200)
  expect(moved).toBe(1000)
})

it('is no picture or frame of another site, and is reached by its links', async () => {
  const elsewhere = { 'sec-fetch-site': 'cross-site' }
  expect((await get('/bott/deleteWebhook', elsewhere)).status).toBe(403)
  expect((await get('/playground/events', elsewhere)).status).toBe(403)
  expect((await get('/', elsewhere)).status).toBe(200)
})

it('guards the Bot API as well: its token is no secret here', async () => {
  expect((await get('/bott/getMe')).status).toBe(200)
  expect((await get('/bott/getMe', { host: 'rebound.example' })).status).toBe(403)
  const call = new Request(`${ORIGIN}/bott/getMe`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
  })
  expect((await playground.fetch(call)).status).toBe(403)
})

it('gives no file of the disk and no unknown action', async () => {
  expect((await get('/playground/../../package.json')).status).toBe(404)
  expect((await get('/playground/%2e%2e/package.json')).status).toBe(404)
  expect((await post('constructor', {})).status).toBe(404)
  expect((await post('advance', { milliseconds: -1 })).status).toBe(400)
})

it('starts with the payload of the cast and streams what happens', async () => {
  const events = await get('/playground/events')
  const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('"kind":"snapshot"')
  await post('start', { person: 5 })
  expect(botApi.messages(5)).toMatchObject([{ text: '/start site' }])
  const more = [(await reader.read()).value, (await reader.read()).value].join('')
  expect(more).toContain('"kind":"message"')
  await reader.cancel()
})
