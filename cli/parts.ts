/** What was started, to be stopped in reverse. */
import type { Log } from './log.ts'

export interface StartedParts {
  add(name: string, stop: () => Promise<void>): void
  /** Stops what was added, the last first; a part that fails to stop does not keep the others from it. */
  stop(): Promise<void>
}

export function createParts(log: Log): StartedParts {
  const started: { name: string; stop: () => Promise<void> }[] = []
  return {
    add: (name, stop) => started.push({ name, stop }),
    stop: async () => {
      for (const { name, stop } of started.splice(0).reverse()) {
        await stop().catch((error: unknown) =>
          log.error({ err: error, part: name }, 'did not stop'),
        )
      }
    },
  }
}
