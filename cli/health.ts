/** Answers /healthz and /metrics: whether the program can do its work, and how much there is of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Pool } from '../db/db.ts'
import type { Handler } from './http.ts'

/** A part that can be usable or not. */
export interface Check {
  name: string
  healthy(): Promise<boolean>
}

/** 200 only when every check is well; the body says which is not. */
export function healthHandler(checks: Check[]): Handler {
  return async (request) => {
    if (new URL(request.url).pathname !== '/healthz') return null
    const states = await Promise.all(
      checks.map(async ({ name, healthy }) => [name, await healthy().catch(() => false)] as const),
    )
    const usable = states.every(([, healthy]) => healthy)
    const body = Object.fromEntries(
      states.map(([name, healthy]) => [name, healthy ? 'ok' : 'away']),
    )
    return Response.json(body, { status: usable ? 200 : 503 })
  }
}

/** Counts what the tables hold at the moment of asking, in the Prometheus text format. */
export function metricsHandler(pool: Pool): Handler {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const count = (name: string, help: string, sql: string) =>
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        this.reset()
        const { rows } = await pool.query<{ state: string; count: number }>(sql)
        for (const row of rows) this.set({ state: row.state }, row.count)
      },
    })
  count(
    'vopros_questions',
    'Questions by what came of them',
    'select status as state, count(*)::int as count from questions group by status',
  )
  count(
    'vopros_tickets',
    'Tickets by state',
    'select status as state, count(*)::int as count from tickets group by status',
  )
  count(
    'vopros_deliveries',
    'Deliveries by state',
    'select status as state, count(*)::int as count from deliveries group by status',
  )
  count(
    'vopros_inbox',
    'Updates that are not handled yet',
    `select 'waiting' as state, count(*)::int as count from inbox`,
  )
  return async (request) => {
    if (new URL(request.url).pathname !== '/metrics') return null
    return new Response(await registry.metrics(), {
      headers: { 'content-type': registry.contentType },
    })
  }
}

const REMEMBERED_MS = 5_000
const PATIENCE_MS = 3_000

/** Asks again only some seconds after a good answer, and one question at a time: Telegram's patience is not spent on checks. */
export function remembered(ask: () => Promise<unknown>): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined
  let goodUntil = 0
  const answered = () => {
    goodUntil = performance.now() + REMEMBERED_MS
    return true
  }
  return () => {
    if (performance.now() < goodUntil) return Promise.resolve(true)
    asking ??= ask()
      .then(answered, () => false)
      .finally(() => {
        asking = undefined
      })
    return Promise.race([asking, sleep(PATIENCE_MS, false, { ref: false })])
  }
}
