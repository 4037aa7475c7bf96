/** The machine that measured: no number means anything without it. */
import { readFileSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'

export interface Machine {
  cpu: string
  cores: number
  memoryGb: number
  system: string
  node: string
  vopros: string
  /** Processes that wanted a core on average over the last minute: above the number of cores, times are too long. */
  load: number
}

export function machine(): Machine {
  const version = /"version": "([^"]+)"/.exec(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  )
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 1e9),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    vopros: version?.[1] ?? 'unknown',
    load: Number((os.loadavg()[0] ?? 0).toFixed(1)),
  }
}
