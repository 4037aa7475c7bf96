/** Runs statements as one: all of them happen, or none. */
import type { Db, Pool } from './db.ts'

/**
 * Runs `work` inside one transaction and returns what it returned; an exception rolls everything back
 * and is thrown on. Inside `work` use only `tx` and await nothing but its queries: on the embedded
 * engine an open transaction holds up every other client. Enqueue jobs after this has returned.
 */
export async function transaction<Result>(
  pool: Pool,
  work: (tx: Db) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = new Error('could not roll back', { cause })
    })
    throw error
  } finally {
    client.release(broken)
  }
}
