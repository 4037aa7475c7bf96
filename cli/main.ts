#!/usr/bin/env node
/** The commands of `vopros`: finds the one asked for, and turns its faults into one line and exit code 1. */
import { Command, CommanderError } from 'commander'
import { askCommand } from './ask.ts'
import { calibrateCommand } from './calibrate.ts'
import { docsCommand } from './docs.ts'
import { doctorCommand } from './doctor.ts'
import { evaluateCommand } from './evaluate.ts'
import { ingestCommand } from './ingest.ts'
import { searchCommand } from './search.ts'
import { serveCommand } from './serve.ts'
import { explain } from './workspace.ts'

await main(process.argv)

async function main(argv: string[]): Promise<void> {
  try {
    loadEnvironmentFile()
    await program().parseAsync(argv)
  } catch (error) {
    process.exitCode = 1
    // Commander has already said what was wrong with the words of the command.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 1
      return
    }
    process.stderr.write(`${explain(error)}\n`)
  }
}

function program(): Command {
  const vopros = new Command('vopros')
    .description('The online window «Вопрос специалисту» of a municipal education centre')
    .showHelpAfterError('(--help shows what the command takes)')
  const commands = [
    serveCommand(),
    askCommand(),
    searchCommand(),
    ingestCommand(),
    docsCommand(),
    doctorCommand(),
    evaluateCommand(),
    calibrateCommand(),
  ]
  for (const command of commands) vopros.addCommand(command.exitOverride())
  return vopros.exitOverride()
}

/** Settings may stand in `.env`; what the environment says already wins. */
function loadEnvironmentFile(): void {
  try {
    process.loadEnvFile()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
