/** The program's log: one JSON line an event on stderr, without secrets and without what people wrote. */
import { type Logger, pino } from 'pino'
import { secretsIn, withoutSecrets } from './secrets.ts'
import type { Settings } from './settings.ts'

export type Log = Logger

/** Stderr, so that a command's data on stdout stay data. Every secret of `env` is struck out wherever it appears. */
export function createLog(
  { logLevel }: Pick<Settings, 'logLevel'>,
  env: Record<string, string | undefined>,
): Log {
  const secrets = secretsIn(env)
  return pino(
    { level: logLevel, base: null, serializers: { err: withoutExtras } },
    {
      write: (line: string) => {
        process.stderr.write(withoutSecrets(line, secrets))
      },
    },
  )
}

/** How deep the causes of an error are told. */
const MOST_CAUSES = 5

/**
 * What an engineer needs of an error. Its other fields stay out: PostgreSQL quotes the row it refused in them, the
 * messenger's client the message, and the network's errors the address.
 */
function withoutExtras(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { name, message, stack, cause } = error
  const code = 'code' in error ? error.code : undefined
  return {
    type: name,
    message,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack,
    ...(cause instanceof Error && depth < MOST_CAUSES
      ? { cause: withoutExtras(cause, depth + 1) }
      : {}),
  }
}
