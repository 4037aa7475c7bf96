/** The whole program as a process, as its user starts it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Child, startChild } from './child.ts'

const MAIN = join(import.meta.dirname, '../../cli/main.ts')
const READY = '"msg":"ready"'
const READY_WITHIN_MS = 60_000

export interface Running {
  /** Where its HTTP server listens. */
  url: string
  pid: number
  /** Every line it wrote so far. */
  log: string[]
  /** SIGTERM, and its exit code. */
  stop(): Promise<number | null>
  /** SIGKILL, and gone when the promise resolves. */
  kill(): Promise<void>
}

/** A folder of the test's own, and the function that removes it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'vopros-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Nothing of the developer's own environment or `.env` reaches the program. */
export function environment(variables: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: tmpdir(), ...variables }
}

/** Starts `vopros serve` and resolves when it says that it is ready; rejects with its log when it ends before. */
export async function startProgram(variables: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: environment({ PORT: '0', ...variables }),
    cwd: tmpdir(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log: string[] = []
  const url = await untilReady(child, log)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    url,
    pid: child.pid!,
    log,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Starts `vopros <words>` and waits for nothing: for what happens on the way up, and for several processes. */
export function launchProgram(words: string[], variables: Record<string, string>): Child {
  return startChild(MAIN, words, {
    env: environment({ PORT: '0', ...variables }),
    cwd: tmpdir(),
  })
}

/** What a command printed and how it ended. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `vopros <words>` to its end. */
export async function runCommand(
  words: string[],
  variables: Record<string, string>,
  cwd = tmpdir(),
): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: environment(variables),
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

function untilReady(child: ChildProcess, log: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`the program ${why}:\n${log.join('\n')}`))
    }
    const timer = setTimeout(fail, READY_WITHIN_MS, `was not ready in ${READY_WITHIN_MS} ms`)
    child.once('exit', (code) => fail(`ended with ${code} before it was ready`))
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log.push(line)
      if (!line.includes(READY)) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      resolve(JSON.parse(line).url)
    })
  })
}
