/** Lets a test make the server fail on purpose, in the ways in which networks and Telegram fail. */

export type Fault =
  /** The request takes effect, the connection breaks before the answer. */
  | { kind: 'drop-answer'; method?: string; times?: number }
  /** The request has no effect and gets this error. */
  | {
      kind: 'error'
      code: number
      description?: string
      retryAfter?: number
      method?: string
      times?: number
    }
  /** The answer comes so many milliseconds later. */
  | { kind: 'delay'; milliseconds: number; method?: string; times?: number }
  /** Nothing gets through for so many seconds of real time. */
  | { kind: 'cut'; seconds: number }

export interface Faults {
  inject(fault: Fault): void
  /** Whether the network is cut at this moment. */
  isCut(): boolean
  /** The fault that this call meets, used up by it. */
  meet(method: string): Exclude<Fault, { kind: 'cut' }> | undefined
  clear(): void
}

export function createFaults(): Faults {
  let planned: { fault: Exclude<Fault, { kind: 'cut' }>; left: number }[] = []
  let cutUntil = 0
  return {
    inject(fault) {
      if (fault.kind === 'cut') {
        cutUntil = performance.now() + fault.seconds * 1000
      } else {
        planned.push({ fault, left: fault.times ?? 1 })
      }
    },
    isCut: () => performance.now() < cutUntil,
    meet(method) {
      const met = planned.find(
        ({ fault }) => !fault.method || fault.method.toLowerCase() === method.toLowerCase(),
      )
      if (!met) return undefined
      met.left -= 1
      planned = planned.filter(({ left }) => left > 0)
      return met.fault
    },
    clear() {
      planned = []
      cutUntil = 0
    },
  }
}
