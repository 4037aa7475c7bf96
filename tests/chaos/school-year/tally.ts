/** What people should have been reminded of at each moment, and what came: counted side by side. */
import { moscow } from '../../helpers/reminders.ts'

export interface Tally {
  /** `tick`: the moment that is looked at; `of`: what it is about. */
  expects(tick: number, person: number, of: string): void
  hears(tick: number, person: number, of: string): void
  compare(): Compared
}

export interface Compared {
  /** Things that people should have been reminded of. */
  due: number
  sent: number
  /** Sent twice; sends whose end a kill hid. */
  doubled: number
  lost: string[]
  /** Sent to somebody, or at a time, that should not have been. */
  wrong: string[]
}

export function createTally(): Tally {
  const expected = new Map<string, number>()
  const actual = new Map<string, number>()
  const counter = (lines: Map<string, number>) => (tick: number, person: number, of: string) => {
    const line = `${moscow(new Date(tick))} ${person} ${of}`
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  const sum = (lines: Map<string, number>) => [...lines.values()].reduce((all, one) => all + one, 0)
  return {
    expects: counter(expected),
    hears: counter(actual),
    compare: () => {
      const once = [...actual.keys()]
      return {
        due: sum(expected),
        sent: once.length,
        doubled: sum(actual) - once.length,
        lost: [...expected.keys()].filter((line) => !actual.has(line)),
        wrong: once.filter((line) => !expected.has(line)),
      }
    },
  }
}
