/** How pools of clients are kept from ending the process, are asked whether they answer, and are closed in time. */
import type { Pool } from './db.ts'

/** A health check that takes longer than this has failed. */
const ANSWER_MS = 2_000
/** A client that is not given back in this time is left behind. */
const CLOSE_MS = 3_000

/** Keeps the errors of lost connections from ending the process: who uses the client gets them from its query. */
export function survive(pool: Pool): Pool {
  // Every queue and worker adds an error listener and never removes it.
  pool.setMaxListeners(0)
  pool.on('error', () => {})
  // A pool stops listening to a client that it has handed out.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Whether the database answers, within two seconds. */
export async function answers(pool: Pool): Promise<boolean> {
  const asked = pool.query('select 1').then(
    () => true,
    () => false,
  )
  return Promise.race([asked, after(ANSWER_MS, false)])
}

/** Ends the pool when its clients are given back, or some seconds later. */
export async function closePool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), after(CLOSE_MS, undefined)])
}

function after<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, value).unref()
  })
}
