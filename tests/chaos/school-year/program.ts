/** The program in a time that leaps from one day to another, killed and started again with or without its queue. */
import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import { endChild } from '../../helpers/child.ts'
import type { Hurry } from '../../helpers/hurry.ts'
import { environment } from '../../helpers/program.ts'
import type { Chance } from '../../helpers/random.ts'
import type { Telegram } from '../../helpers/telegram.ts'

const MAIN = join(import.meta.dirname, '../../../cli/main.ts')

export interface KilledProgram {
  /** Simulated milliseconds since 1970. */
  now(): number
  /** Moves time forward to that moment, for the program and its database too. */
  leap(to: number): Promise<void>
  start(): void
  /** Ends it at a moment left to chance, and starts it again, mostly with its queue wiped. */
  kill(): Promise<void>
  /** Ends it and leaves it ended. */
  stop(): Promise<void>
  /** What should not have happened. */
  failures: string[]
}

/** Of so many kills the moment is a message that has just arrived and is not yet confirmed. */
const AIMED = 0.4
/** After so many the queue is empty. */
const WIPED = 0.9
/** Milliseconds of the machine's time, from the leap on. */
const LONGEST_LIFE = 900
const HELD_MS = 70_000

export function createKilledProgram(given: {
  telegram: Telegram
  hurry: Hurry
  redis: Redis
  chance: Chance
  variables: Record<string, string>
}): KilledProgram {
  const { telegram, hurry, redis, chance } = given
  const failures: string[] = []
  let child: ChildProcess | undefined

  const program: KilledProgram = {
    failures,
    now: hurry.now,
    leap: (to) => hurry.leap(Math.floor(to - hurry.now()), child ? [child] : []),
    start: () => {
      const env = environment({ PORT: '0', ...given.variables, ...hurry.variables })
      const stdio = process.env.CHAOS_LOG ? 'inherit' : 'ignore'
      child = spawn(process.execPath, [MAIN, 'serve'], {
        env,
        cwd: tmpdir(),
        stdio: [stdio, stdio, stdio, 'ipc'],
      })
      // A signal is ours; a code is the program's own end.
      child.once('exit', (code) => {
        if (code) failures.push(`the program ended by itself with ${code}`)
      })
    },
    kill: async () => {
      const aimed = chance.number() < AIMED ? telegram.nextCall('sendMessage') : sleep(LONGEST_LIFE)
      await Promise.race([aimed, sleep(chance.below(LONGEST_LIFE))])
      await program.stop()
      if (chance.number() < WIPED) await redis.flushdb()
      // What the dead one held is free after a minute.
      await program.leap(program.now() + HELD_MS)
      program.start()
    },
    stop: async () => {
      const victim = child
      child = undefined
      if (victim) await endChild(victim, 'SIGKILL')
    },
  }
  return program
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
