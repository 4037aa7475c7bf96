/** `bench start`: how soon the program is ready with the sample documents, and how much memory it holds. */
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, spread } from './numbers.ts'
import { withFolder } from './place.ts'
import { startProgram } from './program.ts'
import type { Section } from './section.ts'

/** The memory of the start is given back by then. */
const SETTLED_MS = 3_000

export async function startSection({ runs }: { runs: number }): Promise<Section> {
  const [first, later]: [Start[], Start[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    await withFolder(async (folder) => {
      first.push(await start(folder))
      later.push(await start(folder))
    })
  }
  return {
    name: 'start',
    title: 'The program on the embedded database, sample documents indexed',
    rows: [rowOf('the very first', first), rowOf('later', later)],
    notes: [`Memory is what the process holds ${SETTLED_MS / 1000} s after it was ready.`],
  }
}

interface Start {
  seconds: number
  now: number
  most: number
}

async function start(folder: string): Promise<Start> {
  const program = await startProgram({ DATA_DIR: folder })
  await sleep(SETTLED_MS)
  const memory = program.memory()
  await program.stop()
  return { seconds: program.readySeconds, now: memory?.now ?? 0, most: memory?.most ?? 0 }
}

function rowOf(name: string, starts: readonly Start[]): Section['rows'][number] {
  return {
    start: name,
    'ready, s': spread(
      starts.map(({ seconds }) => seconds),
      2,
    ),
    'resident, MB': spread(
      starts.map(({ now }) => now),
      0,
    ),
    'at most, MB': percentile(
      starts.map(({ most }) => most),
      1,
    ),
  }
}
