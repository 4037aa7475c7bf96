/** Work of which there is at most one job at a time: each looks by itself whether there is anything to do. */
import type { Handlers } from './workers.ts'

export interface Watch {
  /** Whether there is anything to do. Asked each second: one cheap query. */
  isDue(): Promise<boolean>
  /** Does it. Twice, or in two processes, is as good as once. */
  run(): Promise<void>
  /** Ends a run that lasts long, after what cannot be left undone. */
  stop?(): Promise<void>
}

/** The jobs that are watches. */
export type WatchName =
  | 'watch-desk'
  | 'tell-editions'
  | 'review-knowledge'
  | 're-embed'
  | 'tell-events'
  | 'tell-diagnostics'
  | 'remind'
  | 'keep-measures'
  | 'roadmap-news'
  | 'broadcast'

export type Watches = { [Name in WatchName]: Watch }

/** In the order in which they are looked at. */
export function watchesOf(watches: Watches): { name: WatchName; watch: Watch }[] {
  // The keys are those of the type.
  const names = Object.keys(watches) as WatchName[]
  return names.map((name) => ({ name, watch: watches[name] }))
}

/** Ends the runs that last long; no other begins. */
export async function stopWatches(watches: Watches): Promise<void> {
  await Promise.all(watchesOf(watches).map(({ watch }) => watch.stop?.()))
}

/** What the queue's workers do for them. */
export function watchHandlers(watches: Watches): Pick<Handlers, WatchName> {
  const entries = watchesOf(watches).map(({ name, watch }) => [name, () => watch.run()] as const)
  // One entry for each name.
  return Object.fromEntries(entries) as unknown as Pick<Handlers, WatchName>
}
