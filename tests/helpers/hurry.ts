/** Simulated time: programs, their database and their Telegram run so many times faster than the machine's clock. */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runOn } from './servers.ts'

const HURRIED = join(import.meta.dirname, '../fixtures/hurried.ts')

export interface Hurry {
  readonly factor: number
  /** What a program's environment needs for it, at the moment it is started. */
  readonly variables: Record<string, string>
  /** Simulated milliseconds since 1970. */
  now(): number
  /** Waits so many simulated seconds. */
  pause(seconds: number): Promise<void>
  /** Has a PostgreSQL database tell simulated time: what programs ask it for is found before what it has itself. */
  database(url: string): Promise<void>
  /**
   * Has time run otherwise from now on, for these programs (started with an `ipc` channel) and those databases too; resolves
   * when it does.
   */
  pace(factor: number, programs: readonly ChildProcess[]): Promise<void>
  /** Moves time forward by so many simulated milliseconds, for the same. */
  leap(milliseconds: number, programs: readonly ChildProcess[]): Promise<void>
}

/** From the machine's `since` on, in milliseconds; `leapt` is how far simulated time is ahead at that moment. */
interface Pace {
  since: number
  factor: number
  leapt: number
}

/** Everybody hears of a new pace before it begins. */
const AHEAD_MS = 400
/** What waits already when time begins to run faster becomes late by so much at most; it ends within so many seconds. */
const MOST_FASTER = 1.7
const LONGEST_WAIT_SECONDS = 6

export function createHurry(factor: number): Hurry {
  let before: Pace = { since: Date.now(), factor, leapt: 0 }
  let current = before
  const { since: began } = before
  let leapt = 0
  const databases: string[] = []
  const paceAt = (time: number) => (time < current.since ? before : current)
  const now = () => simulated(paceAt(Date.now()), Date.now()) + leapt
  const setClock = (url: string) => runOn(url, clockOf(before, current, leapt))

  async function change(to: number, programs: readonly ChildProcess[]): Promise<void> {
    const since = Date.now() + AHEAD_MS
    before = current
    current = { since, factor: to, leapt: simulated(before, since) - since }
    for (const program of programs) program.send({ pace: current })
    for (const url of databases) await setClock(url)
    await sleep(since - Date.now())
  }

  const hurry: Hurry = {
    get factor() {
      return paceAt(Date.now()).factor
    },
    get variables() {
      return { NODE_OPTIONS: `--import ${HURRIED}`, HURRY: `${began},${factor},${leapt}` }
    },
    now,
    pause: (seconds) => sleep((seconds * 1000) / hurry.factor),
    database: async (url) => {
      databases.push(url)
      const name = new URL(url).pathname.slice(1)
      await setClock(url)
      await runOn(url, `alter database ${name} set search_path = public, pg_catalog`)
    },
    pace: async (wanted, programs) => {
      while (hurry.factor < wanted) {
        await change(Math.min(wanted, hurry.factor * MOST_FASTER), programs)
        if (hurry.factor < wanted) await hurry.pause(LONGEST_WAIT_SECONDS)
      }
      if (hurry.factor > wanted) await change(wanted, programs)
    },
    // Leases and limits are kept by the database's clock: when programs hear of it, it has leapt already.
    leap: async (milliseconds, programs) => {
      leapt += milliseconds
      for (const url of databases) await setClock(url)
      for (const program of programs) program.send(milliseconds)
    },
  }
  return hurry
}

/** Without what was leapt over in one go. */
function simulated({ since, factor, leapt }: Pace, time: number): number {
  return since + (time - since) * factor + leapt
}

/** A function that hides PostgreSQL's own. */
function clockOf(before: Pace, current: Pace, leapt: number): string {
  const told = (pace: Pace) => {
    const began = `to_timestamp(${pace.since / 1000})`
    const ahead = `${pace.leapt + leapt} * interval '1 millisecond'`
    return `${began} + (pg_catalog.clock_timestamp() - ${began}) * ${pace.factor} + ${ahead}`
  }
  return `create or replace function public.clock_timestamp() returns timestamptz language sql volatile as
    $$ select case when pg_catalog.clock_timestamp() < to_timestamp(${current.since / 1000})
                   then ${told(before)} else ${told(current)} end $$`
}
