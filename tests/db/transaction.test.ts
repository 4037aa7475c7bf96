import { afterAll, beforeEach, expect, it } from 'vitest'
import { transaction } from '../../db/transaction.ts'
import { openTestDatabase } from '../helpers/database.ts'

const database = await openTestDatabase()
const { pool } = database
afterAll(() => database.close())

beforeEach(async () => {
  await pool.query('create table if not exists notes (text text primary key)')
  await pool.query('delete from notes')
})

async function notes(): Promise<string[]> {
  const { rows } = await pool.query('select text from notes')
  return rows.map((row) => row.text)
}

it('keeps everything when the work is done, and returns what it returned', async () => {
  const result = await transaction(pool, async (tx) => {
    await tx.query(`insert into notes values ('one')`)
    return 'done'
  })
  expect([result, await notes()]).toEqual(['done', ['one']])
})

it('keeps nothing when the work fails, and throws what it threw', async () => {
  const work = transaction(pool, async (tx) => {
    await tx.query(`insert into notes values ('one')`)
    throw new Error('changed my mind')
  })
  await expect(work).rejects.toThrow('changed my mind')
  expect(await notes()).toEqual([])
})

it('keeps nothing after a statement that failed, even when the work goes on', async () => {
  const work = transaction(pool, async (tx) => {
    await tx.query(`insert into notes values ('one')`)
    await tx.query(`insert into notes values ('one')`).catch(() => {})
    await tx.query(`insert into notes values ('two')`)
  })
  await expect(work).rejects.toThrow('current transaction is aborted')
  expect(await notes()).toEqual([])
})
