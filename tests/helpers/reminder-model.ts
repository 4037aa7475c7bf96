/** Who should be reminded of what when, worked out anew from what people did: what the program does is held against it. */

export type Mark = 'going' | 'waiting' | 'declined' | null

/** What a person should have been sent by one look of the program. */
export interface Expected {
  person: number
  of: string
  /** Milliseconds since 1970. */
  at: number
}

interface Event {
  start: number
  site: number | null
  before: number[]
  isHeld: boolean
  people: Map<number, { mark: Mark; markedAt: number; toldAt: number }>
}

interface Diagnostics {
  end: number
  people: Map<number, { toldAt: number; isPassed: boolean }>
}

interface Plan {
  of: string
  /** Of an event: minutes before it. */
  minutes: number | null
  due: number
  end: number
  isListed: boolean
}

interface Waiting {
  plan: Plan
  person: number
  due: number
}

const MINUTE = 60_000
const DAY_MINUTES = 1440
const URGENT_MINUTES = 180
/** Moscow's clock, which knows no summer. */
const MOSCOW_MS = 3 * 60 * MINUTE

export interface ReminderModel {
  person(id: number, quietHours: string): void
  quiet(id: number, quietHours: string): void
  switch(id: number, on: boolean): void
  loses(id: number): void
  leaves(id: number, site: number): void
  event(
    of: string,
    given: { start: number; site: number | null; before: number[]; people: number[]; now: number },
  ): void
  moves(of: string, start: number, now: number): void
  cancels(of: string): void
  marks(of: string, person: number, mark: Mark, now: number): void
  diagnostics(
    of: string,
    given: { due: number[]; end: number; people: number[]; now: number },
  ): void
  passes(of: string, person: number): void
  measure(of: string, given: { due: number; end: number; people: number[]; now: number }): void
  does(of: string): void
  /** The program looks: what it should send now. */
  look(now: number): Expected[]
  /** When something is due next, after that time. */
  next(now: number): number | null
  /** How many things were due for somebody and came too late for anybody to be told. */
  late(now: number): number
}

