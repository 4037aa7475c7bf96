import { expect, it } from 'vitest'
import { Hub } from '../../../db/embedded/hub.ts'
import { simpleQuery } from '../../../db/embedded/protocol.ts'

const OPEN_TRANSACTION = Buffer.from('Z\0\0\0\x05T')
const READY = Buffer.from('Z\0\0\0\x05I')

/** An engine that opens a transaction for whatever it is asked, until it is asked to fail; it writes down its calls. */
function scriptedEngine(): { execute: (batch: Uint8Array) => Promise<Buffer>; calls: string[] } {
  const calls: string[] = []
  const execute = async (batch: Uint8Array) => {
    const sql = Buffer.from(batch).toString('utf8', 5, batch.length - 1)
    calls.push(sql)
    if (sql === 'fail') throw new Error('the engine broke')
    return sql === 'begin' ? OPEN_TRANSACTION : READY
  }
  return { execute, calls }
}

it('an engine that fails fails only the client that asked, and what was open is rolled back', async () => {
  const { execute, calls } = scriptedEngine()
  const hub = new Hub(execute)
  const pool = hub.pool()
  pool.on('error', () => {})
  const [one, two] = [await pool.connect(), await pool.connect()]
  one.on('error', () => {})
  await one.query('begin')
  await expect(one.query('fail')).rejects.toThrow('the engine broke')
  await two.query('go on')
  expect(calls).toEqual(['set search_path to public', 'begin', 'fail', 'rollback', 'go on'])
  one.release(true)
  two.release()
  await pool.end()
  hub.close()
})

it('a query in the simple protocol is framed as PostgreSQL reads it', () => {
  expect(simpleQuery('select 1')).toEqual(Buffer.from('Q\0\0\0\x0dselect 1\0'))
})
