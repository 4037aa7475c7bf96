/** What is open while a part is read from top to bottom, and how a passage is put down there. */
import type { PassageKind } from '../passage.ts'
import { shorten, withoutEnd } from '../shorten.ts'
import type { Draft } from './draft.ts'
import type { Line } from './lines.ts'
import type { Part } from './parts.ts'
import type { TableState } from './tables.ts'

export interface Heading {
  text: string
  /** 1 for the outermost; a heading closes those of the same and deeper ranks. */
  rank: number
  /** How a citation names it: «раздел 3», «Общие положения». */
  label: string
}

/** An open numbered clause: sub-clauses know its stem. */
export interface Clause {
  values: number[]
  label: string
  stem: string
  heading: boolean
}

/** What the following lines without a number of their own belong to. */
export interface Unit {
  path: string[]
  /** A numbered clause keeps every line up to the next number; a free paragraph only the list it announces. */
  numbered: boolean
  preamble: boolean
  /** Name of the sub-item that lettered items belong to: «подп. 2». */
  item: string
}

/** A list «1. 2. 3.» inside a clause, whose numbers are not those of clauses. */
export interface Nested {
  last: number
  /** What announces it, to be named by: «Показатели». */
  title: string
}

export interface Walk {
  part: Part
  drafts: Draft[]
  headings: Heading[]
  /** «Решили», «Слушали» in minutes: what the numbers below are counted under. */
  marker: string | null
  /** The question of the agenda that is being dealt with: «вопрос 2», «п. 2». */
  agenda: string | null
  clauses: Clause[]
  nested: Nested | null
  unit: Unit | null
  /** Free paragraphs under the current heading so far. */
  paragraphs: number
  tables: number
  table: TableState | null
  previous: Line | null
}

export function startWalk(part: Part): Walk {
  return {
    part,
    drafts: [],
    headings: [],
    marker: null,
    agenda: null,
    clauses: [],
    nested: null,
    unit: null,
    paragraphs: 0,
    tables: 0,
    table: null,
    previous: null,
  }
}

/** The part's name and the headings down to here. */
export function headingPath(walk: Walk): string[] {
  const { part, headings, marker } = walk
  return [
    part.heading || 'Документ',
    ...headings.map((heading) => heading.text),
    ...(marker ? [marker] : []),
  ]
}

/** What can tell two clauses of the same number apart, the nearest last. */
export function enclosing(walk: Walk): string[] {
  return [
    ...walk.headings.map((heading) => heading.label),
    ...(walk.agenda ? [walk.agenda] : []),
    ...walk.clauses.filter((clause) => !clause.heading).map((clause) => clause.label),
  ]
}

/** Puts down a passage that begins a piece of its own, named `label`. */
export function open(
  walk: Walk,
  line: Line,
  passage: {
    kind: PassageKind
    label: string
    number?: string | null
    path?: string[]
    within?: string[]
  },
): void {
  put(walk, line, {
    kind: passage.kind,
    opens: true,
    label: passage.label,
    number: passage.number ?? null,
    path: passage.path ?? headingPath(walk),
    within: passage.within ?? enclosing(walk),
  })
}

/** Puts down a passage that belongs to the piece begun before it; `suffix` is added to that one's name. */
export function append(
  walk: Walk,
  line: Line,
  passage: { kind: PassageKind; suffix?: string; number?: string | null },
): void {
  put(walk, line, {
    kind: passage.kind,
    opens: walk.drafts.length === 0,
    label: passage.suffix ?? '',
    number: passage.number ?? null,
    path: walk.unit?.path ?? headingPath(walk),
    within: enclosing(walk),
  })
}

function put(walk: Walk, line: Line, draft: Omit<Draft, 'part' | 'text' | 'cells'>): void {
  walk.drafts.push({ ...draft, part: walk.part.name, text: line.text, cells: null })
  for (const text of line.footnotes) {
    const { path, within } = draft
    walk.drafts.push({
      ...{ kind: 'footnote', opens: false, part: walk.part.name, path, label: '', within },
      ...{ number: null, text, cells: null },
    })
  }
}

/** A heading becomes current: what was open on its rank and deeper is closed. */
export function enterHeading(walk: Walk, heading: Heading): void {
  walk.headings = walk.headings.filter((open) => open.rank < heading.rank)
  walk.headings.push(heading)
  walk.marker = null
  walk.clauses = []
  walk.nested = null
  walk.unit = null
  walk.paragraphs = 0
}

/** A heading without a number as a citation quotes it. */
export function quoted(text: string): string {
  return `«${shorten(withoutEnd(text, ':.'), 60)}»`
}
