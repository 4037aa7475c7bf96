/** The program's log: one JSON line an event on stderr, without secrets and without what people wrote. */
import { type Logger, pino } from 'pino'
import type { Settings } from './settings.ts'

export type Log = Logger

/** Stderr, so that a command's data on stdout stay data. Every secret of the settings is struck out wherever it appears. */
export function createLog(settings: Settings): Log {
  const secrets = secretsOf(settings)
  return pino(
    { level: settings.logLevel, base: null },
    {
      write: (line: string) => {
        process.stderr.write(strikeOut(line, secrets))
      },
    },
  )
}

function secretsOf({ mode, databaseUrl, redisUrl, models }: Settings): string[] {
  const passwords = [databaseUrl, redisUrl].map((url) => (url ? URL.parse(url)?.password : ''))
  const production = mode.kind === 'production' ? [mode.token, mode.webhook?.secret] : []
  return [...production, models.apiKey, ...passwords]
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret.length > 3)
}

function strikeOut(line: string, secrets: string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line)
}
