/** The playground's page in a real browser, with a bot of the test's own behind it. */
import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type BotApi, createBotApi } from '../../playground/bot-api.ts'
import type { CastMember } from '../../playground/cast.ts'
import { createPlayground, type Playground } from '../../playground/server.ts'

export const CHROMIUM = process.env.TEST_CHROMIUM ?? '/usr/bin/chromium'

/** Whether there is a browser; a test that needs one is skipped without. */
export const hasBrowser = existsSync(CHROMIUM)

export interface PageServer {
  botApi: BotApi
  playground: Playground
  origin: string
  token: string
  /** The clock that the page moves. */
  clock: { now(): Date; advance(milliseconds: number): void }
  close(): Promise<void>
}

/** The caller closes it. */
export async function servePage(cast: CastMember[], file?: string): Promise<PageServer> {
  let ahead = 0
  const clock = {
    now: () => new Date(Date.now() + ahead),
    advance: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
  const token = '7000000001:AAF-test-token-of-nobody-0123456789'
  const bot = { id: 7_000_000_001, username: 'vopros_test_bot', first_name: 'Вопрос специалисту' }
  const botApi = createBotApi({ token, bot, now: clock.now, file })
  const playground = createPlayground({ botApi, clock, cast })
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const server = serve(
        { fetch: playground.fetch, hostname: '127.0.0.1', port: 0 },
        (info: AddressInfo) => resolve({ server, port: info.port }),
      )
    },
  )
  return {
    botApi,
    playground,
    origin: `http://127.0.0.1:${port}`,
    token,
    clock,
    async close() {
      playground.close()
      await botApi.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** One column of the page, in words of a person who uses it. */
export function column(page: Page, title: string) {
  const chat = page.locator(`section[data-title="${title}"]`)
  return {
    chat,
    starts: () => chat.getByRole('button', { name: 'Начать', exact: true }).click(),
    async says(text: string) {
      await chat.locator('textarea').fill(text)
      await chat.locator('textarea').press('Enter')
    },
    presses: (label: string) => chat.locator('.inline-button', { hasText: label }).last().click(),
    sees: (text: string | RegExp) =>
      chat.locator('.message.theirs', { hasText: text }).last().waitFor({ timeout: 5000 }),
  }
}
