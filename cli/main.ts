#!/usr/bin/env node
/** Runs the command asked for, and turns its faults into one line and exit code 1. */
import { CommanderError } from 'commander'
import { commands, explainWords } from './commands.ts'
import { explain } from './explain.ts'
import { secretsIn, withoutSecrets } from './secrets.ts'

await main(process.argv)

async function main(argv: string[]): Promise<void> {
  process.stdout.on('error', leaveQuietly)
  // Node would print every field of the error, the address with the token among them.
  process.on('uncaughtException', (error) => {
    fail(explain(error))
    process.exit()
  })
  try {
    loadEnvironmentFile()
    await commands().parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode !== 0) fail(explainWords(error))
    } else {
      fail(explain(error))
    }
  }
}

function fail(line: string): void {
  process.stderr.write(`${withoutSecrets(line, secretsIn(process.env))}\n`)
  process.exitCode = 1
}

/** Who reads has heard enough (`vopros ask … | head -1`): no fault, and no more to do. */
function leaveQuietly(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
}

/** Settings may stand in `.env` of the working directory; what the environment says already wins. */
function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
