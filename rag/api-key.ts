/** The key of a model service: given once, or printed by a command for services whose keys live minutes. */
import { execFile } from 'node:child_process'
import { ModelRejectedError } from './model.ts'

export interface KeySource {
  /** The key in use; null for a service that wants none. */
  current(): Promise<string | null>
  /** A fresh key after the service turned `refused` away; null when there is no other. */
  renew(refused: string | null): Promise<string | null>
}

/** The key as given in the settings. */
export function givenKey(key: string | undefined): KeySource {
  return {
    current: async () => key ?? null,
    renew: async () => null,
  }
}

/**
 * The first line that the command prints; it runs at the first call and again when the service refuses the key,
 * once however many calls wait for it. Neither its output nor its complaints reach a log or a message.
 */
export function commandKey(command: string, { timeLimitMs = 15_000 } = {}): KeySource {
  let running: Promise<string> | null = null
  let latest: string | null = null

  function run(): Promise<string> {
    running ??= printed(command, timeLimitMs)
      .then((key) => {
        latest = key
        return key
      })
      .finally(() => {
        running = null
      })
    return running
  }

  return {
    current: async () => latest ?? run(),
    renew: async (refused) => (latest !== null && latest !== refused ? latest : run()),
  }
}

function printed(command: string, timeLimitMs: number): Promise<string> {
  const options = { shell: true, timeout: timeLimitMs, maxBuffer: 65_536, windowsHide: true }
  return new Promise((resolve, reject) => {
    execFile(command, options, (error, stdout) => {
      const key = stdout.split(/\r?\n/)[0]?.trim() ?? ''
      // The error itself carries the command line and what was printed: both may hold secrets.
      if (error) reject(refusal(error.killed ? `took over ${timeLimitMs} ms` : 'failed'))
      else if (!/^[\x21-\x7e]+$/.test(key)) reject(refusal('printed no key'))
      else resolve(key)
    })
  })
}

function refusal(what: string): ModelRejectedError {
  return new ModelRejectedError(
    'key',
    `OPENAI_API_KEY_COMMAND ${what}: run it by hand, it must print the key as its first line`,
  )
}
