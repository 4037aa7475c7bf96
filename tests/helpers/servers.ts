/** Real servers for slow tests: their addresses come from the environment, and each test file gets a database of its own. */
import { Redis } from 'ioredis'
import pg from 'pg'
import { describe, it } from 'vitest'

type Variable = 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'

/**
 * `describe` for tests that need a server, given its address. Without one they are skipped with a line that says so;
 * where CI is set they fail, since there nothing may be left out unseen.
 */
export function describeWith(variable: Variable, tests: (url: string) => void): void {
  const url = ownAddress(variable)
  if (url) {
    describe(`with ${variable}`, () => tests(url))
  } else if (process.env.CI) {
    it(`has ${variable}`, () => {
      throw new Error(`${variable} is not set`)
    })
  } else {
    console.warn(`skipped: ${variable} is not set (start the servers with .ci/servers)`)
    describe.skip(`with ${variable}`, () => it('is skipped', () => {}))
  }
}

/** Files run side by side: each worker has a database of Redis of its own, as it has one of PostgreSQL. */
function ownAddress(variable: Variable): string | undefined {
  const address = process.env[variable]
  if (!address || variable !== 'TEST_REDIS_URL') return address
  const url = new URL(address)
  url.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % 8}`
  return url.href
}

/** An empty database on the server, and the function that drops it when nobody uses it any more. */
export async function createDatabase(
  server: string,
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `vopros_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  await runOn(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => runOn(server, `drop database ${name} with (force)`) }
}

export interface Servers {
  url: string
  redis: Redis
  /** What a program needs to work on both. */
  variables: { DATABASE_URL: string; REDIS_URL: string }
  close(): Promise<void>
}

/** An empty database on the one server, and the worker's database on the other, emptied. */
export async function openServers(databaseUrl: string, redisUrl: string): Promise<Servers> {
  const { url, drop } = await createDatabase(databaseUrl)
  const redis = new Redis(redisUrl)
  await redis.flushdb()
  return {
    url,
    redis,
    variables: { DATABASE_URL: url, REDIS_URL: redisUrl },
    close: async () => {
      await drop()
      await redis.flushdb()
      redis.disconnect()
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}
