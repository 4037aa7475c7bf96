/** The program as a process of its own, as a centre starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const MAIN = join(import.meta.dirname, '../main.ts')
const READY_WITHIN_MS = 60_000

export interface Program {
  /** From its start until it said that it is ready. */
  readySeconds: number
  /** Resident megabytes now and at most; null where /proc does not tell. */
  memory(): { now: number; most: number } | null
  stop(): Promise<void>
}

/** `words` follow the command. Rejects with what it said last when it ends before it is ready. */
export async function startProgram(
  variables: Record<string, string>,
  words: readonly string[] = [],
): Promise<Program> {
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN, 'serve', ...words], {
    // Nothing of this process's own settings reaches it; the folder has no .env.
    env: { HOME: tmpdir(), PORT: '0', ...variables },
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await ready(child)
  const readySeconds = (performance.now() - began) / 1000
  return {
    readySeconds,
    memory: () => memoryOf(child.pid),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let last = ''
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`the program ${why}: ${last}`))
    }
    const timer = setTimeout(() => fail('was not ready in time'), READY_WITHIN_MS)
    child.once('exit', (code) => fail(`ended with ${code}`))
    // A child's stderr is a stream where it was asked for, as here.
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on('line', (line) => {
      last = line
      if (!line.includes('"msg":"ready"')) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      resolve()
    })
  })
}

function memoryOf(pid: number | undefined): { now: number; most: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string) =>
      Math.round((Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6)
    return { now: megabytes('VmRSS'), most: megabytes('VmHWM') }
  } catch {
    return null
  }
}
