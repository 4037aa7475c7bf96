/** Simulated time: programs, their database and their Telegram run so many times faster than the machine's clock. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runOn } from './servers.ts'

const HURRIED = join(import.meta.dirname, '../fixtures/hurried.ts')

export interface Hurry {
  factor: number
  /** What a program's environment needs for it. */
  variables: Record<string, string>
  /** Simulated milliseconds since 1970. */
  now(): number
  /** Waits so many simulated seconds. */
  pause(seconds: number): Promise<void>
  /** Has a PostgreSQL database tell simulated time: what programs ask it for is found before what it has itself. */
  database(url: string): Promise<void>
}

export function createHurry(factor: number): Hurry {
  const since = Date.now()
  return {
    factor,
    variables: { NODE_OPTIONS: `--import ${HURRIED}`, HURRY: `${since},${factor}` },
    now: () => since + (Date.now() - since) * factor,
    pause: (seconds) => sleep((seconds * 1000) / factor),
    database: async (url) => {
      const name = new URL(url).pathname.slice(1)
      const began = `to_timestamp(${since / 1000})`
      await runOn(
        url,
        `create function public.clock_timestamp() returns timestamptz language sql volatile as
           'select ${began} + (pg_catalog.clock_timestamp() - ${began}) * ${factor}'`,
      )
      await runOn(url, `alter database ${name} set search_path = public, pg_catalog`)
    },
  }
}
