/** Reads documents in a process of their own with limits on time and memory: a bad file costs nothing but a message. */
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ReadDocument } from '../blocks.ts'
import { MAX_FILE_BYTES, UnreadableFileError, type UnreadableReason } from './errors.ts'

/** A file as somebody sent it; the name is shown to people and tells .md from .txt. */
export interface FileToRead {
  name: string
  bytes: Uint8Array
}

export interface Limits {
  timeoutMs: number
  heapMegabytes: number
  residentMegabytes: number
}

const LIMITS: Limits = { timeoutMs: 60_000, heapMegabytes: 400, residentMegabytes: 800 }

export interface Reader {
  /** Reads one file; several calls are served in turn. Throws `UnreadableFileError`. */
  read(file: FileToRead): Promise<ReadDocument>
  /** Ends the child process; what is being read fails. */
  close(): Promise<void>
}

/** Reads one file in a process of its own. Throws `UnreadableFileError`. */
export async function readFile(
  file: FileToRead,
  limits: Partial<Limits> = {},
): Promise<ReadDocument> {
  const reader = openReader(limits)
  try {
    return await reader.read(file)
  } finally {
    await reader.close()
  }
}

/** A reader for many files: one child serves them all, and is replaced if a file kills it. */
export function openReader(limits: Partial<Limits> = {}): Reader {
  const effective = { ...LIMITS, ...limits }
  let child: ChildProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()

  async function readNext(file: FileToRead): Promise<ReadDocument> {
    if (file.bytes.byteLength === 0) throw new UnreadableFileError('empty', file.name)
    if (file.bytes.byteLength > MAX_FILE_BYTES)
      throw new UnreadableFileError('too-large', file.name)
    if (!child || child.killed || !child.connected) child = start(effective)
    const answer = await exchange(child, file, effective)
    if (answer.ok) return answer.document
    throw new UnreadableFileError(answer.reason, file.name, answer.detail)
  }

  return {
    read(file) {
      const result = turn.then(() => readNext(file))
      turn = result.catch(() => undefined)
      return result
    },
    async close() {
      if (child) await end(child)
      child = null
    },
  }
}

/** What the child is asked and what it answers. */
export interface Request {
  name: string
  bytes: Uint8Array
}
export type Answer =
  | { ok: true; document: ReadDocument }
  | { ok: false; reason: UnreadableReason; detail: string }

function start({ heapMegabytes }: Limits): ChildProcess {
  const root = resolve(import.meta.dirname, '../..')
  const packages = join(root, 'node_modules')
  const readable = [join(root, 'rag'), join(root, 'package.json'), packages, realpathSync(packages)]
  return fork(join(import.meta.dirname, 'child.ts'), [], {
    // It may read the code it runs and nothing else: no writing, no processes, no threads, no native code.
    execArgv: [
      `--max-old-space-size=${heapMegabytes}`,
      '--no-warnings',
      '--permission',
      ...readable.map((path) => `--allow-fs-read=${path}`),
    ],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}

/** Sends one file and waits for the answer; rejects only where the child cannot be run at all. */
function exchange(child: ChildProcess, file: FileToRead, limits: Limits): Promise<Answer> {
  return new Promise((settle, reject) => {
    const leave = () => {
      clearTimeout(timer)
      clearInterval(watch)
      child.off('message', answered).off('exit', exited).off('error', failed)
    }
    const answered = (answer: Answer) => {
      leave()
      settle(answer)
    }
    const failed = (error: Error) => {
      leave()
      reject(error)
    }
    const stop = (detail: string) => {
      child.kill('SIGKILL')
      answered({ ok: false, reason: 'too-much', detail })
    }
    const exited = (code: number | null, signal: NodeJS.Signals | null) => {
      // V8 aborts a process whose heap is full: SIGABRT, or 134 through a shell.
      if (signal !== null || code === 134)
        answered({ ok: false, reason: 'too-much', detail: `the parser died of ${signal ?? code}` })
      else failed(new Error(`the reading process ended with code ${code}`))
    }
    const timer = setTimeout(() => stop(`took over ${limits.timeoutMs} ms`), limits.timeoutMs)
    const watch = setInterval(() => {
      if (residentMegabytes(child.pid) > limits.residentMegabytes)
        stop(`took over ${limits.residentMegabytes} MB`)
    }, 100)
    child.on('message', answered).on('exit', exited).on('error', failed)
    // A child that cannot be written to is about to say why it ended.
    child.send({ name: file.name, bytes: file.bytes } satisfies Request, () => undefined)
  })
}

/** Resident memory of a process where /proc tells it, else 0: the heap cap then stands alone. */
function residentMegabytes(pid: number | undefined): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6
  } catch {
    return 0
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((settle) => {
    child.once('exit', () => settle())
    child.kill('SIGKILL')
  })
}
