/** Cuts a part's text line by line: what each line is, and what it belongs to. */
import { isClosing } from './closing.ts'
import type { Draft } from './draft.ts'
import { isPlainHeading, isSectionHeading } from './headings.ts'
import { SPOKEN } from './heads.ts'
import type { Line, Table } from './lines.ts'
import { questionNumber, readMarker, readQuestion } from './minutes.ts'
import { readNumbered, readSubclause } from './numbered.ts'
import { type Mark, readMark } from './numbering.ts'
import type { Part } from './parts.ts'
import { cutTable } from './tables.ts'
import { readItem, readPlain } from './unnumbered.ts'
import {
  append,
  enclosing,
  enterHeading,
  headingPath,
  open,
  quoted,
  startWalk,
  type Walk,
} from './walk.ts'

/** The drafts of a part in reading order: its head, its clauses and tables, its closing. */
export function cutPart(part: Part): Draft[] {
  const walk = startWalk(part)
  part.head.forEach((line, index) => {
    if (index === 0) open(walk, line, { kind: 'title', label: '' })
    else append(walk, line, { kind: 'title' })
  })
  let closing = false
  part.body.forEach((element, index) => {
    if (element.kind === 'table') {
      readTable(walk, element)
      return
    }
    if (closing) append(walk, element, { kind: 'closing' })
    else if (isClosing(part.body, index)) {
      closing = true
      Object.assign(walk, { unit: null, headings: [], marker: null })
      open(walk, element, { kind: 'closing', label: '' })
    } else readLine(walk, element, index)
    walk.previous = element
    if (!/^(?:продолжение|окончание)\s/iu.test(element.text)) walk.table = null
  })
  return walk.drafts
}

function readTable(walk: Walk, table: Table): void {
  walk.tables += 1
  const tables = walk.part.body.filter((element) => element.kind === 'table').length
  const cut = cutTable(table, {
    part: walk.part.name,
    path: headingPath(walk),
    within: [...(tables > 1 ? [`таблица ${walk.tables}`] : []), ...enclosing(walk)],
    previous: walk.table,
  })
  walk.drafts.push(...cut.drafts)
  walk.table = cut.state
  walk.unit = null
  walk.nested = null
}

function readLine(walk: Walk, line: Line, index: number): void {
  const mark = readMark(line.text)
  const { body, directive } = walk.part
  if (SPOKEN.test(line.text) && line.text.length < 400) readMarker(walk, line, mark)
  else if (directive && questionNumber(line.text) > 0) {
    readQuestion(walk, line, questionNumber(line.text))
  } else if (mark?.kind === 'roman' || mark?.kind === 'word') readNamedSection(walk, line, mark)
  else if (mark?.kind === 'dotted') {
    if (mark.values.length > 1) readSubclause(walk, line, mark)
    else if (isSectionHeading(body, index, mark, directive)) readSection(walk, line, mark)
    else readNumbered(walk, line, mark, index)
  } else if (mark) readItem(walk, line, mark)
  else if (isPlainHeading(body, index)) {
    const rank = line.level ?? 5
    enterHeading(walk, { text: line.text, rank, label: quoted(line.text) })
    open(walk, line, { kind: 'heading', label: '' })
  } else readPlain(walk, line)
}

function readNamedSection(walk: Walk, line: Line, mark: Mark): void {
  const rank = mark.kind === 'roman' ? 2 : /^(?:раздел|часть)/iu.test(line.text) ? 1 : 3
  const name = mark.kind === 'roman' ? `раздел ${mark.printed}` : mark.printed.toLowerCase()
  enterHeading(walk, { text: line.text, rank: line.level ?? rank, label: name })
  open(walk, line, { kind: 'heading', label: name, number: mark.printed, within: [] })
}

function readSection(walk: Walk, line: Line, mark: Extract<Mark, { kind: 'dotted' }>): void {
  const label = `раздел ${mark.printed}`
  enterHeading(walk, { text: line.text, rank: line.level ?? 4, label })
  open(walk, line, {
    kind: 'heading',
    label,
    number: mark.printed,
    within: enclosing(walk).slice(0, -1),
  })
  walk.clauses = [{ values: mark.values, label, stem: line.text, heading: true }]
}