export function createReminderModel(): ReminderModel {
  const people = new Map<number, { quiet: string; on: boolean; isThere: boolean }>()
  const left = new Set<string>()
  const events = new Map<string, Event>()
  const diagnostics = new Map<string, Diagnostics>()
  const measures = new Map<string, { isDone: boolean; people: Set<number> }>()
  let plans: Plan[] = []
  let waiting: Waiting[] = []
  const told: { plan: Plan; person: number }[] = []

  const plan = (of: string, due: number, end: number, minutes: number | null, now: number) => {
    if (due > now && due < end) plans.push({ of, minutes, due, end, isListed: false })
  }

  function planEvent(of: string, event: Event, now: number): void {
    plans = plans.filter((each) => each.of !== of || each.isListed)
    for (const minutes of event.before) {
      plan(of, event.start - minutes * MINUTE, event.start, minutes, now)
    }
  }

  /** Null: not for this person; else whether quiet hours put it off. */
  function rightTo({ of, minutes, due, end }: Plan, person: number): 'urgent' | 'ordinary' | null {
    const who = people.get(person)
    if (!who?.on || !who.isThere) return null
    const event = events.get(of)
    if (event) {
      const own = event.people.get(person)
      if (!own || !event.isHeld || event.start !== end) return null
      if (own.mark === 'going' && own.markedAt <= due) {
        return (minutes ?? 0) <= URGENT_MINUTES ? 'urgent' : 'ordinary'
      }
      if (left.has(`${event.site}:${person}`)) return null
      const isLongBefore = (minutes ?? 0) >= DAY_MINUTES
      return own.mark === null && own.toldAt <= due && isLongBefore ? 'ordinary' : null
    }
    const passing = diagnostics.get(of)?.people.get(person)
    if (passing) return passing.isPassed || passing.toldAt > due ? null : 'ordinary'
    const measure = measures.get(of)
    return measure && !measure.isDone && measure.people.has(person) ? 'ordinary' : null
  }

  const peopleOf = (of: string): Iterable<number> =>
    events.get(of)?.people.keys() ??
    diagnostics.get(of)?.people.keys() ??
    measures.get(of)?.people ??
    []
  const after = (person: number, at: number) => afterQuiet(people.get(person)?.quiet ?? '', at)

  function list(now: number): void {
    for (const each of plans) {
      if (each.isListed || each.due > now || each.end <= now) continue
      each.isListed = true
      for (const person of peopleOf(each.of)) {
        const right = rightTo(each, person)
        if (right === null) continue
        const due = right === 'urgent' ? each.due : after(person, each.due)
        if (due < each.end) waiting.push({ plan: each, person, due })
      }
    }
  }

  function isOvertaken({ plan: { of, due, end }, person }: Waiting, now: number): boolean {
    const isLater = (other: { plan: Plan; person: number }) =>
      other.person === person &&
      other.plan.of === of &&
      other.plan.end === end &&
      other.plan.due > due
    return told.some(isLater) || waiting.some((other) => other.due <= now && isLater(other))
  }

  return {
    person: (id, quiet) => void people.set(id, { quiet, on: true, isThere: true }),
    quiet: (id, quiet) => {
      Object.assign(people.get(id) ?? {}, { quiet })
      for (const each of waiting) if (each.person === id) each.due = each.plan.due
    },
    switch: (id, on) => void Object.assign(people.get(id) ?? {}, { on }),
    loses: (id) => void Object.assign(people.get(id) ?? {}, { isThere: false }),
    leaves: (id, site) => void left.add(`${site}:${id}`),
    event: (of, { people: invited, now, ...given }) => {
      const own = invited.map((id) => [id, { mark: null, markedAt: 0, toldAt: now }] as const)
      const event: Event = { ...given, isHeld: true, people: new Map(own) }
      events.set(of, event)
      planEvent(of, event, now)
    },
    moves: (of, start, now) => {
      const event = events.get(of)
      if (event) planEvent(of, Object.assign(event, { start }), now)
    },
    cancels: (of) => {
      plans = plans.filter((each) => each.of !== of)
      Object.assign(events.get(of) ?? {}, { isHeld: false })
    },
    marks: (of, person, mark, now) => {
      const own = events.get(of)?.people.get(person)
      if (own) Object.assign(own, { mark, markedAt: now })
    },
    diagnostics: (of, { due, end, people: asked, now }) => {
      const own = asked.map((id) => [id, { toldAt: now, isPassed: false }] as const)
      diagnostics.set(of, { end, people: new Map(own) })
      for (const at of due) plan(of, at, end, null, now)
    },
    passes: (of, person) =>
      void Object.assign(diagnostics.get(of)?.people.get(person) ?? {}, { isPassed: true }),
    measure: (of, { due, end, people: chosen, now }) => {
      measures.set(of, { isDone: false, people: new Set(chosen) })
      plan(of, due, end, null, now)
    },
    does: (of) => void Object.assign(measures.get(of) ?? {}, { isDone: true }),
    look: (now) => {
      list(now)
      const due = waiting.filter((each) => each.due <= now && each.plan.end > now)
      const overtaken = new Set(due.filter((each) => isOvertaken(each, now)))
      const gone = new Set<Waiting>()
      const sent: Expected[] = []
      for (const each of due) {
        const right = rightTo(each.plan, each.person)
        const at = right === 'urgent' ? now : after(each.person, now)
        if (right !== null && !overtaken.has(each) && at > now && at < each.plan.end) {
          each.due = at
          continue
        }
        gone.add(each)
        if (right === null || overtaken.has(each) || at > now) continue
        told.push(each)
        sent.push({ person: each.person, of: each.plan.of, at: now })
      }
      waiting = waiting.filter((each) => !gone.has(each))
      return sent
    },
    next: (now) => {
      const times = [
        ...plans.filter(({ isListed }) => !isListed).map(({ due }) => due),
        ...waiting.map(({ due }) => due),
      ].filter((due) => due > now)
      return times.length === 0 ? null : Math.min(...times)
    },
    late: (now) =>
      waiting.filter(({ plan: { end } }) => end <= now).length +
      plans.filter(({ isListed, end }) => !isListed && end <= now).length,
  }
}

/** «21:00-08:00» by Moscow's clock; «none» for none. */
function afterQuiet(quiet: string, at: number): number {
  const [from, to] = quiet.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return hour * 60 + minute
  })
  if (from === undefined || to === undefined) return at
  for (let minute = at; ; minute = (Math.floor(minute / MINUTE) + 1) * MINUTE) {
    const shown = Math.floor((minute + MOSCOW_MS) / MINUTE) % DAY_MINUTES
    const isQuiet = from < to ? shown >= from && shown < to : shown >= from || shown < to
    if (!isQuiet) return minute
  }
}
