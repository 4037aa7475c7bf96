/** Runs a model of this machine in a process of its own: questions go before passages, and nobody waits for a model that hangs. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { ModelAnswerError, ModelRejectedError, ModelUnavailableError } from '../model.ts'
import type { Answer, Request, Setup } from './child.ts'

export interface Runner {
  /**
   * Vectors of the texts, in their order. Throws a `ModelError`; after `patienceMs` nobody waits any more, also where the
   * model is still being loaded or downloaded: that goes on.
   */
  embed(
    texts: string[],
    options: { role: Request['role']; patienceMs: number },
  ): Promise<number[][]>
  /** Ends the process; what waits fails. */
  close(): void
}

interface Piece {
  request: Request
  resolve(vectors: number[][]): void
  reject(error: Error): void
}

/** A piece of passages should take no longer: a question waits for it. */
const PIECE_MS = 250
const MOST_IN_PIECE = 16
/** A piece that takes longer than this hangs. */
const HANGS_AFTER_MS = 120_000
/** A model that could not be loaded is tried again after this. */
const REST_MS = 30_000

/** Starts nothing before the first call. */
export function createRunner(setup: Setup): Runner {
  let child: ChildProcess | null = null
  let loaded = false
  let failed: { error: Error; until: number } | null = null
  let current: (Piece & { since: number; timer?: NodeJS.Timeout }) | null = null
  let last = 0
  /** Calls whose callers still wait: while there is one the process keeps the program running. */
  let calls = 0
  let msOfText = PIECE_MS / 4
  const waiting: Piece[] = []

  function start(): ChildProcess {
    const process = fork(join(import.meta.dirname, 'child.ts'), [JSON.stringify(setup)], {
      // What the program knows of tokens and keys is none of the model's business.
      env: {},
      execArgv: ['--no-warnings'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    process.on('message', (answer: Answer) => hear(answer))
    process.on('error', (error) => end(process, error.message))
    process.on('exit', (code, signal) => end(process, `ended with ${signal ?? code}`))
    return process
  }

  function hear(answer: Answer): void {
    if (answer.kind === 'loaded') {
      loaded = true
      failed = null
      next()
      return
    }
    if (answer.kind === 'not-loaded') {
      const error = new ModelRejectedError(
        'request',
        `The local model cannot be loaded: ${answer.detail}`,
      )
      failed = { error, until: performance.now() + REST_MS }
      return
    }
    if (current?.request.id !== answer.id) return
    const { request, since, timer, resolve, reject } = current
    clearTimeout(timer)
    current = null
    if (answer.kind === 'failed') {
      reject(new ModelAnswerError('nonsense', `The local model failed: ${answer.detail}`))
    } else {
      msOfText = (msOfText + (performance.now() - since) / request.texts.length) / 2
      resolve(cut(answer.values, answer.dimensions))
    }
    next()
  }

  /** Everything that waits learns why; the next call starts another process. */
  function end(ended: ChildProcess, detail: string): void {
    if (ended !== child) return
    child = null
    loaded = false
    const pieces = [...(current ? [current] : []), ...waiting.splice(0)]
    clearTimeout(current?.timer)
    current = null
    const error =
      failed?.error ?? new ModelUnavailableError('server', `The local model's process ${detail}`)
    for (const piece of pieces) piece.reject(error)
  }

  function next(): void {
    if (!child || !loaded || current) return
    const [question] = waiting.filter(({ request }) => request.role === 'query')
    const piece = question ?? waiting[0]
    if (!piece) return
    waiting.splice(waiting.indexOf(piece), 1)
    const hanging = child
    const timer = setTimeout(() => hanging.kill('SIGKILL'), HANGS_AFTER_MS).unref()
    current = { ...piece, since: performance.now(), timer }
    // A process that cannot be written to is about to say why it ended.
    child.send(piece.request, () => undefined)
  }

  function ask(role: Request['role'], texts: string[]): Promise<number[][]> {
    child ??= start()
    hold(child)
    return new Promise((resolve, reject) => {
      waiting.push({ request: { id: ++last, role, texts }, resolve, reject })
      next()
    })
  }

  async function askInPieces(role: Request['role'], texts: string[], isOver: () => boolean) {
    const vectors: number[][] = []
    while (vectors.length < texts.length && !isOver()) {
      const size = Math.min(MOST_IN_PIECE, Math.max(1, Math.floor(PIECE_MS / msOfText)))
      const part = texts.slice(vectors.length, vectors.length + size)
      vectors.push(...(await ask(role, part)))
    }
    return vectors
  }

  return {
    async embed(texts, { role, patienceMs }) {
      if (failed && performance.now() < failed.until) throw failed.error
      failed = null
      let over = false
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          over = true
          const what = loaded ? 'is slow' : 'is still being loaded'
          reject(new ModelUnavailableError('timeout', `The local model ${what}`))
        }, patienceMs)
      })
      calls += 1
      const asked = askInPieces(role, texts, () => over)
      asked.catch(() => undefined)
      try {
        return await Promise.race([asked, late])
      } finally {
        clearTimeout(timer)
        calls -= 1
        if (calls === 0 && child) letGo(child)
      }
    },
    close() {
      child?.kill('SIGKILL')
    },
  }
}

function hold(child: ChildProcess): void {
  child.ref()
  child.channel?.ref()
}

/** A process that nobody waits for keeps nobody from ending. */
function letGo(child: ChildProcess): void {
  child.unref()
  child.channel?.unref()
}

function cut(values: Float32Array, dimensions: number): number[][] {
  return Array.from({ length: values.length / dimensions }, (_, index) =>
    // A text without a known word has no direction: the model divides by zero, and pgvector takes no NaN.
    Array.from(
      values.subarray(index * dimensions, (index + 1) * dimensions),
      (value) => value || 0,
    ),
  )
}
