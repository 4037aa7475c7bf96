import type pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { Db } from '../../../db/db.ts'
import { transaction } from '../../../db/transaction.ts'
import { openTestDatabase } from '../../helpers/database.ts'

const IDLE_MS = 300
const database = await openTestDatabase({ idleInTransactionMs: IDLE_MS })
const { pool, queuePool } = database
afterAll(() => database.close())

const ACCOUNTS = 10
const EACH = 1000
const BIG = 'я'.repeat(100_000)

beforeEach(async () => {
  await pool.query('drop table if exists purses')
  await pool.query('create table purses (id int primary key, money int not null, note text)')
  await pool.query('insert into purses select id, $1 from generate_series(1, $2) id', [
    EACH,
    ACCOUNTS,
  ])
})

async function money(): Promise<number> {
  const { rows } = await pool.query<{ sum: number }>('select sum(money) as sum from purses')
  return rows[0]!.sum
}

async function moneyOf(id: number): Promise<number> {
  const { rows } = await pool.query('select money from purses where id = $1', [id])
  return rows[0].money
}

interface Move {
  from: number
  to: number
  amount: number
}

/** Of each client six moves of different size; every second of them is to be taken back. */
const moves: Move[] = Array.from({ length: 8 * 6 }, (_, i) => {
  const [client, amount] = [i % 8, 1 + Math.floor(i / 8)]
  return { from: 1 + client, to: 1 + ((client + amount) % ACCOUNTS), amount }
})
const isTakenBack = ({ amount }: Move) => amount % 2 === 0

/** Moves money between two purses with a note of 200 KB. */
async function carryOut(move: Move): Promise<string> {
  const note = `${move.from}/${move.amount} ${BIG}`
  return transaction(pool, async (tx) => {
    await tx.query('update purses set money = money - $2 where id = $1', [move.from, move.amount])
    const { rows } = await tx.query('select $1::text as note, $2::int as n', [note, move.amount])
    await dawdle(tx, move.from % 4)
    await tx.query('update purses set money = money + $2, note = $3 where id = $1', [
      move.to,
      move.amount,
      note,
    ])
    if (isTakenBack(move)) throw new Error('taken back')
    return rows[0]!.note === note && rows[0]!.n === move.amount ? 'kept' : 'mixed up'
  }).catch((error: Error) => error.message)
}

/** What is in each purse after the moves that are not taken back. */
function expected(): number[] {
  const purses = Array.from({ length: ACCOUNTS }, () => EACH)
  for (const { from, to, amount } of moves.filter((move) => !isTakenBack(move))) {
    purses[from - 1]! -= amount
    purses[to - 1]! += amount
  }
  return purses
}

/** So that clients do not go in step. */
async function dawdle(tx: Db, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await tx.query('select 1')
}

describe('clients that share the engine', () => {
  it('keep their transactions apart, with parameters of 200 KB, and every purse is exact', async () => {
    const outcomes = await Promise.all(moves.map(carryOut))
    expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(24)
    expect(outcomes.filter((outcome) => outcome === 'taken back')).toHaveLength(24)
    const { rows } = await pool.query('select money from purses order by id')
    expect(rows.map((row) => row.money)).toEqual(expected())
  })

  it('do not see what another has not committed', async () => {
    const [writer, reader] = [await pool.connect(), await pool.connect()]
    await writer.query('begin')
    await writer.query('update purses set money = 0')
    const seen = reader.query('select money from purses where id = 1')
    await writer.query('rollback')
    expect((await seen).rows).toEqual([{ money: EACH }])
    writer.release()
    reader.release()
  })

  it('each keep the search path of their pool', async () => {
    await queuePool.query('create schema if not exists bullmq')
    const both = Array.from({ length: 20 }, (_, i) => [pool, queuePool][i % 2]!)
    const answers = await Promise.all(
      both.map((each) => each.query('select current_schema() as s')),
    )
    expect(answers.map(({ rows }) => rows[0].s)).toEqual(
      Array.from({ length: 20 }, (_, i) => ['public', 'bullmq'][i % 2]),
    )
  })

  it('keep prepared statements of one name apart', async () => {
    const [one, two] = [await pool.connect(), await pool.connect()]
    const first = { name: 'same', text: 'select 1 as n' }
    const second = { name: 'same', text: 'select 2 as n' }
    expect((await one.query(first)).rows).toEqual([{ n: 1 }])
    expect((await two.query(second)).rows).toEqual([{ n: 2 }])
    expect((await one.query(first)).rows).toEqual([{ n: 1 }])
    one.release()
    two.release()
  })

  it('have what they all say parsed once, and what nobody has said for long forgotten', async () => {
    const kept = 'select count(*)::int as n from pg_prepared_statements where statement like $1'
    const often = Array.from({ length: 30 }, (_, i) => pool.query('select $1::int as often', [i]))
    expect((await Promise.all(often)).map(({ rows }) => rows[0].often)).toEqual([
      ...Array(30).keys(),
    ])
    expect((await pool.query(kept, ['%as often'])).rows).toEqual([{ n: 1 }])
    for (let i = 0; i < 500; i += 1) await pool.query(`select ${i} as rare`, [])
    const { rows } = await pool.query(kept, ['%as rare'])
    expect(rows[0].n).toBeLessThanOrEqual(401)
    expect((await pool.query('select $1::int as often', [7])).rows).toEqual([{ often: 7 }])
  })

  it('have what takes no parameters parsed once, too', async () => {
    for (let i = 0; i < 3; i += 1) {
      expect((await pool.query('select 1 as plain, now() as at')).rows).toMatchObject([
        { plain: 1, at: expect.any(Date) },
      ])
    }
    const wanted = `select generic_plans + custom_plans as n from pg_prepared_statements where statement like $1`
    expect((await pool.query(wanted, ['select 1 as plain%'])).rows).toEqual([{ n: 3 }])
    expect(await pool.query('select 1; select 2')).toMatchObject([{ rowCount: 1 }, { rowCount: 1 }])
    expect(await pool.query('update purses set money = 1')).toMatchObject({ rowCount: ACCOUNTS })
  })

  it('may say again what could not be parsed', async () => {
    const told = () => pool.query('select word from later where id = $1', [1])
    await expect(told()).rejects.toThrow('relation "later" does not exist')
    await pool.query('create table later as select 1 as id, $1::text as word', ['here'])
    expect((await told()).rows).toEqual([{ word: 'here' }])
    await pool.query('drop table later')
    await expect(told()).rejects.toThrow('relation "later" does not exist')
  })

  it('leave timers their turn between statements of which each waits for the one before it', async () => {
    let turns = 0
    const turn = () => {
      turns += 1
      next = setImmediate(turn)
    }
    let next = setImmediate(turn)
    const turnOf: number[] = []
    await transaction(pool, async (tx) => {
      for (let statement = 0; statement < 300; statement++) {
        await tx.query('select count(*) from generate_series(1, 5000)')
        turnOf.push(turns)
      }
    })
    clearImmediate(next)

    const inOneTurn = Object.values(Object.groupBy(turnOf, String)).map((all) => all!.length)
    expect(Math.max(...inOneTurn)).toBeLessThan(30)
  })

  it('go on after an error of one of them', async () => {
    const failed = transaction(pool, async (tx) => {
      await tx.query('update purses set money = 0')
      await tx.query('select * from nowhere')
    })
    await expect(failed).rejects.toThrow('relation "nowhere" does not exist')
    expect(await money()).toBe(ACCOUNTS * EACH)
  })
})

