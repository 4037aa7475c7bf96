/** Numbered clauses: which number continues which list. */
import { readDefinition } from './definitions.ts'
import type { Line } from './lines.ts'
import { isAfterAttendance, isAgendaItem, isAttendance, isMarkerLine } from './minutes.ts'
import { type Mark, readMark } from './numbering.ts'
import { expectsDefinitions, readPlain } from './unnumbered.ts'
import { append, headingPath, open, quoted, type Walk } from './walk.ts'

export function readSubclause(
  walk: Walk,
  line: Line,
  mark: Extract<Mark, { kind: 'dotted' }>,
): void {
  const parents = walk.clauses.filter(
    ({ values }) =>
      values.length < mark.values.length &&
      values.every((value, place) => value === mark.values[place]),
  )
  const inNested = walk.nested?.last === mark.values[0] && parents.length === 0
  if (inNested) {
    append(walk, line, {
      kind: 'item',
      suffix: nestedName(walk, mark.printed),
      number: mark.printed,
    })
  } else if (!mark.sure && !continues(walk, mark.values)) {
    readPlain(walk, line)
  } else {
    walk.clauses = parents
    openClause(walk, line, mark)
  }
}

export function readNumbered(
  walk: Walk,
  line: Line,
  mark: Extract<Mark, { kind: 'dotted' }>,
  index: number,
): void {
  const [value = 0] = mark.values
  const top = walk.clauses[0]?.values[0] ?? null
  if (isAgendaItem(walk, index) || isAfterAttendance(walk, value)) walk.marker = null
  else if (continuesNested(walk, value, top)) {
    walk.nested = { last: value, title: walk.nested?.title ?? '' }
    append(walk, line, {
      kind: 'item',
      suffix: nestedName(walk, mark.printed),
      number: mark.printed,
    })
    return
  } else if (value === 1 && opensNested(walk, top)) {
    walk.nested = { last: 1, title: nestedTitle(walk) }
    append(walk, line, {
      kind: 'item',
      suffix: nestedName(walk, mark.printed),
      number: mark.printed,
    })
    return
  }
  walk.clauses = walk.marker ? walk.clauses.filter((clause) => clause.heading) : []
  openClause(walk, line, mark)
}

/** Whether a number without a closing dot, «4.2», fits what was counted so far. */
function continues(walk: Walk, values: number[]): boolean {
  const last = walk.clauses.at(-1)?.values ?? []
  const sibling = last.length === values.length && (last.at(-1) ?? 0) < (values.at(-1) ?? 0)
  const child = last.length === values.length - 1 || values.at(-1) === 1
  const deeper = last.length > values.length
  return sibling || child || deeper || last.length === 0
}

function continuesNested(walk: Walk, value: number, top: number | null): boolean {
  if (!walk.nested) return false
  if (value === walk.nested.last + 1) {
    return value !== (top ?? 0) + 1 || /[;,]$/.test(walk.previous?.text ?? '')
  }
  return value > walk.nested.last && value !== (top ?? 0) + 1
}

/** Counting begins anew inside a clause after «…:», or where clauses of two numbers are counted. */
function opensNested(walk: Walk, top: number | null): boolean {
  if (isAttendance(walk)) return true
  if (!walk.unit?.numbered || top === null || isMarkerLine(walk)) return false
  const deep = (walk.clauses.at(-1)?.values.length ?? 0) > 1
  return deep || /:$/.test(walk.previous?.text ?? '')
}

function nestedTitle(walk: Walk): string {
  const text = walk.previous?.text ?? ''
  return /:$/.test(text) && text.length < 60 && !readMark(text) ? quoted(text) : ''
}

function nestedName(walk: Walk, printed: string): string {
  const title = walk.nested?.title ?? ''
  return title ? `${title}, п. ${printed}` : `подп. ${printed}`
}

function openClause(walk: Walk, line: Line, mark: Extract<Mark, { kind: 'dotted' }>): void {
  const label = `п. ${mark.printed}`
  const stems = walk.clauses.filter((clause) => !clause.heading).map((clause) => clause.stem)
  const path = [...headingPath(walk), ...(walk.marker ? [] : stems), mark.printed]
  const definition = expectsDefinitions(walk) ? readDefinition(mark.rest) : null
  open(walk, line, {
    kind: definition ? 'definition' : 'clause',
    label: walk.marker ? `«${walk.marker}», ${label}` : label,
    number: mark.printed,
    path,
  })
  walk.clauses = [...walk.clauses, { values: mark.values, label, stem: line.text, heading: false }]
  walk.nested = null
  walk.unit = { path, numbered: true, preamble: false, item: '' }
}
