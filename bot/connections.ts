/** The connections to the Bot API server: kept between calls, but none so long that the server may be closing it. */
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { ApiClientOptions } from 'grammy'

/**
 * A call that leaves on a connection that the server has just closed for being idle is lost, and nobody can tell it from
 * one that arrived. Node obeys the server's announcement (`Keep-Alive: timeout=5`), less a second, only where the agent
 * has a time limit of its own; servers that announce nothing wait longer than this (nginx: 75 s).
 */
const IDLE_MS = 10_000

/** For grammY's `client.baseFetchConfig`, in the place of its own agent, which keeps what is idle for ever. */
export function connectionsTo(apiRoot: string): NonNullable<ApiClientOptions['baseFetchConfig']> {
  const kept = { keepAlive: true, timeout: IDLE_MS }
  return { agent: apiRoot.startsWith('https:') ? new HttpsAgent(kept) : new HttpAgent(kept) }
}