describe('notifications', () => {
  it('reach every client that listens, and no other', async () => {
    const clients = await Promise.all([1, 2, 3, 4].map(() => pool.connect()))
    const [one, two, three, deaf] = clients as [
      pg.PoolClient,
      pg.PoolClient,
      pg.PoolClient,
      pg.PoolClient,
    ]
    await one.query('listen news')
    await two.query('LISTEN "news"')
    await three.query('listen weather')
    const heard: string[] = []
    const both = Promise.withResolvers<void>()
    for (const [name, client] of Object.entries({ one, two, three, deaf })) {
      client.on('notification', ({ payload }) => {
        if (heard.push(`${name}: ${payload}`) === 2) both.resolve()
      })
    }
    await pool.query(`select pg_notify('news', 'rain')`)
    await both.promise
    expect(heard.sort()).toEqual(['one: rain', 'two: rain'])
    for (const client of clients) client.release(true)
  })

  it('come only when the transaction that sent them is committed', async () => {
    const listener = await pool.connect()
    await listener.query('listen news')
    const heard = new Promise((resolve) => listener.once('notification', (n) => resolve(n.payload)))
    const refused = transaction(pool, async (tx) => {
      await tx.query(`notify news, 'taken back'`)
      throw new Error('no')
    })
    await expect(refused).rejects.toThrow('no')
    await transaction(pool, (tx) => tx.query(`notify news, 'committed'`))
    expect(await heard).toBe('committed')
    listener.release(true)
  })
})

describe('a client that leaves a transaction open', () => {
  it('is ended when others wait for too long, and can commit nothing', async () => {
    const idle = await pool.connect()
    await idle.query('begin')
    await idle.query('update purses set money = 0')
    expect(await money()).toBe(ACCOUNTS * EACH)
    await expect(idle.query('commit')).rejects.toThrow()
    idle.release(true)
  })

  it('may think as long as it likes while nobody waits', async () => {
    const idle = await pool.connect()
    await idle.query('begin')
    await new Promise((resolve) => setTimeout(resolve, 3 * IDLE_MS))
    await idle.query('update purses set money = 7 where id = 1')
    await idle.query('commit')
    idle.release()
    expect(await moneyOf(1)).toBe(7)
  })

  it('is rolled back when it is thrown away', async () => {
    const lost = await pool.connect()
    await lost.query('begin')
    await lost.query('update purses set money = 0')
    lost.release(true)
    expect(await money()).toBe(ACCOUNTS * EACH)
  })

  it('is rolled back when it is thrown away in the middle of a statement', async () => {
    const lost = await pool.connect()
    await lost.query('begin')
    const running = lost.query('update purses set money = 0, note = $1', [BIG])
    lost.release(new Error('lost'))
    await running.catch(() => {})
    expect(await money()).toBe(ACCOUNTS * EACH)
  })
})

describe('columns', () => {
  it('of bigint come as numbers, and of timestamptz as dates', async () => {
    const { rows } = await pool.query(
      `select 5::bigint as id, '2026-11-23T09:00:00Z'::timestamptz as at`,
    )
    expect(rows).toEqual([{ id: 5, at: new Date('2026-11-23T09:00:00Z') }])
  })
})
