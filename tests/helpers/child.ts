/** A script of the tests as a process of its own, to be killed and listened to. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Child {
  pid: number
  /** Every line it printed so far. */
  lines: string[]
  /** The first line that matches, past or to come; rejects when the process ends without it. */
  says(pattern: RegExp): Promise<string>
  /** Its exit code, null after a signal. */
  ended: Promise<number | null>
  /** SIGKILL; gone when the promise resolves. */
  kill(): Promise<void>
}

/** Starts `node script …words`. The caller kills it or awaits its end. */
export function startChild(
  script: string,
  words: string[],
  where: { env?: Record<string, string>; cwd?: string } = {},
): Child {
  const child = spawn(process.execPath, [script, ...words], {
    ...where,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const listeners = new Set<(line: string) => void>()
  const hear = (line: string) => {
    lines.push(line)
    for (const listener of listeners) listener(line)
  }
  createInterface({ input: child.stdout }).on('line', hear)
  createInterface({ input: child.stderr }).on('line', hear)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    pid: child.pid!,
    lines,
    ended,
    says: (pattern) => untilSaid(pattern, { child, lines, listeners }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Resolves when the process is gone; one that has ended already is left alone. */
export async function endChild(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

function untilSaid(
  pattern: RegExp,
  {
    child,
    lines,
    listeners,
  }: { child: ChildProcess; lines: string[]; listeners: Set<(line: string) => void> },
): Promise<string> {
  const said = lines.find((line) => pattern.test(line))
  if (said !== undefined) return Promise.resolve(said)
  return new Promise((resolve, reject) => {
    listeners.add((line) => {
      if (pattern.test(line)) resolve(line)
    })
    child.once('close', (code) => {
      reject(new Error(`ended with ${code} and never said ${pattern}:\n${lines.join('\n')}`))
    })
  })
}
