import { afterEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../db/connect.ts'
import { transaction } from '../../db/transaction.ts'
import { createDatabase, describeWith, runOn } from '../helpers/servers.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function open(url: string): Promise<Database> {
  const database = await openDatabase({ url, folder: '' })
  closers.push(() => database.close())
  return database
}

async function fresh(server: string): Promise<string> {
  const { url, drop } = await createDatabase(server)
  closers.push(drop)
  return url
}

describeWith('TEST_DATABASE_URL', (server) => {
  it('is migrated once by two processes that start together', async () => {
    const url = await fresh(server)
    const [one] = await Promise.all([open(url), open(url)])
    const { rows } = await one.pool.query('select count(*) as n from migrations')
    expect(rows[0].n).toBeGreaterThan(4)
    expect(await one.healthy()).toBe(true)
  })

  it('gives bigint as numbers and keeps its clock in UTC', async () => {
    const { pool } = await open(await fresh(server))
    const { rows } = await pool.query(`select 5::bigint as id, current_setting('timezone') as zone`)
    expect(rows).toEqual([{ id: 5, zone: 'UTC' }])
  })

  it('is told from a database that does not exist', async () => {
    const url = new URL(server)
    url.pathname = '/nowhere'
    await expect(open(url.href)).rejects.toThrow(/\/nowhere .*такой базы нет/)
  })

  it('is refused where the user may not make tables', async () => {
    const url = new URL(await fresh(server))
    await runOn(url.href, `create role poor_${process.pid} login password 'x'`)
    closers.unshift(() => runOn(server, `drop role poor_${process.pid}`))
    url.username = `poor_${process.pid}`
    await expect(open(url.href)).rejects.toThrow(/owner to "poor_/)
  })

  it('is refused where only a superuser can add pgvector', async () => {
    const url = new URL(await fresh(server))
    const name = `owner_${process.pid}`
    await runOn(server, `create role ${name} login`)
    closers.unshift(() => runOn(server, `drop role ${name}`))
    await runOn(server, `alter database ${url.pathname.slice(1)} owner to ${name}`)
    url.username = name
    await expect(open(url.href)).rejects.toThrow(
      /может только суперпользователь.*«create extension vector»/,
    )
  })

  it('loses a connection in the midst of a transaction and goes on', async () => {
    const { pool } = await open(await fresh(server))
    const lost = transaction(pool, async (tx) => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid')
      await runOn(server, `select pg_terminate_backend(${rows[0]!.pid})`)
      await tx.query('select 1')
    })
    await expect(lost).rejects.toThrow(/terminat|connection/)
    expect((await pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  })
})
