/** Reads the measures of a whole document: rows of its plans, and clauses with a deadline. */
import type { DocumentDescription, Passage } from '../passage.ts'
import { measureOfClause } from './clauses.ts'
import type { Measure } from './measure.ts'
import { measureOfRow } from './rows.ts'
import { type Term, termOf } from './term.ts'

/** In reading order, and the day on which the last of them and the plan's own term end; null: it goes on, or has none. */
export function readMeasures(
  passages: readonly Passage[],
  description: Pick<DocumentDescription, 'title' | 'kind' | 'issuedOn'>,
): { measures: Measure[]; until: string | null } {
  const parts = Map.groupBy(passages, ({ path }) => path[0] ?? '')
  const found = [...parts].flatMap(([part, own]) => ofPart(part, own, description))
  const terms = found.filter(({ measures }) => measures.length > 0).map(({ term }) => term)
  const measures = found.flatMap((one) => one.measures).sort((a, b) => a.ordinal - b.ordinal)
  return { measures: withoutDoubles(measures), until: endOf(measures, terms) }
}

const PLAN = /дорожн|(?<!\p{L})план|комплекс мер|перечень мероприятий/iu
const DECISION = /^(?:решени|приказ|протокол|распоряжени|постановлени|поручени)/iu

function ofPart(
  part: string,
  passages: readonly Passage[],
  { title, kind, issuedOn }: Pick<DocumentDescription, 'title' | 'kind' | 'issuedOn'>,
): { measures: Measure[]; term: Term | null } {
  const titles = passages.filter((passage) => passage.kind === 'title').map(({ text }) => text)
  const own = termOf(titles.join(' '), issuedOn)
  const term = own?.stated ? own : termOf(title, issuedOn)
  const isPlan = PLAN.test(part) || PLAN.test(kind) || PLAN.test(titles.join(' '))
  const decides = isPlan || DECISION.test(part)
  const stems = new Map(passages.map((passage) => [passage.unit, '']))
  const measures = passages.flatMap((passage) => {
    if (passage.ordinal === passage.unit) stems.set(passage.unit, passage.text)
    const stem = passage.ordinal === passage.unit ? passage.path.at(-2) : stems.get(passage.unit)
    const isClause = CLAUSES.has(passage.kind)
    const place = { term, decides, stem: stem ?? '' }
    const measure = isClause
      ? measureOfClause(passage, place)
      : measureOfRow(passage, { term, isPlan })
    return measure ? [measure] : []
  })
  return { measures, term }
}

const CLAUSES: ReadonlySet<Passage['kind']> = new Set(['clause', 'item', 'paragraph'])

/** A row that a page break or merged cells cut in two says the same twice: its executors are put together. */
function withoutDoubles(measures: readonly Measure[]): Measure[] {
  const done: Measure[] = []
  for (const measure of measures) {
    const before = done.at(-1)
    const isSame =
      before?.unit === measure.unit &&
      before.likeness === measure.likeness &&
      before.deadlineText === measure.deadlineText
    if (before && isSame) done.splice(-1, 1, together(before, measure))
    else done.push(measure)
  }
  return done
}

function together(one: Measure, other: Measure): Measure {
  const both = (key: 'responsible' | 'result') =>
    [...new Set([one[key], other[key]])].filter((text) => text !== '').join('; ')
  return {
    ...one,
    ...{ responsible: both('responsible'), result: both('result') },
  }
}

function endOf(measures: readonly Measure[], terms: readonly (Term | null)[]): string | null {
  const goesOn = measures.some(({ shape, dueOn }) => shape === 'recurring' && dueOn === null)
  const ends = [
    ...measures.flatMap(({ dueOn }) => dueOn ?? []),
    ...terms.flatMap((term) => (term?.stated ? [term.to] : [])),
  ].sort()
  const last = ends.at(-1)
  return goesOn ? null : (last ?? null)
}
