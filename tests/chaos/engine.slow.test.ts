import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../db/connect.ts'
import { startChild } from '../helpers/child.ts'
import { temporaryFolder } from '../helpers/program.ts'

const OPEN = join(import.meta.dirname, '../fixtures/open-engine.ts')
let folder: string
let remove: () => void

beforeEach(() => {
  ;({ folder, remove } = temporaryFolder())
})
afterEach(() => remove())

/** Milliseconds of one whole first start, as slow as this machine is now. */
async function firstStart(): Promise<number> {
  const { folder: other, remove: removeOther } = temporaryFolder()
  const began = performance.now()
  const child = startChild(OPEN, [other])
  await child.says(/open/)
  const took = performance.now() - began
  await child.kill()
  removeOther()
  return took
}

/** Moments of the whole, denser towards its end, where the files are being put in place. */
const MOMENTS = [0.1, 0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1]

it('opens a folder whose very first start was killed at any moment', async () => {
  const whole = await firstStart()
  for (const moment of MOMENTS) {
    const starting = startChild(OPEN, [folder])
    await sleep(whole * moment)
    await starting.kill()
    const next = startChild(OPEN, [folder])
    await next.says(/open/)
    expect(await next.ended, `after a kill at ${moment} of the first start`).toBe(0)
    remove()
  }
})

it('keeps every acknowledged commit, whole, through five kills', async () => {
  await makeTables()
  const acknowledged: string[] = []
  for (const kill of [1, 2, 3, 4, 5]) {
    const writer = startChild(OPEN, [folder, String(kill)])
    await writer.says(/committed/)
    await sleep(Math.random() * 800)
    await writer.kill()
    acknowledged.push(...writer.lines.filter((line) => line.startsWith('committed ')))
  }
  const { first, second } = await readTables()
  expect(acknowledged.length).toBeGreaterThan(15)
  expect(
    acknowledged.map((line) => line.slice('committed '.length)).filter((id) => !first.has(id)),
  ).toEqual([])
  expect(first).toEqual(second)
})

it('refuses a second process, and names the first', async () => {
  const first = startChild(OPEN, [folder, 'hold'])
  await first.says(/open/)
  const second = startChild(OPEN, [folder])
  expect(await second.ended).not.toBe(0)
  expect(second.lines.join('\n')).toContain(`занимает процесс ${first.pid}`)
  await first.kill()
})

async function makeTables(): Promise<void> {
  const { pool, close } = await openDatabase({ folder })
  await pool.query('create table first_half (id text primary key)')
  await pool.query('create table second_half (id text primary key)')
  await close()
}

async function readTables(): Promise<{ first: Set<string>; second: Set<string> }> {
  const { pool, close } = await openDatabase({ folder })
  const first = await pool.query<{ id: string }>('select id from first_half order by id')
  const second = await pool.query<{ id: string }>('select id from second_half order by id')
  await close()
  const ids = (rows: { id: string }[]) => new Set(rows.map((row) => row.id))
  return { first: ids(first.rows), second: ids(second.rows) }
}
